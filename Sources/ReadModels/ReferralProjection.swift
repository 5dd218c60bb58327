public import Casework
public import EventModel
public import Foundation

/// Everything coded about one referral as it stands now. Names and notes are not here; they stay in the vault.
public enum ReferralProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        /// Absent for a referral that another system recorded.
        public var number: String?
        public var status: Referral.Status
        public var participant: UUID
        public var caseId: UUID?
        public var program: UUID?
        public var partner: UUID?
        public var office: UUID?
        public var following: UUID?
        public var priority: Referral.Priority
        public var share: [String]
        public var consent: UUID?
        public var race: String?
        public var gender: String?
        public var draftedAt: Date?
        public var offeredAt: Date?
        public var acknowledgedAt: Date?
        public var acceptedAt: Date?
        public var beganOn: Day?
        public var endedAt: Date?
        public var sessions: Int
        public var sessionsAttended: Int
        public var outcome: String?
        public var unsuccessfulCode: String?
        public var declineCode: String?
        public var withdrawalCode: String?
        public var holdCode: String?
        public var disposition: String?
        public var dispositionOn: Day?
        /// From here on: what another system said, and never what we guess.
        public var source: String?
        public var sourceProgram: String?
        public var sourceResult: String?
        public var referredOn: Day?
        public var closedOn: Day?
        public var referralDateImputed: Bool
        public var clocks: Clock.State
        public var nextClock: Clock.Kind?
        public var nextDue: Date?
        public var recordedAt: Date
        public var version: Int64
        public var position: Int64
    }

    public static let name = "referral"
    public static let version = 1
    public static let types = ReferralKey.referralTypes.union(ReferralKey.clockTypes)
        .union([Case.DispositionRecorded.type])

    public static func key(for event: RecordedEvent) throws -> String? { try ReferralKey.of(event) }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if let happened = try Referral.Event(event) {
            apply(happened, event, to: &row)
            row?.version = event.streamVersion
        } else if let ticked = try Clock.Event(event), var clocks = row?.clocks {
            Clock.evolve(&clocks, with: ticked, at: event.occurredAt)
            row?.clocks = clocks
            row?.nextClock = clocks.next?.clock
            row?.nextDue = clocks.next?.due
        } else if case .dispositionRecorded(let recorded)? = try Case.Event(event) {
            row?.disposition = recorded.kind.rawValue
            row?.dispositionOn = recorded.on
        }
        row?.position = event.position
    }

    private static func apply(_ happened: Referral.Event, _ event: RecordedEvent, to row: inout Row?) {
        switch happened {
        case .drafted(let drafted):
            row = blank(event, participant: drafted.participant, status: .drafted)
            row?.begin(with: drafted, at: event.occurredAt)
        case .takenOver(let taken):
            row = blank(event, participant: taken.participant, status: .takenOver)
            row?.begin(with: taken)
        default: break
        }
        if let status = happened.status { row?.status = status }
        row?.note(happened, event)
        if row?.status.isOpen == true {
            row?.endedAt = nil
        } else if row?.endedAt == nil {
            row?.endedAt = event.occurredAt
        }
    }

    private static func blank(_ event: RecordedEvent, participant: UUID, status: Referral.Status) -> Row {
        Row(
            key: event.stream.id.text, status: status, participant: participant, priority: .routine, share: [],
            sessions: 0, sessionsAttended: 0, referralDateImputed: false, clocks: Clock.State(),
            recordedAt: event.recordedAt, version: 0, position: event.position)
    }
}

extension ReferralProjection.Row {
    mutating func begin(with drafted: Referral.Drafted, at moment: Date) {
        number = drafted.number
        caseId = drafted.caseID
        program = drafted.program
        partner = drafted.partner
        office = drafted.office
        following = drafted.following
        priority = drafted.priority
        share = drafted.share.map(\.rawValue)
        race = drafted.race
        gender = drafted.gender
        draftedAt = moment
    }

    mutating func begin(with taken: Referral.TakenOver) {
        caseId = taken.caseID
        source = taken.source
        sourceProgram = taken.program
        sourceResult = Referral.SourceResult.neverDetermined.rawValue
        race = taken.race
        gender = taken.gender
        referredOn = taken.referredOn
        referralDateImputed = taken.referralDateImputed
    }

    mutating func note(_ happened: Referral.Event, _ event: RecordedEvent) {
        switch happened {
        case .offered(let offered):
            offeredAt = event.occurredAt
            consent = offered.consent
            share = offered.minimumView.map(\.rawValue)
        case .acknowledged: acknowledgedAt = acknowledgedAt ?? event.occurredAt
        case .acknowledgementWithdrawn: acknowledgedAt = nil
        case .accepted: acceptedAt = event.occurredAt
        case .serviceBegan(let began): beganOn = began.on
        case .sessionRecorded(let session):
            sessions += 1
            if session.attendance.attended { sessionsAttended += 1 }
        case .declined(let declined): declineCode = declined.code.rawValue
        case .held(let held): holdCode = held.code.rawValue
        case .resumed: holdCode = nil
        case .completed(let completed): outcome = completed.outcome.rawValue
        case .unsuccessful(let ended): unsuccessfulCode = ended.code.rawValue
        case .withdrawn(let withdrawn): withdrawalCode = withdrawn.code.rawValue
        case .reopened:
            outcome = nil
            unsuccessfulCode = nil
            withdrawalCode = nil
        case .corrected(let corrected): correct(corrected)
        case .resultTakenOver(let taken):
            sourceResult = taken.result.rawValue
            closedOn = taken.closedOn
        default: break
        }
    }

    private mutating func correct(_ corrected: Referral.Corrected) {
        switch corrected.field {
        case .need: break
        case .outcome: outcome = corrected.now
        case .unsuccessfulCode: unsuccessfulCode = corrected.now
        case .declineCode: declineCode = corrected.now
        case .attendance:
            let was = corrected.was.flatMap(Referral.Attendance.init)?.attended ?? false
            let now = corrected.now.flatMap(Referral.Attendance.init)?.attended ?? false
            if was != now { sessionsAttended += now ? 1 : -1 }
        }
    }
}
