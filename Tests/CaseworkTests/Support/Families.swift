import Casework
import EventModel
import Foundation

/// Every family of events in Casework, without its type.
struct Family: Sendable {
    struct Decoder: Sendable {
        let type: String
        let version: Int
        let payload: any EventPayload.Type
    }

    /// The decider's name.
    let stream: String
    let decoders: [Decoder]
    /// Reads an event through the family and answers its payload; `nil` when it belongs to another.
    let read: @Sendable (RecordedEvent, PersonalOpener?) throws -> (any EventPayload)?

    init<Events: EventFamily>(_: Events.Type) {
        stream = String(reflecting: Events.self).split(separator: ".").dropLast().last.map(String.init) ?? ""
        decoders = Events.decoders.map { Decoder(type: $0.type, version: $0.version, payload: $0.payloadType) }
        read = { try Events($0, opener: $1)?.payload }
    }

    static let all: [Family] = [
        .init(Screening.Event.self), .init(Deadline.Event.self),
        .init(Referral.Event.self), .init(Clock.Event.self), .init(Participant.Event.self), .init(Program.Event.self),
        .init(Case.Event.self), .init(Organization.Event.self), .init(Jurisdiction.Event.self),
        .init(JurisdictionModule.Event.self),
    ]
}

extension RecordedEvent {
    /// An event as the log would keep it, as far as a decoder looks at it.
    static func stored(_ type: String, version: Int, at moment: Date = Example.at("2026-10-16 10:12"), _ payload: Data)
        -> Self
    {
        RecordedEvent(
            jurisdiction: "us-il-cook", position: 0, stream: StreamID("test", Example.referral), streamVersion: 1,
            id: Example.id("event"), type: type, schemaVersion: version, occurredAt: moment, recordedAt: moment,
            commandID: Example.id("command"), correlationID: Example.id("command"), payload: payload)
    }
}
