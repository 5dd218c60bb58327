import Casework
import EventModel
import Foundation
import ModuleHost
import ModuleKit
import Workflows

/// Steps that a county's own program decides. It proposes; what it proposes is checked like anyone's, and stored with
/// the step or not at all.
extension Throughline {
    /// What the handler records with a step; nothing where the step has no handler.
    func recorded(
        _ step: Track.Step, in file: ScreeningFile, _ fields: [String: FactValue], _ context: CommandContext
    ) async throws -> [Casework.Screening.ModuleRecorded] {
        guard let command = step.handler else { return [] }
        let today = Day(context.at ?? now(), in: file.jurisdiction.zone)
        let request = DecideRequest(
            jurisdiction: file.slug, on: today, command: command, payload: fields.mapValues(\.json),
            state: file.moduleState, inputs: file.inputs(on: today))
        let decision = try await modules.decide(request, by: file.rules.module)
        switch decision {
        case .refused(let refusal):
            throw Failure.refused(
                Refused("module.refused", ["module": file.made.module, "code": refusal.code, "reason": refusal.reason]))
        case .events(let proposed):
            let manifest = try await modules.manifest(of: file.rules.module)
            try await checkConsent(for: proposed, by: manifest, in: file, on: today)
            return try proposed.map { try Self.recorded($0, by: manifest) }
        }
    }

    /// What a module declares as treatment is recorded only while a consent of the person is in force.
    private func checkConsent(
        for events: [ProposedEvent], by manifest: Manifest, in file: ScreeningFile, on today: Day
    ) async throws {
        let treatment = Set(manifest.fields.filter { $0.sensitivity == .treatment }.map(\.name))
        guard events.contains(where: { !treatment.isDisjoint(with: $0.payload.keys) }) else { return }
        let person = try await load(Participant.self, StreamKind.participant, file.made.participant, in: file.slug)
        let isCovered = person.state.consents.contains {
            !$0.isRevoked && $0.expiresOn.map { $0 >= today } ?? true
        }
        guard isCovered else { throw Failure.refused(Refused("screening.consent-needed", field: "consent")) }
    }

    /// A proposed event as it is stored: the members that are about a person apart, to be sealed.
    private static func recorded(
        _ event: ProposedEvent, by manifest: Manifest
    ) throws -> Casework.Screening.ModuleRecorded {
        let personal = Set(
            manifest.fields.filter { [.personal, .treatment].contains($0.sensitivity) }.map(\.name))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: JSONValue) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
        let sealed = try event.payload.filter { personal.contains($0.key) }.mapValues { Personal.clear(try text($0)) }
        let clear = event.payload.filter { !personal.contains($0.key) }
        return .init(
            name: event.type, schemaVersion: manifest.events.first { $0.type == event.type }?.version ?? 1,
            payload: try text(.object(clear)), sealed: sealed)
    }
}

extension ScreeningFile {
    /// What the module's own events lead to: the latest value of each member.
    var moduleState: JSONObject {
        state.recorded.reduce(into: [:]) { $0.merge($1.members) { $1 } }
    }

    /// The facts that are known, by name; the host hands on those that the module's manifest asks for.
    func inputs(on day: Day) -> JSONObject { rules.known(state, on: day).values.mapValues(\.json) }
}

extension Casework.Screening.ModuleRecorded {
    /// Every member that can be read now.
    var members: JSONObject {
        func value(_ text: String) -> JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
        return sealed.compactMapValues { $0.text.flatMap(value) }.merging(openMembers) { $1 }
    }

    /// The members that say nothing about a person.
    var openMembers: JSONObject {
        guard case .object(let object)? = try? JSONDecoder().decode(JSONValue.self, from: Data(payload.utf8)) else {
            return [:]
        }
        return object
    }
}
