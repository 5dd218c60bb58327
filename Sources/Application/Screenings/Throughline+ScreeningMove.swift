public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Workflows

/// What another version of the module would make of a screening.
public struct MovePreview: Sendable {
    /// A criterion whose answer differs; `nil` where a version does not have it.
    public struct Difference: Sendable, Hashable {
        public var criterion: String
        public var text: String
        public var before: String?
        public var after: String?
    }

    public var from: String
    public var to: String
    public var before: String
    public var after: String
    public var differences: [Difference]
    /// What a reader is told of the state; `nil` where the version has no such state and the case cannot be moved.
    public var state: String?
    /// Whether the case stands in a state that the version does not have.
    public var isStranded: Bool
    /// The steps that would be open, by title.
    public var steps: [String]
}

/// A screening stays with the version that it began with, unless a recorded decision moves it.
extension Throughline {
    /// The versions that a screening can be moved to: those that decide in its county today.
    func versionsToMove(_ file: ScreeningFile) async throws -> [ActiveModule] {
        let today = Day(now(), in: file.jurisdiction.zone)
        return try await activeModules(in: file.slug, on: today).filter {
            $0.id == file.made.module && $0.module.version.description != file.state.version
                && $0.document.track(file.made.track) != nil
        }
    }

    /// What would change. Nothing is written.
    public func movePreview(
        of id: UUID, to version: String, language: String = "en", for principal: Principal
    ) async throws -> MovePreview {
        let file = try await screeningFile(id, for: principal)
        try check(principal, .moveScreening, file.resource)
        let next = try await rules(of: file, at: version)
        let moved = moved(file, to: next, reason: "")
        let texts = (file.rules.track.criteria + next.track.criteria).reduce(into: [String: String]()) {
            $0[$1.id] = $1.text.text(language)
        }
        let before = file.state.answers.reduce(into: [String: String]()) { $0[$1.criterion] = $1.finding.rawValue }
        let after = moved.answers.reduce(into: [String: String]()) { $0[$1.criterion] = $1.finding.rawValue }
        var state = file.state
        Casework.Screening.evolve(&state, with: .moved(moved))
        let today = Day(now(), in: file.jurisdiction.zone)
        return MovePreview(
            from: file.state.version, to: version, before: file.state.finding.rawValue,
            after: moved.finding.rawValue,
            differences: Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }.map {
                .init(criterion: $0, text: texts[$0] ?? $0, before: before[$0], after: after[$0])
            },
            state: moved.state.flatMap { next.track.state($0)?.title.text(language) },
            isStranded: isStranded(moved, by: next),
            steps: next.openSteps(state, on: today).map { $0.title.text(language) })
    }

    /// Moves a screening to another version that is in force.
    public func moveScreening(
        _ id: UUID, to version: String, reason: String, _ context: CommandContext
    ) async throws -> Receipt {
        try await change(id, context, .moveScreening) { file in
            let next = try await rules(of: file, at: version)
            let moved = moved(file, to: next, reason: reason)
            guard !isStranded(moved, by: next) else {
                throw Failure.refused(
                    Refused("screening.stranded", field: "version", ["state": file.state.position ?? ""]))
            }
            var decision = try decide(.move(moved), on: file)
            decision.policy = next.policy
            return decision
        }
    }

    private func rules(of file: ScreeningFile, at version: String) async throws -> PinnedRules {
        let versions = try await versionsToMove(file)
        guard let next = versions.first(where: { $0.module.version.description == version }) else {
            let accepted = versions.map(\.module.version.description)
            throw Failure.invalid([InvalidField("version", .unknownValue, accepted: accepted)])
        }
        return try rules(next.module, next.settings, track: file.made.track)
    }

    private func moved(_ file: ScreeningFile, to next: PinnedRules, reason: String) -> Casework.Screening.Moved {
        let answer = next.screen(file.state.facts, on: file.made.on)
        // A way that has not begun begins where the version says.
        let state =
            file.state.steps.isEmpty ? next.document.begin(next.track)?.state : file.state.position
        return .init(
            fromVersion: file.state.version, toVersion: next.module.version.description,
            packageHash: next.module.packageHash, reason: .clear(reason), finding: answer.finding,
            answers: answer.answers, state: state)
    }

    private func isStranded(_ moved: Casework.Screening.Moved, by next: PinnedRules) -> Bool {
        moved.state.map { next.track.state($0) == nil } ?? false
    }
}
