public import Access
import Casework
import EventModel
public import Foundation
public import ReadModels

/// A person's referrals as they stood at a moment, and what is different at another.
public struct ParticipantHistory: Sendable {
    public var id: UUID
    public var jurisdiction: JurisdictionInfo
    public var name: PersonName
    /// One for each referral that the caller may see, in the order in which they were made.
    public var referrals: [HistoryAnswer]
}

extension Throughline {
    /// Looks at the past of one person's referrals: each under the rules of its own time machine, each written to the
    /// access log. Who may see none of them does not learn that there is such a person.
    public func participantHistory(
        of id: UUID, at moment: HistoryMoment, by clock: HistoryClock, comparedWith other: HistoryMoment = .latest,
        for principal: Principal
    ) async throws -> ParticipantHistory {
        let slug = try await locate(StreamKind.participant, id, for: principal)
        var filter = ReferralFilter()
        filter.participant = id
        var keys: [UUID] = []
        var cursor: String?
        repeat {
            let page = try await referrals(filter, in: slug, after: cursor, limit: 500, for: principal)
            keys += page.items.compactMap { UUID(uuidString: $0.row.key) }
            cursor = page.next
        } while cursor != nil
        var answers: [HistoryAnswer] = []
        for key in keys {
            answers.append(try await history(of: key, at: moment, by: clock, comparedWith: other, for: principal))
        }
        answers.sort { $0.start < $1.start }
        guard let last = answers.last else { throw Failure.notFound }
        return ParticipantHistory(
            id: id, jurisdiction: last.detail.jurisdiction, name: last.detail.name, referrals: answers)
    }
}

extension HistoryAnswer {
    fileprivate var start: Int64 { detail.timeline.first?.event.position ?? -1 }
}
