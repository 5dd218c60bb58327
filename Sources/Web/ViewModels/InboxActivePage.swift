import Foundation

/// The people that the partner works with now.
struct InboxActivePage: PageModel {
    static let template = "inbox-active"

    /// One person: where they stand, the next thing to record, and the ways to record it.
    struct Card: Sendable {
        var id: String
        var name: String
        var href: String
        var program: String
        var status: Tag
        var clock: ClockView?
        /// "2:30 PM, first meeting, room 2"
        var meeting: String?
        /// Came, didn't come, moved: one press each.
        var attendance: Attendance?
        /// Asks who could not come after "Didn't come" was pressed.
        var followUp: Form?
        var links: [Link]
    }

    /// A form with a button for each common answer.
    struct Attendance: Sendable {
        var action: String
        var tokens: FormTokens
        var label: String
        var hidden: [HiddenField]
        var answers: [Answer]

        struct Answer: Sendable {
            var value: String
            var label: String
        }

        init(action: String, tokens: FormTokens, name: String, hidden: [HiddenField] = [], for reader: Reader) {
            self.action = action
            self.tokens = tokens
            self.hidden = hidden
            label = reader.words("active.attendance", ["name": name])
            answers = ["came", "did-not-come", "moved"].map {
                Answer(value: $0, label: reader.words("attendance.\($0)"))
            }
        }
    }

    var now: Moment
    var views: InboxViews
    var cards: [Card]
    var empty: EmptyState?
    var pager: Pager?

    init(views: InboxViews, cards: [Card], pager: Pager? = nil, for reader: Reader) {
        now = reader.moment(reader.now)
        self.views = views
        self.cards = cards
        self.pager = pager
        empty =
            cards.isEmpty
            ? EmptyState(
                title: reader.words("active.empty-title"), text: reader.words("active.empty-text"),
                link: Link(label: reader.words("inbox.view.to-answer"), href: Place.inbox.path)) : nil
    }

    /// The one question after "Didn't come".
    static func whoCouldNot(action: String, tokens: FormTokens, hidden: [HiddenField] = [], for reader: Reader) -> Form
    {
        Form(
            action: action, tokens: tokens, hidden: hidden,
            fields: [
                .radios(
                    "whoCouldNot", reader.words("active.who-could-not"),
                    .codes(
                        ["participant", "partner", "office", "someone-else", "unknown"], "who-could-not", for: reader),
                    required: true, from: Submission())
            ],
            submit: reader.words("active.who-could-not-save"))
    }
}
