import Foundation

/// The prosecutor's first page: who must act next, with clocks.
struct WorklistPage: PageModel {
    static let template = "worklist"

    /// A number that is also a filter.
    struct Tally: Sendable {
        var count: String
        var label: String
        var href: String
        var isCurrent: Bool
        var isLate: Bool

        /// - parameter kind: `open`, `needs-you`, `late`, `this-week`
        init(kind: String, count: Int, href: String, isCurrent: Bool, for reader: Reader) {
            self.count = Words.grouped(count)
            label = reader.words("worklist.tally.\(kind)", ["count": count])
            self.href = href
            self.isCurrent = isCurrent
            isLate = kind == "late" && count > 0
        }
    }

    struct Group: Sendable {
        var title: String
        var count: String
        var rows: [ReferralRow]
    }

    /// A program with its open places, in the rail.
    struct OpenPlaces: Sendable {
        var organization: String
        var program: String
        var places: String
        /// How full it is, in percent, and the tone of the bar.
        var width: Int
        var tone: String
        var note: String

        /// - parameter replyHours: how long it takes to answer, on average; `nil` before its first answer.
        init(
            organization: String, program: String, open: Int, maximum: Int, isPaused: Bool = false,
            replyHours: Double? = nil, for reader: Reader
        ) {
            let words = reader.words
            self.organization = organization
            self.program = program
            let used = maximum > 0 ? Int((Double(max(0, maximum - open)) / Double(maximum) * 100).rounded()) : 100
            if isPaused {
                (places, width, tone) = (words("places.paused"), 100, "rest")
            } else {
                places = words("places.open", ["count": open])
                (width, tone) = (used, open == 0 ? "rest" : used >= 85 ? "wait" : "done")
            }
            note =
                replyHours.map { words("places.replies", ["time": reader.duration($0 * 3600)]) }
                ?? words("places.no-replies")
        }
    }

    var office: String
    var updated: Moment
    var tallies: [Tally]
    var filters: Filters
    var groups: [Group]
    var onTrack: Group?
    var onTrackTitle: String
    /// Open when the reader filtered, so that no match is hidden.
    var onTrackIsOpen: Bool
    var hasRows: Bool
    var empty: EmptyState?
    var places: [OpenPlaces]
    var pager: Pager?
    /// Where the browser listens for changes, and the words for them.
    var liveURL: String
    var changedOne: String
    var changedOther: String
    var referHref: String
    var pastHref: String

    init(
        office: String, tallies: [Tally], filters: Filters, needsYou: [ReferralRow], waiting: [ReferralRow],
        onTrack: [ReferralRow], places: [OpenPlaces], pager: Pager? = nil, liveURL: String = "/live", for reader: Reader
    ) {
        let words = reader.words
        self.office = office
        updated = Moment(text: reader.time(reader.now), machine: reader.machine(reader.now))
        self.tallies = tallies
        self.filters = filters
        groups = [("needs-you", needsYou), ("waiting", waiting)].compactMap { key, rows in
            rows.isEmpty ? nil : Group(title: words("worklist.group.\(key)"), count: "\(rows.count)", rows: rows)
        }
        self.onTrack =
            onTrack.isEmpty
            ? nil : Group(title: words("worklist.group.on-track"), count: "\(onTrack.count)", rows: onTrack)
        onTrackTitle = words("worklist.on-track", ["count": onTrack.count])
        onTrackIsOpen = !filters.chips.isEmpty || groups.isEmpty
        hasRows = !groups.isEmpty
        if groups.isEmpty, onTrack.isEmpty {
            empty =
                filters.chips.isEmpty
                ? EmptyState(
                    title: words("worklist.empty-title"), text: words("worklist.empty-text"),
                    link: Link(label: words("nav.refer"), href: Place.refer.path))
                : EmptyState(
                    title: words("list.no-match-title"), text: words("list.no-match-text"),
                    link: Link(label: words("filter.clear"), href: filters.action))
        }
        self.places = places
        self.pager = pager
        self.liveURL = liveURL
        changedOne = words.pattern("worklist.changed", form: "one")
        changedOther = words.pattern("worklist.changed", form: "other")
        referHref = Place.refer.path
        pastHref = Place.worklist.path + "/history"
    }
}
