public import EventModel
public import Foundation

/// One screening of one participant's case for one track of a county's module, and the county's steps after it.
///
/// What the rules say is worked out before the command is given, by the module's document; this decides what holds
/// whatever a county writes: two-person steps have two people, a reason is given where one is asked for, a way begins
/// only where the rules are met or set aside by two people, and what came of it stays so.
public enum Screening: Decider {
    public enum Command: Sendable {
        case make(Made, today: Day)
        case addFacts(FactsAdded)
        case askOverride(OverrideAsked)
        case approveOverride(by: UUID)
        case refuseOverride(reason: Personal)
        /// Takes a step, or asks for it where the document wants a second person.
        case take(StepTaken, by: UUID, needsApproval: Bool, recording: [ModuleRecorded])
        /// A second person takes the step that was asked for.
        case approveStep(StepTaken, by: UUID, recording: [ModuleRecorded])
        case refuseStep(reason: Personal)
        case move(Moved)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyMade
        case notMade
        /// The way has come to its end: what was decided stays so.
        case over
        /// The rules are not met, so no step is open.
        case notMet(Finding)
        /// Somebody has asked already; a second person answers first.
        case alreadyAsked
        case nothingAsked
        /// The same person cannot be both.
        case samePerson
        /// The step does not begin where the case stands.
        case notNow(state: String?)
        case unchanged(field: String)
        case required(field: String)
        case dateInFuture(field: String)
    }

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        if case .make(let made, let today) = command {
            guard state.made == nil else { throw .alreadyMade }
            guard made.on <= today else { throw .dateInFuture(field: "on") }
            return [.made(made)]
        }
        guard let made = state.made else { throw .notMade }
        switch command {
        case .make: return []
        case .addFacts(let added):
            guard state.ending == nil else { throw .over }
            guard !added.facts.isEmpty else { throw .required(field: "facts") }
            return [.factsAdded(added)]
        case .askOverride(let asked):
            guard state.ending == nil else { throw .over }
            guard state.overrideAsked == nil else { throw .alreadyAsked }
            // The way that has begun is left by a step, not by another answer.
            guard state.steps.isEmpty else { throw .notNow(state: state.position) }
            guard asked.to != .notKnown, asked.to != state.outcome else { throw .unchanged(field: "to") }
            guard !asked.reason.isBlank else { throw .required(field: "reason") }
            return [.overrideAsked(asked)]
        case .approveOverride(let person):
            guard let asked = state.overrideAsked else { throw .nothingAsked }
            guard person != asked.by, person != made.by else { throw .samePerson }
            return [.overridden(.init(to: asked.to, askedBy: asked.by, approvedBy: person))]
        case .refuseOverride(let reason):
            guard state.overrideAsked != nil else { throw .nothingAsked }
            guard !reason.isBlank else { throw .required(field: "reason") }
            return [.overrideRefused(.init(reason: reason))]
        case .refuseStep(let reason):
            guard let asked = state.stepAsked else { throw .nothingAsked }
            guard !reason.isBlank else { throw .required(field: "reason") }
            return [.stepRefused(.init(step: asked.step, reason: reason))]
        case .move(let moved):
            guard moved.toVersion != state.version else { throw .unchanged(field: "version") }
            guard state.stepAsked == nil, state.overrideAsked == nil else { throw .alreadyAsked }
            guard !moved.reason.isBlank else { throw .required(field: "reason") }
            return [.moved(moved)]
        case .take(let taken, let person, let needsApproval, let recorded):
            try canTake(taken, state)
            guard state.stepAsked == nil else { throw .alreadyAsked }
            guard needsApproval else { return [.stepTaken(taken)] + recorded.map(Event.moduleRecorded) }
            return [
                .stepAsked(.init(step: taken.step, fields: taken.fields, reason: taken.reason, by: person))
            ]
        case .approveStep(var taken, let person, let recorded):
            guard let asked = state.stepAsked, asked.step == taken.step else { throw .nothingAsked }
            guard person != asked.by else { throw .samePerson }
            try canTake(taken, state)
            // What was asked for is what is approved.
            taken.fields = asked.fields
            taken.reason = asked.reason
            taken.askedBy = asked.by
            taken.approvedBy = person
            return [.stepTaken(taken)] + recorded.map(Event.moduleRecorded)
        }
    }

    private static func canTake(_ taken: StepTaken, _ state: State) throws(Refusal) {
        guard state.overrideAsked == nil else { throw .alreadyAsked }
        guard state.isUnderWay else { throw .notMet(state.outcome) }
        guard taken.from == state.position else { throw .notNow(state: state.position) }
    }
}
