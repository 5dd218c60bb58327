import Casework
import EventModel
import Foundation

/// Which referral an event belongs to, for every projection that has one row a referral.
enum ReferralKey {
    static let referralTypes = Set(Referral.Event.decoders.map(\.type))
    static let clockTypes = Set(Clock.Event.decoders.map(\.type))

    /// The referral's id: its own and its clocks' streams carry it, a disposition names it.
    static func of(_ event: RecordedEvent) throws -> String? {
        if event.type == Case.DispositionRecorded.type {
            let recorded = try Case.DispositionRecorded(stored: event.payload, version: event.schemaVersion)
            return recorded.referral?.text
        }
        return event.stream.id.text
    }
}
