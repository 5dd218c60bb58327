import Access
import Casework
import EventLog
public import EventModel
public import Foundation

/// How a case ends: the office declines to prosecute somebody, or their prosecution comes to a disposition.
extension Throughline {
    /// Records that the office declines to prosecute a person, for a reason of its own.
    public func declineCase(
        _ id: UUID, participant: UUID, on day: Day? = nil, reason: String, _ context: CommandContext
    ) async throws -> Receipt {
        try await changeCase(id, .declineCase, context) { today in
            let declined = Case.Declined(participant: participant, on: day ?? today, reason: .clear(reason))
            return (.decline(declined, today: today), day ?? today, participant)
        }
    }

    /// Records how the prosecution of a person ended, where no referral's loop is closed by it.
    public func recordDisposition(
        kind: String, on day: Day, note: String?, participant: UUID, inCase id: UUID, _ context: CommandContext
    ) async throws -> Receipt {
        guard let kind = Case.DispositionKind(rawValue: kind) else {
            let accepted = Case.DispositionKind.allCases.map(\.rawValue)
            throw Failure.invalid([InvalidField("kind", .unknownValue, accepted: accepted)])
        }
        return try await changeCase(id, .recordDisposition, context) { today in
            let recorded = Case.DispositionRecorded(
                participant: participant, kind: kind, on: day, note: trimmed(note).map { .clear($0) })
            return (.recordDisposition(recorded, today: today), day, participant)
        }
    }

    private func changeCase(
        _ id: UUID, _ action: Action, _ context: CommandContext,
        _ command: (Day) -> (command: Case.Command, on: Day, participant: UUID)
    ) async throws -> Receipt {
        let slug = try await locate(StreamKind.case, id, for: context.principal)
        return try await perform(context, in: slug, about: StreamID(StreamKind.case, id)) {
            let file = try await load(Case.self, StreamKind.case, id, in: slug)
            let resource = Resource(jurisdiction: slug, referringOrganization: file.state.office)
            do throws(Failure) {
                try check(context.principal, .viewCase, resource)
            } catch { throw Failure.notFound }
            try check(context.principal, action, resource)
            let today = Day(context.at ?? now(), in: try await directory.zone(of: slug))
            let asked = command(today)
            do throws(Case.Refusal) {
                let events = try Case.decide(asked.command, given: file.state)
                var decision = Decision()
                decision.add(events, to: file.stream, at: file.version, subject: asked.participant) { _ in
                    asked.on == today ? nil : .day(asked.on)
                }
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
    }
}
