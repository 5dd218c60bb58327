public import EventModel
public import Foundation

/// A whole county's history in the order in which it became true, as positions of its log.
///
/// It keeps two numbers an event, so a history of a million events fits in memory while its payloads do not.
public struct EffectiveOrder: Sendable {
    private var referrals: [String: EffectiveTimes] = [:]
    private var events: [(at: Date, position: Int64)] = []
    private let zone: TimeZone

    public init(zone: TimeZone) { self.zone = zone }

    /// Takes the next event in the log's order; one that belongs to no referral is passed over.
    public mutating func add(_ event: RecordedEvent) throws {
        guard WorklistProjection.types.contains(event.type), let key = try ReferralKey.of(event) else { return }
        let at = try referrals[key, default: EffectiveTimes(zone: zone)].add(event)
        events.append((at, event.position))
    }

    /// The events that were true by a moment, in the order in which they are folded.
    public func positions(by moment: Date) -> [Int64] {
        events.filter { $0.at <= moment }.sorted { ($0.at, $0.position) < ($1.at, $1.position) }.map(\.position)
    }
}
