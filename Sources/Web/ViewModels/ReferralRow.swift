import Foundation

/// A referral in a list.
struct ReferralRow: Sendable {
    /// `late`, `wait` or empty, for the rule at the left.
    var tone: String
    /// First name and initial: "Tomás R."
    var name: String
    var href: String
    /// RF-0412
    var number: String
    var organization: String
    var program: String
    var stage: StageView
    var clock: ClockView?
    /// Said where there is no clock.
    var noClock: String
    var lastUpdate: String?
    var lastUpdateAt: Moment?
    /// Changed since the reader last looked.
    var isNew: Bool
    var next: Link?

    /// - parameter lastUpdate: what happened last, as a sentence: "Denise Carter acknowledged".
    init(
        name: String, number: String, href: String, organization: String, program: String, status: String,
        statusDetail: String? = nil, clock: ClockReading? = nil, lastUpdate: String? = nil, lastUpdateAt: Date? = nil,
        isNew: Bool = false, next: Link? = nil, for reader: Reader
    ) {
        self.name = name
        self.number = number
        self.href = href
        self.organization = organization
        self.program = program
        stage = StageView(status: status, detail: statusDetail, for: reader)
        self.clock = clock.map { ClockView($0, for: reader) }
        tone = self.clock.map { $0.tone == "late" || $0.tone == "wait" ? $0.tone : "" } ?? ""
        noClock = reader.words("worklist.nothing-due")
        self.lastUpdate = lastUpdate
        self.lastUpdateAt = lastUpdateAt.map { Moment(text: reader.recent($0), machine: reader.machine($0)) }
        self.isNew = isNew
        self.next = next.map {
            var link = $0
            link.context = reader.words("list.for-person", ["name": name])
            return link
        }
    }
}
