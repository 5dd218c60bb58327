public import Casework
public import EventModel

/// One row of another system's referrals, as that system recorded it, before it becomes events.
public struct TakenOverReferral: Sendable, Hashable {
    /// The source's own keys; the same key gives the same case, participant and referral every time.
    public var caseKey: String
    public var participantKey: String
    public var referralKey: String
    public var offenseCategory: String
    public var offenseTitle: String
    public var statute: String
    public var race: String
    public var gender: String
    /// The program as the source names it.
    public var program: String
    public var sequence: Int
    public var referredOn: Day
    public var receivedOn: Day
    public var referralDateImputed: Bool
    public var result: Referral.ResultTakenOver?
    /// What looked odd, by kind in kebab case.
    public var warnings: [String]

    public init(
        caseKey: String, participantKey: String, referralKey: String, offenseCategory: String, offenseTitle: String,
        statute: String, race: String, gender: String, program: String, sequence: Int, referredOn: Day,
        receivedOn: Day, referralDateImputed: Bool, result: Referral.ResultTakenOver?, warnings: [String]
    ) {
        self.caseKey = caseKey
        self.participantKey = participantKey
        self.referralKey = referralKey
        self.offenseCategory = offenseCategory
        self.offenseTitle = offenseTitle
        self.statute = statute
        self.race = race
        self.gender = gender
        self.program = program
        self.sequence = sequence
        self.referredOn = referredOn
        self.receivedOn = receivedOn
        self.referralDateImputed = referralDateImputed
        self.result = result
        self.warnings = warnings
    }
}
