public import Access
import Casework
import EventLog
public import EventModel
import Foundation
public import Workflows

extension Throughline {
    /// Screens past referrals by a version of a module, as of the dates on which they were made, and counts the
    /// answers. Nothing is written.
    ///
    /// Only what the record has is known to it: referrals that were taken over, with the facts of their cases.
    ///
    /// - parameter other: a version whose answers are compared with.
    /// - parameter progress: told the share of the log that was read, from 0 to 1.
    public func tryModule(
        _ document: WorkflowDocument, against other: WorkflowDocument? = nil, in slug: String, from: Day? = nil,
        to: Day? = nil, for principal: Principal, progress: (Double) -> Void = { _ in }
    ) async throws -> ModuleTrial {
        try check(principal, .viewIndicators, Resource(jurisdiction: slug))
        guard try await directory.jurisdiction(slug) != nil else { throw Failure.notFound }
        let head = try await reader.head(slug)
        var charges: [Charge.Key: Case.ParticipantJoined] = [:]
        var counter = TrialCounter(document, against: other)
        var position: Int64 = -1
        while position < head {
            let events = try await reader.read(slug, after: position, limit: 5000)
            guard let last = events.last else { break }
            for event in events where event.position <= head {
                if event.type == Case.ParticipantJoined.type {
                    guard case .participantJoined(let joined)? = try Case.Event(event) else { continue }
                    charges[.init(file: event.stream.id, person: joined.participant)] = joined
                } else if event.type == Referral.TakenOver.type {
                    guard case .takenOver(let taken)? = try Referral.Event(event),
                        from.map({ $0 <= taken.referredOn }) ?? true, to.map({ taken.referredOn <= $0 }) ?? true
                    else { continue }
                    let charge = charges[.init(file: taken.caseID, person: taken.participant)]
                    counter.count(
                        Charge.record(taken, charge), program: taken.program, race: taken.race, on: taken.referredOn)
                }
            }
            position = last.position
            progress(Double(position + 1) / Double(head + 1))
        }
        return ModuleTrial(
            module: document.id, version: document.version, against: other?.version, jurisdiction: slug, from: from,
            to: to, tracks: counter.tracks(), outside: counter.outside, position: head)
    }
}

/// What a case says of one person's charge.
private enum Charge {
    struct Key: Hashable {
        var file: UUID
        var person: UUID
    }

    static func record(_ taken: Referral.TakenOver, _ charge: Case.ParticipantJoined?) -> [RecordField: FactValue] {
        var record: [RecordField: FactValue] = [
            .program: .text(taken.program), .sequence: .number(taken.sequence), .referredOn: .day(taken.referredOn),
            .receivedOn: .day(taken.receivedOn),
        ]
        record[.offenseCategory] = charge?.offenseCategory.map(FactValue.text)
        record[.offenseTitle] = charge?.offenseTitle.map(FactValue.text)
        record[.statute] = charge?.statute.map(FactValue.text)
        return record
    }
}
