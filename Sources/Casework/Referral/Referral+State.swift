public import EventModel
public import Foundation

extension Referral {
    /// What the decider knows after a history.
    public struct State: Sendable, Hashable {
        public var status = Status.none
        public var number = ""
        public var participant: UUID?
        public var caseID: UUID?
        public var program: UUID?
        public var partner: UUID?
        public var office: UUID?
        public var following: UUID?
        public var priority = Priority.routine
        public var share: [SharedField] = []
        public var consent: UUID?
        public var need: Personal?
        /// The question that waits for an answer.
        public var openQuestion: Personal?
        public var waitlistPosition: Int?
        public var reviewBy: Day?
        public var intakeOn: Day?
        public var intakeTime: String?
        public var beganOn: Day?
        public var sessions = 0
        public var sessionsAttended = 0
        public var outcome: Outcome?
        public var unsuccessfulCode: UnsuccessfulCode?
        public var declineCode: DeclineCode?
        public var withdrawalCode: WithdrawalCode?
        public var holdCode: HoldCode?
        public var sourceResult: SourceResult?
        public var sourceProgram: String?
        /// Whether a partner ever took the person on.
        public var wasAccepted = false

        public init() {}
    }

    public static let initialState = State()

    public static func evolve(_ state: inout State, with event: Event) {
        if let status = event.status { state.status = status }
        switch event {
        case .drafted(let drafted):
            state.number = drafted.number
            state.participant = drafted.participant
            state.caseID = drafted.caseID
            state.program = drafted.program
            state.partner = drafted.partner
            state.office = drafted.office
            state.following = drafted.following
            state.priority = drafted.priority
            state.share = drafted.share
            state.need = drafted.need
        case .offered(let offered):
            state.consent = offered.consent
            state.share = offered.minimumView
        case .informationRequested(let asked):
            state.openQuestion = asked.question
        case .informationSupplied:
            state.openQuestion = nil
        case .accepted:
            state.wasAccepted = true
            state.waitlistPosition = nil
            state.reviewBy = nil
        case .waitlisted(let waitlisted):
            state.waitlistPosition = waitlisted.position
            state.reviewBy = waitlisted.reviewBy
        case .declined(let declined):
            state.declineCode = declined.code
            state.openQuestion = nil
        case .recalled:
            state.openQuestion = nil
        case .intakeScheduled(let intake):
            state.intakeOn = intake.on
            state.intakeTime = intake.time
        case .serviceBegan(let began):
            state.beganOn = began.on
        case .sessionRecorded(let session):
            state.sessions += 1
            if session.attendance.attended { state.sessionsAttended += 1 }
        case .acknowledged, .acknowledgementWithdrawn, .lapsed, .progressReported, .enteredInError: break
        case .held(let held):
            state.holdCode = held.code
            state.reviewBy = held.reviewBy
        case .resumed: leaveHold(&state)
        case .completed(let completed):
            state.outcome = completed.outcome
        case .unsuccessful(let ended):
            state.unsuccessfulCode = ended.code
            leaveHold(&state)
        case .withdrawn(let withdrawn):
            state.withdrawalCode = withdrawn.code
            state.openQuestion = nil
            leaveHold(&state)
        case .reopened:
            state.outcome = nil
            state.unsuccessfulCode = nil
            state.withdrawalCode = nil
        case .corrected(let corrected): apply(corrected, to: &state)
        case .takenOver(let taken):
            state.participant = taken.participant
            state.caseID = taken.caseID
            state.sourceProgram = taken.program
            state.sourceResult = .neverDetermined
        case .resultTakenOver(let result): state.sourceResult = result.result
        }
    }

    private static func leaveHold(_ state: inout State) {
        state.holdCode = nil
        state.reviewBy = nil
    }

    private static func apply(_ corrected: Corrected, to state: inout State) {
        switch corrected.field {
        case .need: state.need = corrected.nowText
        case .outcome: state.outcome = corrected.now.flatMap(Outcome.init)
        case .unsuccessfulCode: state.unsuccessfulCode = corrected.now.flatMap(UnsuccessfulCode.init)
        case .declineCode: state.declineCode = corrected.now.flatMap(DeclineCode.init)
        case .attendance:
            let was = corrected.was.flatMap(Attendance.init)?.attended ?? false
            let now = corrected.now.flatMap(Attendance.init)?.attended ?? false
            if was != now {
                state.sessionsAttended = min(max(0, state.sessionsAttended + (now ? 1 : -1)), state.sessions)
            }
        }
    }
}

extension Referral.Attendance {
    public var attended: Bool { self == .came || self == .cameLate }
}
