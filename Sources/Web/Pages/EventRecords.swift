import Application
import Casework
import EventModel
import Foundation

/// A referral's events for the pages: numbered from 1, oldest first, worded for the reader.
struct EventRecords: Sendable {
    let records: [EventRecord]
    private let numbers: [Int64: Int]

    init(_ timeline: [TimelineEntry], for reader: Reader) {
        let numbers = Dictionary(
            uniqueKeysWithValues: timeline.enumerated().map { ($0.element.event.position, $0.offset + 1) })
        let corrects = timeline.reduce(into: [Int64: Int]()) { known, entry in
            if let by = entry.correctedBy { known[by] = numbers[entry.event.position] }
        }
        self.numbers = numbers
        records = timeline.enumerated().map { index, entry in
            let quotes = entry.facts.filter { $0.kind == .quote }
            return EventRecord(
                number: index + 1, type: entry.event.type, occurred: entry.event.occurredAt,
                occurredDateOnly: entry.event.occurredOnDateOnly, recorded: entry.event.recordedAt,
                side: Lanes.Side(rawValue: entry.lane.rawValue) ?? .system, actor: entry.actor,
                organization: entry.organization, reason: quotes.first?.value,
                detail: Self.detail(entry.facts, for: reader), correctedBy: entry.correctedBy.flatMap { numbers[$0] },
                corrects: corrects[entry.event.position],
                facts: quotes.dropFirst().map { Fact(term: Self.label($0.name, for: reader), value: $0.value) })
        }
    }

    func number(at position: Int64) -> Int? { numbers[position] }

    /// "No open place", "Came, Thu, Oct 22": everything that an event says and nobody wrote in words.
    private static func detail(_ facts: [TimelineEntry.Fact], for reader: Reader) -> String? {
        let parts = facts.compactMap { fact -> String? in
            switch fact.kind {
            case .quote: nil
            case .erased: reader.words("timeline.erased")
            case .code: Self.code(fact, for: reader)
            case .date: Day(fact.value).map { reader.day($0) } ?? fact.value
            case .text: Self.text(fact, for: reader)
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: reader.words("list.separator"))
    }

    private static func code(_ fact: TimelineEntry.Fact, for reader: Reader) -> String? {
        let words = reader.words
        switch fact.name {
        case "channel": return nil
        case "clock": return words("clock.\(fact.value).name")
        case "field": return words("correctable.\(fact.value)")
        case "whoCouldNot":
            return words("referral.could-not", ["who": words("who-could-not.\(fact.value)")])
        case "result": return words.ifKnown("status.\(fact.value)") ?? fact.value
        default: return words.ifKnown("\(fact.name).\(fact.value)") ?? fact.value
        }
    }

    private static func text(_ fact: TimelineEntry.Fact, for reader: Reader) -> String? {
        switch fact.name {
        case "due":
            guard let due = try? Date(fact.value, strategy: .iso8601) else { return fact.value }
            return reader.words("clock.by", ["date": reader.deadline(due)])
        case "waitlistPosition": return reader.words("timeline.waitlist-position", ["number": fact.value])
        case "was", "now":
            let known = ["attendance", "outcome", "unsuccessful", "decline"].lazy
                .compactMap { reader.words.ifKnown("\($0).\(fact.value)") }.first
            return reader.words("timeline.\(fact.name)", ["value": known ?? fact.value])
        default: return fact.value
        }
    }

    private static func label(_ name: String, for reader: Reader) -> String {
        reader.words.ifKnown("field.\(name)") ?? reader.words("field.note")
    }
}
