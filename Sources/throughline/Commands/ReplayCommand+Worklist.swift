import Access
import Application
import Casework
import EventModel
import Foundation
import ReadModels

// The worklist of a whole jurisdiction at a moment, and what is different at another.
extension ReplayCommand {
    struct WorklistAnswer: Encodable {
        struct Item: Encodable, Equatable {
            var referral: String
            var number: String
            var status: String
            var group: String
            var next: String?
            var due: Date?
            var isLate: Bool
        }
        struct Change: Encodable {
            var referral: String
            /// As it stood at the moment; absent when it was not there.
            var then: Item?
            /// As it stood at the other moment.
            var other: Item?
        }

        var jurisdiction: String
        var clock: String
        var items: [Item]
        var differences: [Change]?
    }

    func showWorklist(of slug: String) async throws {
        let answer = try await Site.with(options) { site in
            let county = try await county(slug, site)
            let items = try await self.items(site, slug, at: try moment(county.zone))
            let other = try await compare.asyncMap {
                try await self.items(site, slug, at: try Self.moment($0, county.zone))
            }
            return WorklistAnswer(
                jurisdiction: slug, clock: clock.rawValue, items: items,
                differences: other.map { Self.differences(items, $0) })
        }
        if options.json { try Console.json(answer) } else { show(answer) }
    }

    private func items(
        _ site: Site, _ slug: String, at moment: HistoryMoment
    ) async throws -> [WorklistAnswer.Item] {
        try await site.application.countyWorklist(in: slug, at: moment, by: clock, for: .commandLine).map { row in
            .init(
                referral: row.key, number: row.number, status: row.status.rawValue, group: row.group.rawValue,
                next: row.nextClock?.rawValue, due: row.nextDue, isLate: row.late)
        }
    }

    static func differences(
        _ then: [WorklistAnswer.Item], _ other: [WorklistAnswer.Item]
    ) -> [WorklistAnswer.Change] {
        let before = Dictionary(then.map { ($0.referral, $0) }) { $1 }
        let after = Dictionary(other.map { ($0.referral, $0) }) { $1 }
        return Set(before.keys).union(after.keys).sorted().compactMap { key in
            before[key] == after[key] ? nil : .init(referral: key, then: before[key], other: after[key])
        }
    }

    private func show(_ answer: WorklistAnswer) {
        Console.print("Worklist of \(answer.jurisdiction), by the \(answer.clock) clock")
        Console.print("")
        guard let differences = answer.differences else {
            Console.table(
                ["number", "status", "who must act", "next", "due"],
                answer.items.filter { $0.group != WorklistProjection.Group.closed.rawValue }.map {
                    [$0.number, $0.status, $0.group, $0.next ?? "-", $0.due.map(Timestamp.text) ?? "-"]
                })
            let closed = answer.items.count { $0.group == WorklistProjection.Group.closed.rawValue }
            return Console.say("\(answer.items.count - closed) open, \(closed) closed")
        }
        guard !differences.isEmpty else { return Console.print("Nothing differs between the two moments.") }
        Console.table(
            ["number", "then", "at the other moment"],
            differences.map { change in
                [
                    change.then?.number ?? change.other?.number ?? "-", change.then.map(Self.words) ?? "-",
                    change.other.map(Self.words) ?? "-",
                ]
            })
    }

    private static func words(_ item: WorklistAnswer.Item) -> String {
        let due = item.due.map { ", \(item.next ?? "") by \(Timestamp.text($0))" } ?? ""
        return "\(item.status)\(due)\(item.isLate ? ", late" : "")"
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await body(self) } else { nil }
    }
}
