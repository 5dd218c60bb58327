public import Access
import Casework
import Crypto
import EventLog
import EventModel
import Foundation
import Vault

/// What became of some rows.
public struct TakenOverCount: Sendable, Hashable {
    public var recorded: Int
    /// Rows that an earlier run, or an earlier row, had recorded.
    public var known: Int
}

extension Throughline {
    /// Records referrals that another system recorded, as it recorded them: the case, the participant, the referral
    /// and its result, each at its own date. No step that the source does not show is made up.
    ///
    /// Rows become streams whose ids follow from the source's keys, so the same row is recorded once.
    public func takeOver(
        _ rows: [TakenOverReferral], from source: String, in slug: String, for principal: Principal
    ) async throws -> TakenOverCount {
        try check(principal, .importData, Resource(jurisdiction: slug, referringOrganization: principal.organization))
        guard try await directory.jurisdiction(slug) != nil else { throw Failure.notFound }
        for _ in 0..<5 {
            let plan = try await TakeOverPlan(rows, from: source, in: slug, reader: reader)
            guard !plan.entries.isEmpty else { return TakenOverCount(recorded: 0, known: rows.count) }
            let names = plan.entries.map(\.stream.id.text).joined()
            let isPerson = principal.accountID != Principal.commandLine.accountID
            let request = AppendRequest(
                jurisdiction: slug, commandID: UUID(version8From: SHA256.hash(data: Data("take-over/\(names)".utf8))),
                actor: isPerson ? principal.accountID : nil, organization: isPerson ? principal.organization : nil,
                expecting: plan.expecting, events: try await encode(plan.entries, at: now(), in: slug))
            if case .wrongVersion = try await appender.append(request) { continue }
            return TakenOverCount(recorded: plan.recorded, known: rows.count - plan.recorded)
        }
        throw Failure.conflict
    }
}

/// The events that rows become, less what the log has already.
private struct TakeOverPlan {
    var entries: [Decision.Entry] = []
    var expecting: [StreamID: ExpectedVersion] = [:]
    var recorded = 0

    init(_ rows: [TakenOverReferral], from source: String, in slug: String, reader: EventReader) async throws {
        func id(_ kind: String, _ key: String) -> UUID {
            UUID(version8From: SHA256.hash(data: Data("\(slug)/\(source)/\(kind)/\(key)".utf8)))
        }
        let referrals = rows.map { StreamID(StreamKind.referral, id(StreamKind.referral, $0.referralKey)) }
        let people = rows.map { StreamID(StreamKind.participant, id(StreamKind.participant, $0.participantKey)) }
        let cases = rows.map { StreamID(StreamKind.case, id(StreamKind.case, $0.caseKey)) }
        let known = try await reader.existing(referrals + people, in: slug)
        // A case grows by a participant, so its version matters, not only whether it is there.
        var caseVersions: [UUID: Int64] = [:]
        var joined: Set<UUID> = []
        for event in try await reader.streams(Array(Set(cases)), in: slug) {
            caseVersions[event.stream.id] = event.streamVersion
            if case .participantJoined(let join)? = try Case.Event(event) { joined.insert(join.participant) }
        }
        var written = known
        for (index, row) in rows.enumerated() {
            let (referral, person, file) = (referrals[index], people[index], cases[index])
            guard written.insert(referral.id).inserted else { continue }
            recorded += 1
            if written.insert(person.id).inserted {
                expecting[person] = .exactly(0)
                add(
                    Participant.Registered(
                        identifier: .clear(row.participantKey), race: .init(value: row.race, source: .agency),
                        gender: .init(value: row.gender, source: .agency)),
                    to: person, subject: person.id, on: row.receivedOn)
            }
            if expecting[file] == nil, !joined.contains(person.id) {
                let version = caseVersions[file.id] ?? 0
                expecting[file] = .exactly(version)
                if version == 0 {
                    let none = UUID(version8From: SHA256.hash(data: Data("\(slug)/\(source)".utf8)))
                    add(
                        Case.Opened(number: .clear(row.caseKey), office: none), to: file, subject: file.id,
                        on: row.receivedOn)
                }
            }
            if joined.insert(person.id).inserted {
                add(
                    Case.ParticipantJoined(
                        participant: person.id, offenseCategory: row.offenseCategory, offenseTitle: row.offenseTitle,
                        statute: row.statute, receivedOn: row.receivedOn),
                    to: file, subject: file.id, on: row.receivedOn)
            }
            expecting[referral] = .exactly(0)
            let taken = Referral.TakenOver(
                source: source, participant: person.id, caseID: file.id, program: row.program,
                sequence: row.sequence, referredOn: row.referredOn, receivedOn: row.receivedOn,
                referralDateImputed: row.referralDateImputed, race: row.race, gender: row.gender,
                warnings: row.warnings)
            add(taken, to: referral, subject: person.id, on: row.referredOn)
            if let result = row.result { add(result, to: referral, subject: person.id, on: result.closedOn) }
        }
    }

    private mutating func add(_ payload: any EventPayload, to stream: StreamID, subject: UUID, on day: Day) {
        entries.append(.init(stream: stream, payload: payload, subject: subject, occurred: .day(day)))
    }
}
