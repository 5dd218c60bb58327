public import Casework
public import EventModel
public import Foundation

/// What a partner was asked, one row a referral, from the offer on. A draft is nobody's business but the office's.
public enum InboxProjection: Projection {
    /// The three pages of the inbox, and what has left it.
    public enum Tab: String, Codable, Sendable, CaseIterable {
        case toAnswer = "to-answer"
        case active
        case closing
        case closed
    }

    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var number: String
        public var participant: UUID
        public var program: UUID
        public var partner: UUID
        public var office: UUID
        public var status: Referral.Status
        public var priority: Referral.Priority
        public var tab: Tab
        public var share: [String]
        public var offeredAt: Date?
        public var offeredBy: UUID?
        public var acknowledgedAt: Date?
        /// When the acknowledgement may still be taken back in one tap.
        public var undoable: Bool
        public var clocks: Clock.State
        public var nextClock: Clock.Kind?
        public var nextDue: Date?
        public var nextSetAt: Date?
        public var late: Bool
        /// Since when the office owes an answer or a disposition.
        public var owedSince: Date?
        public var owedClock: Clock.Kind?
        public var owedDue: Date?
        public var intakeOn: Day?
        public var intakeTime: String?
        public var sessions: Int
        public var sessionsAttended: Int
        public var endedAt: Date?
        public var version: Int64
        public var position: Int64
    }

    public static let name = "inbox"
    public static let version = 1
    public static let types = WorklistProjection.types

    public static func key(for event: RecordedEvent) throws -> String? { try ReferralKey.of(event) }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if let happened = try Referral.Event(event) {
            apply(happened, event, to: &row)
        } else if let ticked = try Clock.Event(event), var clocks = row?.clocks {
            Clock.evolve(&clocks, with: ticked, at: event.occurredAt)
            row?.clocks = clocks
        }
        row?.settle(at: event.position)
    }

    private static func apply(_ happened: Referral.Event, _ event: RecordedEvent, to row: inout Row?) {
        if case .drafted(let drafted) = happened {
            row = Row(
                key: event.stream.id.text, number: drafted.number, participant: drafted.participant,
                program: drafted.program, partner: drafted.partner, office: drafted.office, status: .drafted,
                priority: drafted.priority, tab: .closed, share: drafted.share.map(\.rawValue), undoable: false,
                clocks: Clock.State(), late: false, sessions: 0, sessionsAttended: 0, version: 0,
                position: event.position)
        }
        guard var changed = row else { return }
        if let status = happened.status { changed.status = status }
        changed.version = event.streamVersion
        switch happened {
        case .offered(let offered):
            changed.offeredAt = event.occurredAt
            changed.offeredBy = event.actor
            changed.share = offered.minimumView.map(\.rawValue)
        case .acknowledged:
            changed.acknowledgedAt = event.occurredAt
        case .acknowledgementWithdrawn: changed.acknowledgedAt = nil
        case .intakeScheduled(let intake):
            changed.intakeOn = intake.on
            changed.intakeTime = intake.time
        case .sessionRecorded(let session):
            changed.sessions += 1
            if session.attendance.attended { changed.sessionsAttended += 1 }
        case .corrected(let corrected) where corrected.field == .attendance:
            let was = corrected.was.flatMap(Referral.Attendance.init)?.attended ?? false
            let now = corrected.now.flatMap(Referral.Attendance.init)?.attended ?? false
            if was != now { changed.sessionsAttended += now ? 1 : -1 }
        case .reopened: changed.endedAt = nil
        default: break
        }
        changed.undoable = if case .acknowledged = happened { true } else { false }
        if !changed.status.isOpen { changed.endedAt = changed.endedAt ?? event.occurredAt }
        row = changed
    }
}

extension InboxProjection.Row {
    mutating func settle(at position: Int64) {
        self.position = position
        let mine = clocks.deadlines.filter { $0.isOpen && $0.clock.owner == .partner }.min { $0.due < $1.due }
        nextClock = mine?.clock
        nextDue = mine?.due
        nextSetAt = mine?.setAt
        late = mine?.missedAt != nil
        let owed = clocks.deadlines.filter {
            $0.isOpen && ($0.clock == .supplyInformation || $0.clock == .disposition)
        }.min { $0.due < $1.due }
        owedClock = owed?.clock
        owedSince = owed?.setAt
        owedDue = owed?.due
        tab =
            switch status {
            case .none, .drafted, .enteredInError, .takenOver: .closed
            case .offered, .acknowledged, .needsInformation, .waitlisted: .toAnswer
            case .accepted, .intakeScheduled, .inProgress, .onHold: .active
            case .completed, .unsuccessful, .withdrawn: clocks[.disposition]?.isOpen == true ? .closing : .closed
            case .declined, .recalled, .lapsed: .closed
            }
    }
}
