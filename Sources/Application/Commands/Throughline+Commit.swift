import Access
import EventLog
import EventModel
import Foundation
import Vault

extension Throughline {
    /// Reads a stream and folds it.
    func load<D: Decider>(
        _: D.Type, _ kind: String, _ id: UUID, in jurisdiction: String
    ) async throws -> Loaded<D> where D.Event: EventFamily {
        let stream = StreamID(kind, id)
        let history = try await reader.stream(stream, in: jurisdiction)
        let events = try history.compactMap { try D.Event($0) }
        return Loaded(stream: stream, version: history.last?.streamVersion ?? 0, state: D.state(after: events))
    }

    /// Decides and appends; decides again when somebody else wrote in between, a few times at most.
    ///
    /// A command that was carried out before gets its first answer, even where the rules would refuse it by now.
    func perform(
        _ context: CommandContext, in jurisdiction: String, about main: StreamID,
        _ decide: () async throws -> Decision
    ) async throws -> Receipt {
        if let repeated = try await earlierAnswer(context, in: jurisdiction, about: main) { return repeated }
        for _ in 0..<5 {
            let decision: Decision
            do {
                decision = try await decide()
            } catch let failure as Failure {
                // A twin of this request may have won between our look and our read.
                if let repeated = try await earlierAnswer(context, in: jurisdiction, about: main) { return repeated }
                throw failure
            }
            if let wanted = context.ifVersion, case .exactly(let current)? = decision.expecting[main], current != wanted
            {
                throw Failure.stale(current: current)
            }
            if let receipt = try await commit(decision, context, in: jurisdiction, about: main) { return receipt }
        }
        throw Failure.conflict
    }

    private func earlierAnswer(
        _ context: CommandContext, in jurisdiction: String, about main: StreamID
    ) async throws -> Receipt? {
        guard let earlier = try await reader.command(context.commandID, in: jurisdiction) else { return nil }
        guard earlier.fingerprint == context.fingerprint else { throw Failure.keyReused }
        let version = try await version(of: main, in: jurisdiction, at: earlier.last)
        return Receipt(position: earlier.last, version: version, id: main.id, wasRepeat: true)
    }

    /// The version that a stream had at a position, which a repeated command's first answer told.
    private func version(of stream: StreamID, in jurisdiction: String, at position: Int64) async throws -> Int64 {
        try await reader.stream(stream, in: jurisdiction, upTo: position).last?.streamVersion ?? 0
    }

    /// Seals, encodes and appends; answers `nil` when a stream had moved on.
    private func commit(
        _ decision: Decision, _ context: CommandContext, in jurisdiction: String, about main: StreamID
    ) async throws -> Receipt? {
        guard case .exactly(let version)? = decision.expecting[main] else {
            preconditionFailure("A decision names the stream that it is about.")
        }
        guard !decision.entries.isEmpty else {
            return Receipt(
                position: try await reader.head(jurisdiction), version: version, id: main.id, wasRepeat: true)
        }
        let events = try await encode(decision.entries, at: context.at ?? now(), in: jurisdiction)
        let principal = context.principal
        let isPerson = principal.accountID != Principal.system.accountID
        let request = AppendRequest(
            jurisdiction: jurisdiction, commandID: context.commandID, fingerprint: context.fingerprint,
            actor: isPerson ? principal.accountID : nil, organization: isPerson ? principal.organization : nil,
            correlationID: context.correlationID, causationID: context.causationID, module: decision.policy?.module,
            policyVersion: decision.policy?.version, expecting: decision.expecting, events: events)
        switch try await append(request) {
        case .appended(_, let last):
            let mine = events.filter { $0.stream == main }.count
            return Receipt(position: last, version: version + Int64(mine), id: main.id, wasRepeat: false)
        case .alreadyDone(_, let last, let fingerprint):
            guard fingerprint == context.fingerprint else { throw Failure.keyReused }
            return Receipt(
                position: last, version: try await self.version(of: main, in: jurisdiction, at: last), id: main.id,
                wasRepeat: true)
        case .wrongVersion(let stream, _, let actual):
            if stream == main, context.ifVersion != nil { throw Failure.stale(current: actual) }
            return nil
        }
    }

    /// Names, seals and encodes events; each field under its subject's own key.
    func encode(_ entries: [Decision.Entry], at moment: Date, in jurisdiction: String) async throws -> [EventToAppend] {
        let keys = try await vault.keys(
            for: Set(entries.filter { $0.payload.holdsClearText }.map(\.subject)), in: jurisdiction, create: true)
        let zone = try await directory.zone(of: jurisdiction)
        return try entries.map { entry in
            let id = entry.id ?? ids.next()
            let payloadType = type(of: entry.payload)
            let occurred = entry.occurred ?? .moment(moment)
            let sealer =
                entry.payload.holdsClearText
                ? try keys.sealer(subject: entry.subject, event: id, type: payloadType.type) : nil
            return EventToAppend(
                stream: entry.stream, id: id, type: payloadType.type, schemaVersion: payloadType.version,
                occurredAt: occurred.instant(in: zone), occurredOnDateOnly: occurred.isDateOnly,
                payload: try entry.payload.stored(sealer: sealer))
        }
    }

    private func append(_ request: AppendRequest) async throws -> AppendOutcome {
        do throws(AppendError) {
            return try await appender.append(request)
        } catch {
            switch error.code {
            case .queueFull, .unavailable, .stopped:
                let wait = error.retryAfter.map { Int($0.components.seconds) } ?? 1
                throw Failure.busy(retryAfterSeconds: max(1, wait))
            case .noRoom: throw Failure.noRoom
            case .outcomeUnknown: throw Failure.outcomeUnknown
            default: throw error
            }
        }
    }
}

extension EventPayload {
    /// Whether a sealer is needed, found out by trying to do without one.
    var holdsClearText: Bool { (try? stored()) == nil }
}

extension Occurrence {
    var isDateOnly: Bool { if case .day = self { true } else { false } }
}
