import Access
import Application
import Casework
import EventModel
import Foundation
import ReadModels

// The worklist of a whole jurisdiction at a moment, and what is different at another.
extension ReplayCommand {
    struct WorklistAnswer: Encodable {
        struct Item: Encodable {
            var referral: String
            var number: String
            var status: String
            var group: String
            var next: String?
            var due: Date?
            var isLate: Bool

            init(_ row: WorklistProjection.Row) {
                (referral, number, status) = (row.key, row.number, row.status.rawValue)
                (group, next, due, isLate) = (row.group.rawValue, row.nextClock?.rawValue, row.nextDue, row.late)
            }
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
            let rows = try await self.rows(site, slug, at: try await moment(site, county))
            let other = try await otherMoment(site, county).asyncMap { try await self.rows(site, slug, at: $0) }
            return WorklistAnswer(
                jurisdiction: slug, clock: clock.rawValue, items: rows.map(WorklistAnswer.Item.init),
                differences: other.map { other in
                    WorklistComparison(from: rows, to: other).lines.map { line in
                        .init(
                            referral: line.key, then: line.then.map(WorklistAnswer.Item.init),
                            other: line.now.map(WorklistAnswer.Item.init))
                    }
                })
        }
        if options.json { try Console.json(answer) } else { show(answer) }
    }

    private func rows(
        _ site: Site, _ slug: String, at moment: HistoryMoment
    ) async throws -> [WorklistProjection.Row] {
        try await site.application.countyWorklist(in: slug, at: moment, by: clock, for: .commandLine)
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
