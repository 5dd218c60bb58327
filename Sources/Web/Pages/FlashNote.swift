import EventModel
import Foundation
import Hummingbird

/// What was just done, as a code and the id of what it was done to.
struct FlashNote: Sendable, Hashable {
    /// The key of its words, such as `event.referral.acknowledged`.
    var key: String
    var subject: UUID?

    init(_ key: String, _ subject: UUID? = nil) {
        self.key = key
        self.subject = subject
    }

    /// The note that the page before left; only what a page can have left counts.
    init?(in visit: Visit) {
        guard let value = visit.request.cookies[PageCookie.flash.name(visit.site.cookie)]?.value else { return nil }
        let parts = value.split(separator: "~", maxSplits: 1).map(String.init)
        guard let key = parts.first, visit.words.has(key), key.hasPrefix("event.") || Self.others.contains(key) else {
            return nil
        }
        self.key = key
        subject = parts.count > 1 ? UUID(uuidString: parts[1]) : nil
    }

    private static let others: Set<String> = [
        "account.password-changed", "people.added", "people.unlocked", "account.saved", "checkpoints.checked",
    ]

    var text: String { subject.map { "\(key)~\($0.text)" } ?? key }

    func plain(_ words: Words) -> PageFrame.Flash { PageFrame.Flash(text: words(key)) }
}
