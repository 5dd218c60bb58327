/// A link, with words for the ear when its text alone would be unclear out of context.
struct Link: Hashable, Sendable {
    var label: String
    var href: String
    /// Read aloud after the label and not shown: " for Tomás R."
    var context: String? = nil
    /// Whether it is the one main action of its place.
    var isMain = false
}

/// A fact about something: a term and its value.
struct Fact: Hashable, Sendable {
    var term: String
    var value: String
    var href: String? = nil
    /// The language of the value, when a person typed it in another one than the page's.
    var lang: String? = nil
    /// A smaller second line.
    var note: String? = nil
}

/// What is said when a list has nothing: why, and what to do about it.
struct EmptyState: Hashable, Sendable {
    var title: String
    var text: String
    var link: Link? = nil
}
