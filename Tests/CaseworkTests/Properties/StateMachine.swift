import Casework

/// The state machine of domain.md, section 4.1, written down a second time.
enum StateMachine {
    static func allows(_ from: Referral.Status, to: Referral.Status, by event: Referral.Event) -> Bool {
        if case .enteredInError = event { return from != .none && from != .enteredInError && to == .enteredInError }
        if case .corrected = event { return from == to && from != .none && from != .enteredInError }
        if case .reopened = event {
            return [.completed, .unsuccessful, .withdrawn].contains(from) && to == .inProgress
        }
        return moves[from]?.contains(to) ?? false
    }

    /// Corrections, reopenings and entries in error aside.
    private static let moves: [Referral.Status: Set<Referral.Status>] = [
        .none: [.drafted, .takenOver],
        .drafted: [.offered],
        .offered: [.acknowledged, .recalled, .lapsed, .withdrawn],
        .acknowledged: [
            .offered, .needsInformation, .accepted, .waitlisted, .declined, .recalled, .withdrawn,
        ],
        .needsInformation: [.acknowledged, .declined, .recalled, .withdrawn],
        .waitlisted: [.waitlisted, .accepted, .declined, .recalled, .withdrawn],
        .accepted: [.intakeScheduled, .inProgress, .recalled, .unsuccessful, .withdrawn],
        .intakeScheduled: [.intakeScheduled, .inProgress, .recalled, .unsuccessful, .withdrawn],
        .inProgress: [.inProgress, .onHold, .completed, .unsuccessful, .withdrawn],
        .onHold: [.inProgress, .unsuccessful, .withdrawn],
        .takenOver: [.takenOver],
    ]

    /// The clocks that are open in each status, when the server looked after them.
    static func clocks(in status: Referral.Status) -> Set<Clock.Kind> {
        switch status {
        case .offered: [.acknowledge]
        case .acknowledged: [.decide]
        case .needsInformation: [.decide, .supplyInformation]
        case .waitlisted: [.waitlistReview]
        case .accepted, .intakeScheduled: [.intake]
        case .inProgress: [.progress]
        case .onHold: [.progress, .holdReview]
        case .completed, .unsuccessful, .withdrawn: [.disposition]
        case .declined, .lapsed: [.reRefer]
        case .none, .drafted, .recalled, .enteredInError, .takenOver: []
        }
    }
}
