import Access
import Casework
import EventLog
public import EventModel
public import Foundation
import Postgres
import Workflows

/// A case is screened, learns more, and is set aside by two people where they see it otherwise.
extension Throughline {
    /// Screens a case for a track by the version that decides in the county on the day.
    ///
    /// What the record itself has is taken from it.
    public func screen(_ input: ScreeningInput, in slug: String, _ context: CommandContext) async throws -> Receipt {
        let principal = context.principal
        let office = principal.organization
        try check(principal, .screenCase, Resource(jurisdiction: slug, referringOrganization: office))
        let today = Day(context.at ?? now(), in: try await directory.zone(of: slug))
        let day = input.on ?? today
        let rules = try await rules(for: input, on: day, in: slug)
        let given = try rules.document.facts.read(input.facts, at: "facts")
        let stream = StreamID(StreamKind.screening, context.commandID)
        return try await perform(context, in: slug, about: stream) {
            let person = try await load(Participant.self, StreamKind.participant, input.participant, in: slug)
            guard person.state.isRegistered else { throw Failure.invalid([InvalidField("participant", .unknownValue)]) }
            var decision = Decision()
            decision.policy = rules.policy
            let file = try await file(for: input, of: office, in: slug, context, &decision)
            let record = rules.document.facts(in: file.record, on: day).values
            let facts = PinnedRules.values(given.merging(record) { $1 }, of: rules.document.facts)
            let answer = rules.screen(facts, on: day)
            let made = Casework.Screening.Made(
                caseID: file.id, participant: input.participant, office: office, by: principal.accountID,
                module: rules.module.id, version: rules.module.version.description,
                packageHash: rules.module.packageHash, track: rules.track.id, on: day, finding: answer.finding,
                answers: answer.answers, facts: facts, state: rules.document.begin(rules.track)?.state,
                race: person.state.race?.value, gender: person.state.gender?.value)
            let screening = try await load(Casework.Screening.self, StreamKind.screening, stream.id, in: slug)
            do throws(Casework.Screening.Refusal) {
                let events = try Casework.Screening.decide(.make(made, today: today), given: screening.state)
                decision.add(events, to: stream, at: screening.version, subject: input.participant)
            } catch { throw Failure.refused(Refused(error)) }
            return decision
        }
    }

    /// Adds what was learned later; the rules are asked again, as of the date of the screening.
    public func addFacts(
        _ facts: [String: JSONValue], to id: UUID, _ context: CommandContext
    ) async throws -> Receipt {
        try await change(id, context, .screenCase) { file in
            let learned = try file.rules.document.facts.read(facts, at: "facts")
            let added = PinnedRules.values(learned, of: file.rules.document.facts)
            var known = file.state.facts
            known.merge(added)
            let answer = file.rules.screen(known, on: file.made.on)
            return try self.decide(
                .addFacts(.init(facts: added, finding: answer.finding, answers: answer.answers)), on: file)
        }
    }

    /// Asks a second person to set the answer aside.
    public func askOverride(
        of id: UUID, to finding: String, reason: String, _ context: CommandContext
    ) async throws -> Receipt {
        let accepted = [Casework.Screening.Finding.met, .notMet].map(\.rawValue)
        guard let finding = Casework.Screening.Finding(rawValue: finding) else {
            throw Failure.invalid([InvalidField("to", .unknownValue, accepted: accepted)])
        }
        return try await change(id, context, .screenCase) { file in
            try self.decide(
                .askOverride(.init(to: finding, reason: .clear(reason), by: context.principal.accountID)), on: file)
        }
    }

    /// Takes a change of a screening that the caller may make.
    func change(
        _ id: UUID, _ context: CommandContext, _ action: Action,
        _ decide: (ScreeningFile) async throws -> Decision
    ) async throws -> Receipt {
        let slug = try await screeningFile(id, for: context.principal).slug
        return try await perform(context, in: slug, about: StreamID(StreamKind.screening, id)) {
            let file = try await screeningFile(id, in: slug)
            try check(context.principal, action, file.resource)
            return try await decide(file)
        }
    }

    private func rules(for input: ScreeningInput, on day: Day, in slug: String) async throws -> PinnedRules {
        let active = try await activeModules(in: slug, on: day)
            .filter { input.module == nil || $0.id == input.module }
        guard let module = active.first(where: { $0.document.track(input.track) != nil }) else {
            guard input.module == nil || !active.isEmpty else {
                throw Failure.invalid([
                    InvalidField(
                        "module", .unknownValue, accepted: try await activeModules(in: slug, on: day).map(\.id))
                ])
            }
            let tracks = active.flatMap { $0.document.tracks.map(\.id) }
            throw Failure.invalid([InvalidField("track", .unknownValue, accepted: tracks)])
        }
        return try rules(module.module, module.settings, track: input.track)
    }

    /// The case that is screened, opened on the way where the input says so, and what it has on record.
    private func file(
        for input: ScreeningInput, of office: UUID, in slug: String, _ context: CommandContext,
        _ decision: inout Decision
    ) async throws -> (id: UUID, record: [RecordField: FactValue]) {
        if let number = trimmed(input.caseNumber) {
            guard input.caseId == nil else { throw Failure.invalid([InvalidField("caseNumber", .unknownValue)]) }
            try check(context.principal, .openCase, Resource(jurisdiction: slug, referringOrganization: office))
            let id = UUID(version8From: Array(context.commandID.text.utf8).reversed())
            let opened = Case.Event.opened(.init(number: .clear(number), office: office))
            let joined = Case.Event.participantJoined(.init(participant: input.participant))
            decision.add([opened, joined], to: StreamID(StreamKind.case, id), at: 0, subject: id)
            return (id, [:])
        }
        let latest = try await latestCase(of: input.participant, office: office, in: slug)
        guard let id = input.caseId ?? latest else { throw Failure.invalid([InvalidField("caseId", .required)]) }
        let history = try await reader.stream(StreamID(StreamKind.case, id), in: slug)
        let events = try history.compactMap { try Case.Event($0) }
        let state = Case.state(after: events)
        guard state.office == office else { throw Failure.invalid([InvalidField("caseId", .unknownValue)]) }
        guard state.participants.contains(input.participant) else {
            throw Failure.refused(Refused(Case.Refusal.participantNotInCase))
        }
        return (id, Self.record(of: input.participant, in: events))
    }

    private func latestCase(of participant: UUID, office: UUID, in slug: String) async throws -> UUID? {
        try await pool.run { session in
            try session.query(
                """
                select key::uuid from read.cases_v1
                where jurisdiction = \(slug) and participants @> array[\(participant)]::uuid[] and office = \(office)
                order by position desc limit 1
                """
            ).first?.get(0)
        }
    }

    /// What a case says of one person's charge.
    private static func record(of participant: UUID, in events: [Case.Event]) -> [RecordField: FactValue] {
        events.reduce(into: [:]) { record, event in
            guard case .participantJoined(let joined) = event, joined.participant == participant else { return }
            record[.offenseCategory] = joined.offenseCategory.map(FactValue.text)
            record[.offenseTitle] = joined.offenseTitle.map(FactValue.text)
            record[.statute] = joined.statute.map(FactValue.text)
            record[.receivedOn] = joined.receivedOn.map(FactValue.day)
        }
    }
}
