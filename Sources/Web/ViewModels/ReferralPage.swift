import Foundation

/// One referral as it is now.
struct ReferralPage: PageModel {
    static let template = "referral"

    /// A deadline, seen from both sides.
    struct Deadline: Sendable {
        var name: String
        /// Who owes it to whom: "Juniper Street Collective to Halden County DA"
        var owes: String
        var clock: ClockView

        init(_ clock: ClockReading, from debtor: String, to creditor: String, for reader: Reader) {
            name = reader.words("clock.\(clock.kind).name")
            owes = reader.words("referral.owes", ["debtor": debtor, "creditor": creditor])
            self.clock = ClockView(clock, for: reader)
        }
    }

    /// A meeting, with what became of it.
    struct Session: Sendable {
        var on: Moment
        var attendance: Tag
        var whoCouldNot: String?
        var note: String?
        var noteLanguage: String?
        /// Says that the entry was corrected, and by which event.
        var corrected: Link?

        init(
            on date: Date, dateOnly: Bool = true, attendance code: String, whoCouldNot: String? = nil,
            note: String? = nil,
            noteLanguage: String? = nil, correctedBy: Int? = nil, for reader: Reader
        ) {
            on = dateOnly ? reader.dayMoment(date) : reader.moment(date)
            attendance = Tag(
                reader.words("attendance.\(code)"), code.hasPrefix("came") ? .done : .rest,
                icon: code.hasPrefix("came") ? "check" : nil)
            self.whoCouldNot = whoCouldNot.map {
                reader.words("referral.could-not", ["who": reader.words("who-could-not.\($0)")])
            }
            self.note = note
            self.noteLanguage = noteLanguage == reader.language.rawValue ? nil : noteLanguage
            corrected = correctedBy.map {
                Link(label: reader.words("timeline.see-event", ["number": $0]), href: "#event-\($0)")
            }
        }
    }

    /// What the partner may see, and on which consent.
    struct Sharing: Sendable {
        var fields: [String]
        var status: Tag
        var facts: [Fact]

        /// - parameter fields: codes of `ReferForms.shareable`.
        init(
            fields: [String], signedOn: Date, method: String?, until: Date?, isRevoked: Bool = false, for reader: Reader
        ) {
            let words = reader.words
            self.fields = fields.map { words("share.\($0)") }
            status =
                isRevoked
                ? Tag(words("referral.consent.revoked"), .late, icon: "x")
                : until.map { $0 < reader.now } ?? false
                    ? Tag(words("referral.consent.ended"), .wait, icon: "clock")
                    : Tag(words("referral.consent.active"), .done, icon: "check")
            facts = [Fact(term: words("field.signedOn"), value: reader.day(signedOn))]
            if let method { facts.append(Fact(term: words("field.method"), value: words("consent-method.\(method)"))) }
            if let until { facts.append(Fact(term: words("field.expiresOn"), value: reader.day(until))) }
        }
    }

    var name: String
    var status: Tag
    /// The identity bar: referral number, partner, program, referred by.
    var identity: [Fact]
    /// "Answer the question of Comunidad Adelante."
    var nextStep: String
    var clock: ClockView?
    var buttons: [PostButton]
    var links: [Link]
    var hasActions: Bool
    /// Rarer actions: withdraw, correct, entered in error.
    var otherLinks: [Link]
    var hasOtherLinks: Bool
    var facts: [Fact]
    var sharing: Sharing?
    var deadlines: [Deadline]
    var hasDeadlines: Bool
    var sessions: [Session]
    var hasSessions: Bool
    var timeline: Timeline
    var historyHref: String
    /// All referrals of the same person, at any moment.
    var personHref: String?
    var eventCount: String
    var liveURL: String
    var changedOne: String
    var changedOther: String

    /// - parameter next: what to do next, as a sentence.
    /// - parameter links: actions that have a form, by permission; the first may be the main one.
    /// - parameter events: newest first.
    init(
        name: String, status: String, identity: [Fact], nextStep: String, clock: ClockReading? = nil,
        buttons: [PostButton] = [], links: [Link] = [], otherLinks: [Link] = [], facts: [Fact], sharing: Sharing?,
        deadlines: [Deadline], sessions: [Session], events: [EventRecord], historyHref: String,
        personHref: String? = nil, liveURL: String = "/live", for reader: Reader
    ) {
        self.name = name
        self.status = Tag(status: status, for: reader)
        self.identity = identity
        self.nextStep = nextStep
        self.clock = clock.map { ClockView($0, for: reader) }
        self.buttons = buttons
        self.links = links
        hasActions = !buttons.isEmpty || !links.isEmpty
        self.otherLinks = otherLinks
        hasOtherLinks = !otherLinks.isEmpty
        self.facts = facts
        self.sharing = sharing
        self.deadlines = deadlines
        hasDeadlines = !deadlines.isEmpty
        self.sessions = sessions
        hasSessions = !sessions.isEmpty
        timeline = Timeline(events, for: reader)
        self.historyHref = historyHref
        self.personHref = personHref
        eventCount = reader.words("timeline.count", ["count": events.count])
        self.liveURL = liveURL
        changedOne = reader.words.pattern("referral.changed", form: "one")
        changedOther = reader.words.pattern("referral.changed", form: "other")
    }

    /// The link to an action's form, worded for the page: "Offer a place".
    static func link(to action: ReferralAction, href: String, name: String, isMain: Bool = false, for reader: Reader)
        -> Link
    {
        Link(
            label: reader.words("action.\(action.rawValue).link"), href: href,
            context: reader.words("list.for-person", ["name": name]), isMain: isMain)
    }
}
