public import Access
import Casework
import Crypto
import EventLog
import EventModel
import Foundation
import Vault

/// What became of some rows.
public struct TakenOverCount: Sendable, Hashable {
    /// Rows that were new, or that brought the result of a referral which had none.
    public var recorded: Int
    /// Rows that an earlier run, or an earlier row, had recorded.
    public var known: Int
}

extension Throughline {
    /// Records referrals that another system recorded, as it recorded them: the case, the participant, the referral
    /// and its result, each at its own date. No step that the source does not show is made up.
    ///
    /// Rows become streams whose ids follow from the source's keys, so the same row is recorded once. A row that has
    /// gained a result since it was recorded adds that result; nothing else of a recorded row is looked at again.
    public func takeOver(
        _ rows: [TakenOverReferral], from source: String, in slug: String, for principal: Principal
    ) async throws -> TakenOverCount {
        try check(principal, .importData, Resource(jurisdiction: slug, referringOrganization: principal.organization))
        guard try await directory.jurisdiction(slug) != nil else { throw Failure.notFound }
        for _ in 0..<5 {
            let plan = try await TakeOverPlan(rows, from: source, in: slug, reader: reader)
            guard !plan.entries.isEmpty else { return TakenOverCount(recorded: 0, known: rows.count) }
            let isPerson = principal.accountID != Principal.commandLine.accountID
            let request = AppendRequest(
                jurisdiction: slug, commandID: plan.commandID,
                actor: isPerson ? principal.accountID : nil, organization: isPerson ? principal.organization : nil,
                expecting: plan.expecting, events: try await encode(plan.entries, at: now(), in: slug))
            // Where another import was quicker, what it recorded is known by now.
            guard case .appended = try await appender.append(request) else { continue }
            return TakenOverCount(recorded: plan.recorded, known: rows.count - plan.recorded)
        }
        throw Failure.conflict
    }
}

/// The events that rows become, less what the log has already.
private struct TakeOverPlan {
    /// The streams of one row.
    private struct Streams {
        var referral: StreamID
        var person: StreamID
        var file: StreamID
    }

    private struct Membership: Hashable {
        var file: UUID
        var person: UUID
    }

    private(set) var entries: [Decision.Entry] = []
    private(set) var expecting: [StreamID: ExpectedVersion] = [:]
    private(set) var recorded = 0
    private let source: String
    private let slug: String
    /// The referrals and people that are in the log or in this plan.
    private var written: Set<UUID>
    /// The version that each recorded referral without a result has in the log.
    private var unresolved: [StreamID: Int64]
    private var caseVersions: [UUID: Int64] = [:]
    private var joined: Set<Membership> = []

    init(_ rows: [TakenOverReferral], from source: String, in slug: String, reader: EventReader) async throws {
        (self.source, self.slug) = (source, slug)
        func stream(_ kind: String, _ key: String) -> StreamID {
            StreamID(kind, UUID(version8From: SHA256.hash(data: Data("\(slug)/\(source)/\(kind)/\(key)".utf8))))
        }
        let streams = rows.map {
            Streams(
                referral: stream(StreamKind.referral, $0.referralKey),
                person: stream(StreamKind.participant, $0.participantKey), file: stream(StreamKind.case, $0.caseKey))
        }
        let known = try await reader.existing(streams.map(\.referral) + streams.map(\.person), in: slug)
        written = known
        let ended = zip(rows, streams).filter { $0.result != nil && known.contains($1.referral.id) }
        unresolved = try await reader.versions(
            of: ended.map(\.1.referral), without: Referral.ResultTakenOver.type, in: slug)
        // A case grows by a participant, so its version matters, not only whether it is there.
        for event in try await reader.streams(Array(Set(streams.map(\.file))), in: slug) {
            caseVersions[event.stream.id] = event.streamVersion
            if case .participantJoined(let join)? = try Case.Event(event) {
                joined.insert(Membership(file: event.stream.id, person: join.participant))
            }
        }
        for (row, streams) in zip(rows, streams) {
            if written.insert(streams.referral.id).inserted {
                record(row, in: streams)
            } else if let result = row.result, let version = unresolved.removeValue(forKey: streams.referral) {
                recorded += 1
                expecting[streams.referral] = .exactly(version)
                add(result, to: streams.referral, subject: streams.person.id, on: result.closedOn)
            }
        }
    }

    /// Names the command by what it adds: a result that comes later is another command than its referral.
    var commandID: UUID {
        let names = entries.map { "\($0.stream.id.text)/\(type(of: $0.payload).type)" }.joined(separator: " ")
        return UUID(version8From: SHA256.hash(data: Data("take-over/\(names)".utf8)))
    }

    private mutating func record(_ row: TakenOverReferral, in streams: Streams) {
        recorded += 1
        let (referral, person, file) = (streams.referral, streams.person, streams.file)
        if written.insert(person.id).inserted {
            expecting[person] = .exactly(0)
            add(
                Participant.Registered(
                    identifier: .clear(row.participantKey), race: .init(value: row.race, source: .agency),
                    gender: .init(value: row.gender, source: .agency)),
                to: person, subject: person.id, on: row.receivedOn)
        }
        join(row, person, to: file)
        expecting[referral] = .exactly(0)
        let taken = Referral.TakenOver(
            source: source, participant: person.id, caseID: file.id, program: row.program,
            sequence: row.sequence, referredOn: row.referredOn, receivedOn: row.receivedOn,
            referralDateImputed: row.referralDateImputed, race: row.race, gender: row.gender,
            warnings: row.warnings)
        add(taken, to: referral, subject: person.id, on: row.referredOn)
        if let result = row.result {
            add(result, to: referral, subject: person.id, on: result.closedOn)
        } else {
            unresolved[referral] = 0
        }
    }

    /// Opens the case where it is new, and lets the person join where they have not.
    private mutating func join(_ row: TakenOverReferral, _ person: StreamID, to file: StreamID) {
        guard joined.insert(Membership(file: file.id, person: person.id)).inserted else { return }
        if expecting[file] == nil {
            let version = caseVersions[file.id] ?? 0
            expecting[file] = .exactly(version)
            if version == 0 {
                let none = UUID(version8From: SHA256.hash(data: Data("\(slug)/\(source)".utf8)))
                add(
                    Case.Opened(number: .clear(row.caseKey), office: none), to: file, subject: file.id,
                    on: row.receivedOn)
            }
        }
        add(
            Case.ParticipantJoined(
                participant: person.id, offenseCategory: row.offenseCategory, offenseTitle: row.offenseTitle,
                statute: row.statute, receivedOn: row.receivedOn),
            to: file, subject: file.id, on: row.receivedOn)
    }

    private mutating func add(_ payload: any EventPayload, to stream: StreamID, subject: UUID, on day: Day) {
        entries.append(.init(stream: stream, payload: payload, subject: subject, occurred: .day(day)))
    }
}
