import Casework
import EventLog
import EventModel
import Foundation

/// The life of one invented referral as events: twelve, or ten of one that is still open.
///
/// A county has 250 that are open, however long its history is.
///
/// Personal fields hold cipher text of a usual length and no key to it; nobody opens them here.
struct InventedLife {
    static let office = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
    private static let programs = (0..<20).map { _ in UUID() }
    private static let partners = (0..<8).map { _ in UUID() }
    private static let sealedNote = String(repeating: "c2VhbGVk", count: 12)

    let id = UUID()
    let number: Int
    /// Lives begin in order, over ten years.
    private let begins: Date

    init(_ number: Int, of count: Int) {
        self.number = number
        begins = Date(timeIntervalSince1970: 1_420_070_400 + 315_360_000 * Double(number) / Double(max(1, count)))
    }

    private var isOpen: Bool { number < 250 }

    func request(in jurisdiction: String) throws -> AppendRequest {
        let person = UUID()
        let note = Personal.sealed(SealedText(key: person, box: Self.sealedNote))
        let day = Day(begins, in: .gmt)
        var events = [
            try event(
                "referral", 0,
                Referral.Drafted(
                    number: "Z-\(number)", participant: person, program: Self.programs[number % 20],
                    partner: Self.partners[number % 8], office: Self.office, need: note, share: [.name, .phone, .need])),
            try event(
                "referral", 0.1, Referral.Offered(minimumView: [.name, .phone, .need], consent: UUID())),
            try clock(0.1, .set(.init(clock: .acknowledge, due: begins + 3 * 86_400))),
            try event("referral", 1, Referral.Acknowledged(channel: .page)),
            try clock(1, .met(.init(clock: .acknowledge))),
            try clock(1, .set(.init(clock: .decide, due: begins + 10 * 86_400))),
            try event("referral", 4, Referral.Accepted()),
            try clock(4, .met(.init(clock: .decide))),
            try event("referral", 9, Referral.ServiceBegan(on: day.adding(days: 9))),
            try event(
                "referral", 16,
                Referral.SessionRecorded(on: day.adding(days: 16), attendance: .came, note: note)),
        ]
        if !isOpen {
            events.append(
                try event(
                    "referral", 23,
                    Referral.SessionRecorded(on: day.adding(days: 23), attendance: .didNotCome)))
            events.append(try event("referral", 60, Referral.Completed(outcome: .goalsMet, note: note)))
        }
        return AppendRequest(
            jurisdiction: jurisdiction, commandID: UUID(version7At: Date()),
            fingerprint: [UInt8](repeating: 7, count: 32), events: events)
    }

    private func clock(_ days: Double, _ event: Clock.Event) throws -> EventToAppend {
        try self.event("clock", days, event.payload)
    }

    private func event(_ kind: String, _ days: Double, _ payload: some EventPayload) throws -> EventToAppend {
        EventToAppend(
            stream: StreamID(kind, id), id: UUID(version7At: Date()), type: type(of: payload).type,
            schemaVersion: type(of: payload).version, occurredAt: begins + days * 86_400,
            payload: try payload.stored())
    }
}
