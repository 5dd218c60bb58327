import Access
import Casework
import EventLog
import EventModel
import Foundation
import Vault
import Workflows

/// A screening with its values opened and the rules that it goes by.
struct ScreeningFile {
    var stream: StreamID
    var jurisdiction: JurisdictionInfo
    var made: Casework.Screening.Made
    var state: Casework.Screening.State
    var version: Int64
    var history: [RecordedEvent]
    /// The same, opened, by id.
    var opened: [UUID: Casework.Screening.Event]
    var rules: PinnedRules

    var id: UUID { stream.id }
    var slug: String { jurisdiction.slug }
    /// Whose it is, as far as permission depends on it.
    var resource: Resource { Resource(jurisdiction: slug, referringOrganization: made.office) }
}

extension Throughline {
    /// Loads a screening up to a position, its values opened.
    func screeningFile(_ id: UUID, in slug: String, upTo position: Int64? = nil) async throws -> ScreeningFile {
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let stream = StreamID(StreamKind.screening, id)
        let history = try await reader.stream(stream, in: slug, upTo: position)
        guard case .made(let first)? = try history.first.flatMap({ try Casework.Screening.Event($0) }) else {
            throw Failure.notFound
        }
        let keys = try await vault.keys(for: [first.participant], in: slug, create: false)
        let opened = try Casework.Screening.opened(history, by: keys)
        let state = Casework.Screening.state(after: opened.map(\.event))
        guard let made = state.made else { throw Failure.notFound }
        return ScreeningFile(
            stream: stream, jurisdiction: jurisdiction, made: made, state: state,
            version: history.last?.streamVersion ?? 0, history: history,
            opened: Dictionary(opened.map { ($0.id, $0.event) }) { $1 },
            rules: try await rules(made.module, state.version, track: made.track, in: slug))
    }

    /// A screening that a caller may see, in whichever of their counties it is.
    func screeningFile(_ id: UUID, for principal: Principal) async throws -> ScreeningFile {
        let slug = try await locate(StreamKind.screening, id, for: principal)
        let file = try await screeningFile(id, in: slug)
        do throws(Failure) {
            try check(principal, .viewScreening, file.resource)
        } catch { throw Failure.notFound }
        return file
    }

    /// A version's rules for a track in a county, with the county's settings of then.
    func rules(_ module: String, _ version: String, track: String, in slug: String) async throws -> PinnedRules {
        let installed = try await installedModule(module, version)
        return try rules(installed, installed.activation(in: slug)?.settings ?? [:], track: track)
    }

    func rules(_ module: InstalledModule, _ settings: [String: String], track: String) throws -> PinnedRules {
        guard let track = module.document.track(track) else {
            throw Failure.invalid([
                InvalidField("track", .unknownValue, accepted: module.document.tracks.map(\.id))
            ])
        }
        return PinnedRules(module: module, settings: module.document.recall(settings: settings), track: track)
    }

    /// Decides on a screening and adds what it comes to.
    func decide(_ command: Casework.Screening.Command, on file: ScreeningFile) throws(Failure) -> Decision {
        var decision = Decision()
        decision.policy = file.rules.policy
        do throws(Casework.Screening.Refusal) {
            let events = try Casework.Screening.decide(command, given: file.state)
            decision.add(events, to: file.stream, at: file.version, subject: file.made.participant)
        } catch { throw .refused(Refused(error)) }
        return decision
    }
}

extension Casework.Screening {
    /// The events of a screening with their values opened, in their order; what the ring has no key of reads as erased.
    static func opened(_ history: [RecordedEvent], by keys: KeyRing) throws -> [(id: UUID, event: Event)] {
        try history.compactMap { recorded in
            let opener = keys.opener(event: recorded.id, type: recorded.type)
            return try Event(recorded, opener: opener).map { (recorded.id, $0) }
        }
    }
}
