/// How one invented referral goes, step by step.
enum Scenario: CaseIterable {
    case drafted, justOffered, offeredLate, acknowledged, asked, waitlisted, accepted, intakeScheduled, inProgress
    case onHold, awaitingDisposition, declinedLately
    case completed, completedLate, unsuccessful, withdrawn, declined, recalled, lapsed, corrected, reopened, inError

    /// The steps after the draft; `wait` is in working hours since the step before.
    struct Step {
        enum Kind {
            case offer, acknowledge, ask, answer, accept, waitlist, decline, recall, schedule, begin
            case session, missedSession, lateSession, progress, hold, resume, complete, unsuccessful, withdraw, reopen
            case correct, dispose, markInError
        }

        var kind: Kind
        var wait: ClosedRange<Double>

        init(_ kind: Kind, _ wait: ClosedRange<Double>) {
            self.kind = kind
            self.wait = wait
        }
    }

    /// Whether it has only just begun, and waits for its first steps.
    var isFresh: Bool { self == .drafted || self == .justOffered }

    /// Those that are still open can only have begun lately.
    var startedDaysAgo: ClosedRange<Int> {
        switch self {
        case .drafted, .justOffered: 0...1
        case .acknowledged, .asked: 2...5
        case .offeredLate: 5...9
        case .declinedLately: 3...6
        case .waitlisted, .accepted, .intakeScheduled: 6...14
        case .inProgress, .onHold: 20...75
        case .awaitingDisposition: 60...75
        case .completed, .completedLate, .unsuccessful, .withdrawn, .declined, .recalled, .lapsed, .corrected,
            .reopened, .inError:
            90...725
        }
    }

    /// How often it comes, out of 400 or so.
    var weight: Int {
        switch self {
        case .drafted: 4
        case .justOffered: 6
        case .offeredLate: 5
        case .acknowledged: 6
        case .asked: 4
        case .waitlisted: 7
        case .accepted: 8
        case .intakeScheduled: 7
        case .inProgress: 34
        case .onHold: 7
        case .awaitingDisposition: 6
        case .declinedLately: 4
        case .completed: 130
        case .completedLate: 26
        case .unsuccessful: 42
        case .withdrawn: 18
        case .declined: 34
        case .recalled: 10
        case .lapsed: 9
        case .corrected: 16
        case .reopened: 10
        case .inError: 5
        }
    }

    var steps: [Step] {
        let offer = Step(.offer, 0.2...3)
        let taken = [offer, Step(.acknowledge, 1...12), Step(.accept, 4...36)]
        let begun = taken + [Step(.schedule, 1...8), Step(.begin, 16...50)]
        let worked =
            begun + [
                Step(.session, 20...45), Step(.session, 40...60), Step(.missedSession, 40...60),
                Step(.progress, 30...60),
                Step(.lateSession, 40...60), Step(.session, 40...60),
            ]
        return switch self {
        case .drafted: []
        case .justOffered: [offer]
        case .offeredLate: [offer]
        case .acknowledged: [offer, Step(.acknowledge, 1...8)]
        case .asked: [offer, Step(.acknowledge, 1...8), Step(.ask, 1...6)]
        case .waitlisted: [offer, Step(.acknowledge, 1...12), Step(.waitlist, 4...20)]
        case .accepted: taken
        case .intakeScheduled: taken + [Step(.schedule, 1...8)]
        case .inProgress: begun + [Step(.session, 16...40), Step(.progress, 16...40), Step(.lateSession, 20...50)]
        case .onHold: begun + [Step(.session, 16...40), Step(.hold, 8...30)]
        case .awaitingDisposition: worked + [Step(.complete, 8...20)]
        case .declinedLately: [offer, Step(.acknowledge, 1...8), Step(.decline, 2...10)]
        case .completed: worked + [Step(.progress, 60...120), Step(.complete, 60...120), Step(.dispose, 4...30)]
        case .completedLate:
            [offer, Step(.acknowledge, 20...34), Step(.ask, 2...6), Step(.answer, 20...40), Step(.accept, 20...50)]
                + [Step(.begin, 60...110), Step(.session, 80...120), Step(.progress, 200...260)]
                + [Step(.complete, 60...120), Step(.dispose, 50...90)]
        case .unsuccessful: worked + [Step(.unsuccessful, 30...90), Step(.dispose, 8...40)]
        case .withdrawn: begun + [Step(.session, 16...40), Step(.withdraw, 20...60), Step(.dispose, 8...30)]
        case .declined: [offer, Step(.acknowledge, 1...14), Step(.decline, 2...30)]
        case .recalled: [offer, Step(.acknowledge, 1...14), Step(.recall, 2...20)]
        case .lapsed: [offer]
        case .corrected: worked + [Step(.correct, 20...40), Step(.complete, 40...90), Step(.dispose, 4...30)]
        case .reopened:
            worked + [Step(.unsuccessful, 20...40), Step(.reopen, 8...30), Step(.session, 20...40)]
                + [Step(.complete, 40...90), Step(.dispose, 4...30)]
        case .inError: [offer, Step(.markInError, 1...6)]
        }
    }
}
