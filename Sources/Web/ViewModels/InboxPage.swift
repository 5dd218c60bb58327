import Foundation

/// The three views of the partner's inbox, with their counts.
struct InboxViews: Sendable {
    var items: [NavigationItem]

    /// - parameter current: 0 to answer, 1 active, 2 closing.
    init(toAnswer: Int, active: Int, closing: Int, current: Int, for reader: Reader) {
        let views = [
            ("to-answer", "/inbox", toAnswer), ("active", "/inbox/active", active),
            ("closing", "/inbox/closing", closing),
        ]
        items = views.enumerated().map { index, view in
            NavigationItem(
                place: .inbox, label: reader.words("inbox.view.\(view.0)"), href: view.1, isCurrent: index == current,
                count: view.2, icon: "tray")
        }
    }
}

/// A question or a decision that the office owes the partner.
struct OwedItem: Sendable {
    var title: String
    var note: String
    var tag: Tag
    var href: String

    /// - parameter kind: `answer` or `disposition`
    /// - parameter about: the question in its writer's words, or the person's name.
    init(kind: String, about: String, office: String, since: Date, due: Date, href: String, for reader: Reader) {
        let words = reader.words
        title = words("owed.\(kind)", ["about": about])
        note = words("owed.\(kind)-since", ["office": office, "date": reader.shortDay(since)])
        self.href = href
        if due < reader.now {
            let days = max(1, reader.days(from: due, to: reader.now))
            tag = Tag(words("clock.late", ["late": words("duration.days", ["count": days])]), .late, icon: "clock")
        } else {
            tag = Tag(words("owed.due", ["date": reader.day(due)]), .wait, icon: "clock")
        }
    }
}

/// A referral that waits for the partner's answer.
struct InboxCard: Sendable {
    /// Where the partner stands with it.
    enum Stage: Sendable {
        /// Not acknowledged yet: the button that does it, and when a decision is then due.
        case new(acknowledge: PostButton, decideBy: Date)
        /// Acknowledged: when, the button that takes it back while that is possible, and what comes next.
        case acknowledged(at: Date, undo: PostButton?, next: String)
    }

    var id: String
    var name: String
    var href: String
    /// What the person needs, as the office wrote it.
    var need: String
    var needLanguage: String?
    var clock: ClockView?
    /// The first card shows everything; the others are slim.
    var isFirst: Bool
    var facts: [Fact]
    /// Records that the partner has it; `nil` once that is done.
    var acknowledge: PostButton?
    /// What acknowledging leads to: "You decide on a place by Mon, Oct 19."
    var hint: String?
    /// "Acknowledged 9:58 AM", with a way to take it back.
    var done: String?
    var undo: PostButton?
    var next: String?
    var offer: Link
    /// Ask a question, we can't take this.
    var links: [Link]

    /// - parameter href: the referral's page; the forms of the answers are below it, by verb.
    /// - parameter isFirst: whether the card shows everything.
    init(
        number: String, name: String, href: String, need: String, needLanguage: String? = nil, clock: ClockReading?,
        stage: Stage, isFirst: Bool, facts: [Fact] = [], for reader: Reader
    ) {
        let words = reader.words
        id = "card-\(number.lowercased())"
        self.name = name
        self.href = href
        self.need = need
        self.needLanguage = needLanguage == reader.language.rawValue ? nil : needLanguage
        self.clock = clock.map { ClockView($0, for: reader) }
        self.isFirst = isFirst
        self.facts = facts
        switch stage {
        case .new(var button, let decideBy):
            button.isMain = isFirst
            button.isWide = isFirst
            acknowledge = button
            hint = words("inbox.hint", ["date": reader.day(decideBy)])
        case .acknowledged(let moment, let undo, let next):
            // A late answer shows its clock instead.
            if clock.map({ $0.due >= reader.now || $0.paused != nil }) ?? true {
                let time = reader.days(from: moment, to: reader.now) == 0 ? reader.time(moment) : reader.recent(moment)
                done = words("inbox.acknowledged", ["time": time])
                self.undo = undo
            }
            self.next = next
        }
        let link = { (action: ReferralAction, isMain: Bool) in
            ReferralPage.link(to: action, href: "\(href)/\(action.rawValue)", name: name, isMain: isMain, for: reader)
        }
        offer = link(.accept, acknowledge == nil)
        links = [link(.requestInformation, false), link(.decline, false)]
    }

    /// The button that acknowledges.
    static func acknowledge(action: String, name: String, tokens: FormTokens, for reader: Reader) -> PostButton {
        PostButton(
            label: reader.words("action.acknowledge.submit"), action: action, tokens: tokens,
            context: reader.words("action.acknowledge.context", ["name": name]))
    }

    /// The button that takes an acknowledgement back.
    static func undo(action: String, name: String, tokens: FormTokens, for reader: Reader) -> PostButton {
        PostButton(
            label: reader.words("inbox.undo"), action: action, tokens: tokens,
            context: reader.words("inbox.undo-context", ["name": name]), isQuiet: true)
    }
}

/// What the partner must answer, soonest first.
struct InboxPage: PageModel {
    static let template = "inbox"

    var now: Moment
    var views: InboxViews
    var cards: [InboxCard]
    var owed: [OwedItem]
    var empty: EmptyState?
    var liveURL: String
    var changedOne: String
    var changedOther: String

    init(views: InboxViews, cards: [InboxCard], owed: [OwedItem], liveURL: String = "/live", for reader: Reader) {
        let words = reader.words
        now = reader.moment(reader.now)
        self.views = views
        self.cards = cards
        self.owed = owed
        empty =
            cards.isEmpty
            ? EmptyState(
                title: words("inbox.empty-title"), text: words("inbox.empty-text"),
                link: Link(label: words("inbox.empty-link"), href: Place.capacity.path)) : nil
        self.liveURL = liveURL
        changedOne = words.pattern("worklist.changed", form: "one")
        changedOther = words.pattern("worklist.changed", form: "other")
    }
}
