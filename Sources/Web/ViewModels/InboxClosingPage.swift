import Foundation

/// What ended: the ones that wait for the office's decision, and the last ones closed.
struct InboxClosingPage: PageModel {
    static let template = "inbox-closing"

    struct Card: Sendable {
        var name: String
        var href: String
        var program: String
        var status: Tag
        var ended: String
        /// When the office must say what became of the case.
        var clock: ClockView?
        /// "Dismissed, Oct 6" once the office has said it.
        var disposition: String?

        init(
            name: String, href: String, program: String, status: String, ended: Date, clock: ClockReading? = nil,
            disposition: String? = nil, for reader: Reader
        ) {
            self.name = name
            self.href = href
            self.program = program
            self.status = Tag(status: status, for: reader)
            self.ended = reader.words("closing.ended", ["date": reader.day(ended)])
            self.clock = clock.map { ClockView($0, for: reader) }
            self.disposition = disposition
        }
    }

    var now: Moment
    var views: InboxViews
    var waiting: [Card]
    var hasWaiting: Bool
    var closed: [Card]
    var hasClosed: Bool
    var empty: EmptyState?

    init(views: InboxViews, waiting: [Card], closed: [Card], for reader: Reader) {
        now = reader.moment(reader.now)
        self.views = views
        self.waiting = waiting
        self.closed = closed
        hasWaiting = !waiting.isEmpty
        hasClosed = !closed.isEmpty
        empty =
            waiting.isEmpty && closed.isEmpty
            ? EmptyState(title: reader.words("closing.empty-title"), text: reader.words("closing.empty-text")) : nil
    }
}
