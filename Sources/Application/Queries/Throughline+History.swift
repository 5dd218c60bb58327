public import Access
import Casework
public import EventModel
public import Foundation
public import ReadModels

/// A referral as it stood at a moment, the events that led there, and what is different at another moment.
public struct HistoryAnswer: Sendable {
    public var detail: ReferralDetail
    public var moment: HistoryMoment
    public var clock: HistoryClock
    public var snapshot: ReferralSnapshot
    /// The ids of the events that count at the moment.
    public var counted: Set<UUID>
    /// The last event that counts, in folding order.
    public var here: RecordedEvent?
    public var comparison: Comparison
    /// What it is compared with; the latest unless asked otherwise.
    public var against: HistoryMoment
    public var againstSnapshot: ReferralSnapshot
}

extension Throughline {
    /// Looks at a referral's past. The look itself is written to the access log.
    public func history(
        of id: UUID, at moment: HistoryMoment, by clock: HistoryClock, comparedWith other: HistoryMoment = .latest,
        for principal: Principal
    ) async throws -> HistoryAnswer {
        let slug = try await locate(StreamKind.referral, id, for: principal)
        let file = try await open(id, in: slug, for: principal, action: .viewHistory)
        let zone = file.jurisdiction.zone
        let view = try HistoryView(of: file.history, at: moment, by: clock, zone: zone)
        let otherView = try HistoryView(of: file.history, at: other, by: clock, zone: zone)
        let mayReadNeed = file.reader != .partner || file.snapshot.state.share.contains(.need)
        let opener: (RecordedEvent) -> PersonalOpener? = { mayReadNeed ? file.opener($0) : nil }
        return HistoryAnswer(
            detail: try await detail(file, for: principal), moment: moment, clock: clock,
            snapshot: try ReferralSnapshot(view, opener: opener), counted: Set(view.events.map(\.id)),
            here: view.events.last, comparison: try Comparison(from: view, to: otherView, opener: opener),
            against: other, againstSnapshot: try ReferralSnapshot(otherView, opener: opener))
    }
}
