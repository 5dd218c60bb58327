import Casework
import EventModel
import Foundation

/// Writes a referral's history by hand: each line is one event with its two times.
struct History {
    static let zone = TimeZone(identifier: "America/New_York") ?? .gmt
    let referral = UUID()
    let participant = UUID()
    let program = UUID()
    let partner = UUID()
    let office = UUID()
    let file = UUID()
    private(set) var events: [RecordedEvent] = []

    /// 2026-09-14 is a Monday; `day` 0 is that day.
    static func time(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Date {
        (Day("2026-09-14") ?? Day(daysSince1970: 0)).adding(days: day)
            .instant(secondsAfterMidnight: (hour * 60 + minute) * 60, in: zone)
    }

    static func day(_ offset: Int) -> Day { (Day("2026-09-14") ?? Day(daysSince1970: 0)).adding(days: offset) }

    @discardableResult
    mutating func record(
        _ event: Referral.Event, at recorded: Date, happened: Occurrence? = nil, by organization: UUID? = nil
    ) throws -> UUID {
        try append(event.payload, "referral", referral, recorded, happened, organization)
    }

    @discardableResult
    mutating func record(_ event: Clock.Event, at moment: Date) throws -> UUID {
        try append(event.payload, "clock", referral, moment, nil, nil)
    }

    @discardableResult
    mutating func record(_ event: Case.Event, at moment: Date) throws -> UUID {
        try append(event.payload, "case", file, moment, nil, office)
    }

    @discardableResult
    mutating func record(_ event: Screening.Event, at moment: Date) throws -> UUID {
        try append(event.payload, "screening", referral, moment, nil, office)
    }

    @discardableResult
    mutating func record(_ event: Deadline.Event, at moment: Date) throws -> UUID {
        try append(event.payload, "deadline", referral, moment, nil, nil)
    }

    private mutating func append(
        _ payload: any EventPayload, _ kind: String, _ id: UUID, _ recorded: Date, _ happened: Occurrence?,
        _ organization: UUID?
    ) throws -> UUID {
        let stream = StreamID(kind, id)
        let key = UUID()
        let type = type(of: payload)
        let event = RecordedEvent(
            jurisdiction: "us-zz-test", position: Int64(events.count), stream: stream,
            streamVersion: Int64(events.filter { $0.stream == stream }.count + 1), id: UUID(), type: type.type,
            schemaVersion: type.version, occurredAt: (happened ?? .moment(recorded)).instant(in: Self.zone),
            occurredOnDateOnly: { if case .day? = happened { true } else { false } }(), recordedAt: recorded,
            actor: organization == nil ? nil : UUID(), organization: organization, commandID: UUID(),
            correlationID: UUID(), payload: try payload.stored { text, _ in SealedText(key: key, box: text) })
        events.append(event)
        return event.id
    }

    /// Drafted, offered, acknowledged and accepted on the first day.
    static func accepted() throws -> History {
        var history = History()
        try history.record(
            .drafted(
                .init(
                    number: "RF-TEST", participant: history.participant, caseID: history.file,
                    program: history.program, partner: history.partner, office: history.office, need: "A job",
                    share: [.name, .need])), at: time(0, 9), by: history.office)
        try history.record(
            .offered(.init(minimumView: [.name, .need], consent: UUID())), at: time(0, 9, 30), by: history.office)
        try history.record(.set(.init(clock: .acknowledge, due: time(2, 9, 30))), at: time(0, 9, 30))
        try history.record(.acknowledged(.init(channel: .page)), at: time(0, 10), by: history.partner)
        try history.record(Clock.Event.met(.init(clock: .acknowledge)), at: time(0, 10))
        try history.record(.set(.init(clock: .decide, due: time(7, 10))), at: time(0, 10))
        try history.record(.accepted(.init()), at: time(1, 11), by: history.partner)
        try history.record(Clock.Event.met(.init(clock: .decide)), at: time(1, 11))
        try history.record(.set(.init(clock: .intake, due: time(15, 11))), at: time(1, 11))
        return history
    }
}

/// Folds a whole history through one projection, as the runner does.
func rows<P: Projection>(_: P.Type, _ events: [RecordedEvent]) throws -> [String: P.Row] {
    var rows: [String: P.Row] = [:]
    for event in events where P.types.contains(event.type) {
        guard let key = try P.key(for: event) else { continue }
        var row = rows[key]
        try P.evolve(&row, with: event)
        rows[key] = row
    }
    return rows
}
