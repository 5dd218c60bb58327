import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Workflows

/// The county's way after a screening: steps, and what a second person says to them.
extension Throughline {
    /// Takes a step that is open, or asks for it where a second person must agree.
    ///
    /// A step that the module's handler decides is stored with what the handler proposes, or not at all.
    public func takeStep(
        _ step: String, of id: UUID, with input: StepInput, language: String = "en", _ context: CommandContext
    ) async throws -> Receipt {
        try await change(id, context, .screenCase) { file in
            guard let step = file.rules.track.step(step) else { throw Failure.notFound }
            try check(context.principal, of: step, in: file)
            let fields = try file.rules.document.fields.read(input.fields, at: "fields")
            let taken = try taken(step, in: file, fields, reason: trimmed(input.reason), language, context)
            let recorded = step.needsSupervisor ? [] : try await recorded(step, in: file, fields, context)
            let command = Casework.Screening.Command.take(
                taken, by: context.principal.accountID, needsApproval: step.needsSupervisor, recording: recorded)
            var decision = try decide(command, on: file)
            if !step.needsSupervisor { try await decline(after: taken, in: file, &decision, context) }
            return decision
        }
    }

    /// Says yes, as the second person, to the override or the step that somebody asked for.
    public func approveScreening(
        _ id: UUID, language: String = "en", _ context: CommandContext
    ) async throws -> Receipt {
        try await change(id, context, .approveScreening) { file in
            let person = context.principal.accountID
            guard file.state.overrideAsked == nil, let asked = file.state.stepAsked else {
                return try decide(.approveOverride(by: person), on: file)
            }
            guard let step = file.rules.track.step(asked.step) else {
                throw Failure.refused(Refused(Casework.Screening.Refusal.notNow(state: file.state.position)))
            }
            let fields = file.rules.document.fields.recall(asked.fields.readable)
            let taken = try taken(step, in: file, fields, reason: asked.reason, language, context)
            // Whether the person may agree is decided before a module is asked.
            _ = try decide(.approveStep(taken, by: person, recording: []), on: file)
            let recorded = try await recorded(step, in: file, fields, context)
            var decision = try decide(.approveStep(taken, by: person, recording: recorded), on: file)
            try await decline(after: taken, in: file, &decision, context)
            return decision
        }
    }

    /// Says no to what somebody asked for. Whoever asked may take it back so too.
    public func refuseScreening(_ id: UUID, reason: String, _ context: CommandContext) async throws -> Receipt {
        try await change(id, context, .screenCase) { file in
            let asker = file.state.overrideAsked?.by ?? file.state.stepAsked?.by
            if asker != context.principal.accountID { try check(context.principal, .approveScreening, file.resource) }
            return file.state.overrideAsked != nil
                ? try decide(.refuseOverride(reason: .clear(reason)), on: file)
                : try decide(.refuseStep(reason: .clear(reason)), on: file)
        }
    }

    /// Marks a notice as seen. One that is for a supervisor waits for a supervisor.
    public func seeNotice(_ notice: String, of id: UUID, _ context: CommandContext) async throws -> Receipt {
        let file = try await screeningFile(id, for: context.principal)
        let stream = StreamID(StreamKind.deadline, id)
        return try await perform(context, in: file.slug, about: stream) {
            let isSupervisors = file.rules.notice(notice)?.to == .supervisor
            try check(context.principal, isSupervisors ? .approveScreening : .screenCase, file.resource)
            return try await decide(.see(notice), onDeadlinesOf: file)
        }
    }

    /// Decides on a screening's deadlines and adds what it comes to.
    func decide(
        _ command: Casework.Deadline.Command, onDeadlinesOf file: ScreeningFile
    ) async throws -> Decision {
        let loaded = try await load(Casework.Deadline.self, StreamKind.deadline, file.id, in: file.slug)
        var decision = Decision()
        decision.policy = file.rules.policy
        do throws(Casework.Deadline.Refusal) {
            let events = try Casework.Deadline.decide(command, given: loaded.state)
            decision.add(events, to: loaded.stream, at: loaded.version, subject: file.made.participant)
        } catch { throw Failure.refused(Refused("screening.no-such-notice", field: "notice")) }
        return decision
    }

    /// A supervisor's step is a supervisor's. What a partner does is recorded by the office, as it is told of it.
    private func check(_ principal: Principal, of step: Track.Step, in file: ScreeningFile) throws(Failure) {
        if file.rules.side(of: step.by) == .supervisor { try check(principal, .approveScreening, file.resource) }
    }

    /// What the document makes of a step.
    private func taken(
        _ step: Track.Step, in file: ScreeningFile, _ fields: [String: FactValue], reason: String?, _ language: String,
        _ context: CommandContext
    ) throws(Failure) -> Casework.Screening.StepTaken {
        let (state, rules) = (file.state, file.rules)
        guard state.isUnderWay, let progress = rules.progress(state) else {
            throw .refused(Refused(Casework.Screening.Refusal.notMet(state.outcome)))
        }
        let today = Day(context.at ?? now(), in: file.jurisdiction.zone)
        let next: TrackProgress
        do throws(StepRefusal) {
            next = try rules.document.take(
                step, in: progress, track: rules.track, facts: rules.known(state.facts, on: today), fields: fields,
                reason: reason)
        } catch { throw .refused(Refused(error, in: language)) }
        let ends = rules.track.ending(next).flatMap { Casework.Screening.Ending(rawValue: $0.rawValue) }
        return Casework.Screening.StepTaken(
            step: step.id, from: progress.state, to: next.state,
            fields: PinnedRules.values(fields, of: rules.document.fields), reason: reason,
            isMilestone: next.milestones.count > progress.milestones.count, ends: state.ending == nil ? ends : nil)
    }

    /// A declination is an event of the case itself, once.
    private func decline(
        after taken: Casework.Screening.StepTaken, in file: ScreeningFile, _ decision: inout Decision,
        _ context: CommandContext
    ) async throws {
        guard taken.ends == .declined else { return }
        let made = file.made
        let record = try await load(Case.self, StreamKind.case, made.caseID, in: file.slug)
        guard record.state.declined[made.participant] == nil else { return }
        let today = Day(context.at ?? now(), in: file.jurisdiction.zone)
        let declined = Case.Declined(
            participant: made.participant, on: today, screening: file.id, module: made.module,
            version: file.state.version, track: made.track)
        do throws(Case.Refusal) {
            let events = try Case.decide(.decline(declined, today: today), given: record.state)
            decision.add(events, to: record.stream, at: record.version, subject: made.participant)
        } catch { throw Failure.refused(Refused(error)) }
    }
}
