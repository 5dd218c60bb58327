import Application
import Casework
import EventModel
import Foundation
import Gateway

/// What of a referral can be set right, and what it says now.
struct Corrections {
    struct Entry {
        /// `need`, or `attendance.<event id>` for one of many.
        var choice: String
        var field: Referral.CorrectableField
        var event: UUID?
        /// The code that it has now; `nil` for text.
        var was: String?
        /// The same in words.
        var says: String
        var codes: [Field.Option]
    }

    let entries: [Entry]

    init(_ detail: ReferralDetail, _ visit: Visit) {
        let (state, reader) = (detail.state, visit.reader)
        var entries: [Entry] = []
        func coded(
            _ field: Referral.CorrectableField, _ value: String?, _ codes: [String], _ prefix: String,
            event: UUID? = nil
        ) {
            guard let value else { return }
            entries.append(
                Entry(
                    choice: event.map { "\(field.rawValue).\($0.text)" } ?? field.rawValue, field: field, event: event,
                    was: value, says: reader.words("\(prefix).\(value)"), codes: .codes(codes, prefix, for: reader)))
        }
        if let need = detail.visibleNeed(for: visit.context.principal) {
            entries.append(Entry(choice: "need", field: .need, event: nil, was: nil, says: need, codes: []))
        }
        coded(.outcome, state.outcome?.rawValue, ReferralAction.Codes.outcome, "outcome")
        coded(.unsuccessfulCode, state.unsuccessfulCode?.rawValue, ReferralAction.Codes.unsuccessful, "unsuccessful")
        coded(.declineCode, state.declineCode?.rawValue, ReferralAction.Codes.decline, "decline")
        let timeline = detail.timeline
        for entry in timeline where entry.event.type == Referral.SessionRecorded.type {
            let later = entry.correctedBy.flatMap { by in timeline.first { $0.event.position == by } }
            let value =
                later?.facts.first { $0.name == "now" }?.value
                ?? entry.facts.first { $0.name == "attendance" }?.value
            coded(.attendance, value, ReferralAction.Codes.attendance, "attendance", event: entry.event.id)
            if let last = entries.indices.last {
                entries[last].says += reader.words("list.separator") + reader.day(entry.event.occurredAt)
            }
        }
        self.entries = entries
    }

    subscript(choice: String?) -> Entry? { entries.first { $0.choice == choice } }

    func options(for reader: Reader) -> [Field.Option] {
        entries.map {
            Field.Option(value: $0.choice, label: reader.words("correctable.\($0.field.rawValue)"), hint: $0.says)
        }
    }
}
