import Foundation

/// The person that a page is made for: their language, their time zone, and the moment they asked.
struct Reader: Sendable {
    let words: Words
    let zone: TimeZone
    let now: Date

    /// The language of the page.
    var language: Language { words.language }
}
