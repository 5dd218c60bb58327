public import EventModel

/// One ask of one partner for one person: drafted, offered, answered, worked and closed.
///
/// The state machine is the diversion referral of the field's practice: an acknowledgement is not an acceptance,
/// an answer given before the acknowledgement records both, and a closed referral is only ever reopened or
/// corrected by a further event.
public enum Referral: Decider {
    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .draft(let drafted, let program): try draft(drafted, program, state)
        case .offer(let consent, let program, let today): try offer(consent, program, today, state)
        case .acknowledge(let channel):
            switch state.status {
            case .offered: [.acknowledged(.init(channel: channel))]
            case .acknowledged: []  // a second tap changes nothing
            default: throw .notNow(state.status)
            }
        case .withdrawAcknowledgement:
            try require(state, in: [.acknowledged], then: .acknowledgementWithdrawn(.init()))
        case .requestInformation(let question):
            try answer(state, from: [.offered, .acknowledged], .page) { () throws(Refusal) in
                .informationRequested(.init(question: try filled(question, "question")))
            }
        case .supplyInformation(let answer):
            try require(
                state, in: [.needsInformation],
                then: .informationSupplied(.init(answer: try filled(answer, "answer"))))
        case .accept(let override, let channel):
            try answer(state, from: [.offered, .acknowledged, .waitlisted], channel) { () throws(Refusal) in
                if let override { _ = try filled(override, "capacityOverride") }
                return .accepted(.init(capacityOverride: override))
            }
        case .waitlist(let position, let reviewBy, let today, let channel):
            try answer(state, from: [.offered, .acknowledged, .waitlisted], channel) { () throws(Refusal) in
                guard reviewBy > today else { throw .dateInPast(field: "reviewBy") }
                guard position > 0 else { throw .invalidValue(field: "position") }
                return .waitlisted(.init(position: state.waitlistPosition ?? position, reviewBy: reviewBy))
            }
        case .decline(let declined, let channel):
            try answer(
                state, from: [.offered, .acknowledged, .needsInformation, .waitlisted], channel
            ) { () throws(Refusal) in
                if declined.code == .other { _ = try filled(declined.note, "note") }
                return .declined(declined)
            }
        case .recall(let reason):
            try require(
                state,
                in: [.offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled],
                then: .recalled(.init(reason: try filled(reason, "reason"))))
        case .lapse: try require(state, in: [.offered], then: .lapsed(.init()))
        default: try work(command, state)
        }
    }

    /// The steps after a place was offered, and those that set things right.
    private static func work(_ command: Command, _ state: State) throws(Refusal) -> [Event] {
        switch command {
        case .scheduleIntake(let intake, let today):
            guard intake.on >= today else { throw .dateInPast(field: "on") }
            if let time = intake.time, !isWallClockTime(time) { throw .invalidValue(field: "time") }
            return try require(state, in: [.accepted, .intakeScheduled], then: .intakeScheduled(intake))
        case .beginService(let day, let today):
            guard day <= today else { throw .dateInFuture(field: "on") }
            return try require(state, in: [.accepted, .intakeScheduled], then: .serviceBegan(.init(on: day)))
        case .recordSession(let session, let today):
            guard session.on <= today else { throw .dateInFuture(field: "on") }
            if session.attendance == .didNotCome, session.whoCouldNot == nil { throw .required(field: "whoCouldNot") }
            return try require(state, in: [.inProgress], then: .sessionRecorded(session))
        case .reportProgress(let note):
            return try require(
                state, in: [.inProgress], then: .progressReported(.init(note: try filled(note, "note"))))
        case .hold(let held, let today):
            guard held.reviewBy > today else { throw .dateInPast(field: "reviewBy") }
            if held.code == .other { _ = try filled(held.note, "note") }
            return try require(state, in: [.inProgress], then: .held(held))
        case .resume: return try require(state, in: [.onHold], then: .resumed(.init()))
        case .complete(let completed):
            _ = try filled(completed.note, "note")
            return try require(state, in: [.inProgress], then: .completed(completed))
        case .reportUnsuccessful(let ended):
            if ended.code == .other { _ = try filled(ended.note, "note") }
            return try require(
                state, in: [.accepted, .intakeScheduled, .inProgress, .onHold], then: .unsuccessful(ended))
        case .withdraw(let withdrawn):
            if withdrawn.code == .other { _ = try filled(withdrawn.note, "note") }
            return try require(state, in: open.subtracting([.drafted]), then: .withdrawn(withdrawn))
        case .reopen(let reason):
            let reopened = Event.reopened(.init(reason: try filled(reason, "reason")))
            let events = try require(state, in: [.completed, .unsuccessful, .withdrawn], then: reopened)
            guard state.wasAccepted else { throw .neverBegan }
            return events
        case .correct(let corrected): return try correct(corrected, state)
        case .markEnteredInError(let reason):
            guard state.status != .none, state.status != .enteredInError else { throw .notNow(state.status) }
            return [.enteredInError(.init(reason: try filled(reason, "reason")))]
        case .takeOver(let taken, let result):
            guard state.status == .none else { throw .alreadyExists }
            return [.takenOver(taken)] + (result.map { [.resultTakenOver($0)] } ?? [])
        default: preconditionFailure("decide(_:given:) handles every other command.")
        }
    }

    private static func draft(
        _ drafted: Drafted, _ program: ProgramFacts, _ state: State
    ) throws(Refusal) -> [Event] {
        guard state.status == .none else { throw .alreadyExists }
        guard program.accepting else { throw .programNotAccepting }
        _ = try filled(drafted.need, "need")
        guard !drafted.share.isEmpty else { throw .required(field: "share") }
        return [.drafted(drafted)]
    }

    private static func offer(
        _ consent: Consent?, _ program: ProgramFacts, _ today: Day, _ state: State
    ) throws(Refusal) -> [Event] {
        guard state.status == .drafted else { throw .notNow(state.status) }
        guard program.accepting else { throw .programNotAccepting }
        guard let consent else { throw .consentMissing }
        guard !consent.isRevoked else { throw .consentRevoked }
        if let expiry = consent.expiresOn, expiry < today { throw .consentExpired(expiry) }
        guard consent.recipients.contains(program.organization) else { throw .consentForOthers }
        let beyond = state.share.filter { !consent.scope.contains($0) }
        guard beyond.isEmpty else { throw .consentTooNarrow(beyond) }
        return [.offered(.init(minimumView: state.share, consent: consent.id))]
    }

    private static func correct(_ corrected: Corrected, _ state: State) throws(Refusal) -> [Event] {
        guard state.status != .none, state.status != .enteredInError else { throw .notNow(state.status) }
        _ = try filled(corrected.why, "why")
        func coded<Code: RawRepresentable<String>>(_ current: Code?, _: Code.Type) throws(Refusal) {
            guard let current else { throw .notNow(state.status) }
            guard corrected.was == current.rawValue else { throw .staleCorrection(current: current.rawValue) }
            guard let now = corrected.now, Code(rawValue: now) != nil else { throw .invalidValue(field: "now") }
        }
        switch corrected.field {
        case .need:
            _ = try filled(corrected.nowText, "now")
            // These two are stored in the clear; what the person said must not reach them.
            guard corrected.was == nil, corrected.now == nil else { throw .invalidValue(field: "was") }
        case .outcome: try coded(state.outcome, Outcome.self)
        case .unsuccessfulCode: try coded(state.unsuccessfulCode, UnsuccessfulCode.self)
        case .declineCode: try coded(state.declineCode, DeclineCode.self)
        case .attendance:
            guard state.sessions > 0 else { throw .notNow(state.status) }
            guard corrected.event != nil else { throw .required(field: "event") }
            guard let now = corrected.now, Attendance(rawValue: now) != nil,
                let was = corrected.was.flatMap(Attendance.init(rawValue:))
            else { throw .invalidValue(field: "now") }
            let stands = was.attended ? state.sessionsAttended > 0 : state.sessionsAttended < state.sessions
            guard stands else { throw .staleCorrection(current: nil) }
        }
        return [.corrected(corrected)]
    }

    private static func require(
        _ state: State, in allowed: Set<Status>, then event: @autoclosure () throws(Refusal) -> Event
    ) throws(Refusal) -> [Event] {
        guard allowed.contains(state.status) else { throw .notNow(state.status) }
        return [try event()]
    }

    /// A partner's answer; one given before the acknowledgement acknowledges first.
    private static func answer(
        _ state: State, from allowed: Set<Status>, _ channel: Channel, _ event: () throws(Refusal) -> Event
    ) throws(Refusal) -> [Event] {
        guard allowed.contains(state.status) else { throw .notNow(state.status) }
        let event = try event()
        return state.status == .offered ? [.acknowledged(.init(channel: channel)), event] : [event]
    }

    @discardableResult
    private static func filled(_ text: Personal?, _ field: String) throws(Refusal) -> Personal {
        guard let text, !text.isBlank else { throw .required(field: field) }
        return text
    }

    /// Reads `00:00` to `23:59`, and nothing else.
    private static func isWallClockTime(_ text: String) -> Bool {
        let digits = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard digits.count == 2, digits.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2))
        else { return false }
        return hour < 24 && minute < 60
    }
}
