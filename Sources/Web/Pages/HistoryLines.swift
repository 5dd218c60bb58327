import Application
import Casework
import EventModel
import Foundation
import ReadModels

/// The fields of a comparison, in the reader's words.
struct HistoryLines {
    private(set) var changed: [HistoryPage.Difference] = []
    private(set) var unchanged: [HistoryPage.Difference] = []

    init(_ throughline: Throughline, _ answer: HistoryAnswer, _ events: EventRecords, for reader: Reader) async throws {
        let names = try await ListNames(throughline, in: answer.detail.jurisdiction.slug)
        let words = reader.words
        let timeline = answer.detail.timeline
        for line in answer.comparison.lines {
            func value(_ text: String?) -> String {
                text.map { Self.value($0, of: line.field, names, reader) } ?? words("history.nothing")
            }
            let source = line.changedBy.last.flatMap { position -> String? in
                guard let number = events.number(at: position) else { return nil }
                let entry = timeline.first { $0.event.position == position }
                return [words("timeline.event", ["number": number]), entry?.actor].compactMap { $0 }
                    .joined(separator: words("list.separator"))
            }
            let difference = HistoryPage.Difference(
                field: Self.label(line.field, words), then: value(line.then), now: value(line.now), source: source)
            if line.isChanged { changed.append(difference) } else { unchanged.append(difference) }
        }
    }

    private static let labels = [
        "status": "filter.status", "program": "field.program", "partner": "referral.partner",
        "priority": "field.priority",
        "need": "share.need", "shared": "referral.sharing", "question": "field.question",
        "waitlistPosition": "snapshot.waitlist-position", "reviewBy": "field.reviewBy", "intakeOn": "field.intake-on",
        "beganOn": "snapshot.began-on", "sessions": "snapshot.sessions",
        "sessionsAttended": "snapshot.sessions-attended",
        "holdCode": "field.hold-reason", "declineCode": "correctable.decline-code", "outcome": "correctable.outcome",
        "unsuccessfulCode": "correctable.unsuccessful-code", "withdrawalCode": "field.withdrawal-code",
        "sourceProgram": "snapshot.source-program", "sourceResult": "snapshot.source-result",
        "disposition": "field.disposition", "dispositionOn": "field.disposition-on",
    ]

    private static func label(_ field: String, _ words: Words) -> String {
        let parts = field.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return labels[field].map { words($0) } ?? field }
        return words("snapshot.\(parts[0])", ["clock": words("clock.\(parts[1]).name")])
    }

    private static let prefixes = [
        "status": "status", "priority": "priority", "holdCode": "hold", "declineCode": "decline", "outcome": "outcome",
        "unsuccessfulCode": "unsuccessful", "withdrawalCode": "withdrawal", "sourceResult": "status",
        "disposition": "disposition",
    ]

    private static func value(_ text: String, of field: String, _ names: ListNames, _ reader: Reader) -> String {
        let words = reader.words
        if let prefix = prefixes[field] { return words.ifKnown("\(prefix).\(text)") ?? text }
        if field.hasPrefix("clock.") { return words.ifKnown("snapshot.clock-state.\(text)") ?? text }
        if field.hasPrefix("due.") {
            return (try? Date(text, strategy: .iso8601)).map { reader.dateTime($0) } ?? text
        }
        switch field {
        case "program": return names.program(UUID(uuidString: text))
        case "partner": return names.organization(UUID(uuidString: text))
        case "shared":
            return text.split(separator: " ").map { words("share.\($0)") }.joined(separator: words("list.separator"))
        case "reviewBy", "intakeOn", "beganOn", "dispositionOn": return Day(text).map { reader.day($0) } ?? text
        default: return text
        }
    }
}
