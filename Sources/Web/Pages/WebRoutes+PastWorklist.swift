import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import ReadModels

/// The worklist as it stood.
extension WebRoutes {
    private static let path = "/worklist/history"

    func addPastWorklist(to router: Router<GatewayContext>) {
        page("/worklist/history", on: router) { try await pastWorklistPage($0) }
        data("/worklist/history.csv", on: router) { visit in
            var table = CSVTable(header: WorklistLine.header)
            for line in try await pastWorklistLines(visit) { table.add(line.cells) }
            return .csv(table, named: "worklist")
        }
        data("/worklist/history.json", on: router) { visit in
            try .json(["items": try await pastWorklistLines(visit)])
        }
    }

    private func pastWorklistPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let principal = try visit.principal()
        let asked = AskedMoments(visit, head: try await throughline.lastPosition(of: slug))
        let moments = try await PastMoments(asked, of: visit, in: slug)
        let isWholeCounty = try throughline.pastWorklistOffice(in: slug, for: principal) == nil
        // Nobody has looked at anything while the form is wrong.
        let answer =
            asked.errors.isEmpty
            ? try await throughline.pastWorklist(
                in: slug, at: asked.moment, by: asked.clock, comparedWith: asked.other, for: principal) : nil
        let names = try await ListNames(throughline, in: slug)
        let words = visit.words
        let address = asked.address(visit.reader)
        let title = words("past.worklist.title")
        let model = PastListPage(
            title: title, asItStood: answer == nil ? "" : moments.sentence("past.worklist.as-it-stood"),
            nowHref: isWholeCounty ? Place.audit.path : Place.worklist.path, action: Self.path,
            sent: moments.sent(visit.query), list: answer.map { list($0, moments, names, visit) },
            summary: words("past.worklist.summary", ["count": answer?.items.count ?? 0]),
            empty: EmptyState(title: words("past.worklist.empty-title"), text: words("past.worklist.empty-text")),
            differences: answer.flatMap { answer in
                answer.comparison.map { differences($0, answer, moments, visit) }
            },
            twins: [
                Link(label: "CSV", href: Filters.url(Self.path + ".csv", address)),
                Link(label: "JSON", href: Filters.url(Self.path + ".json", address)),
            ], isLogged: answer != nil, for: visit.reader)
        return visit.page(
            model, title: title, current: isWholeCounty ? .audit : .worklist, layout: .past,
            status: answer == nil ? .unprocessableContent : .ok)
    }

    private func list(
        _ answer: PastWorklistAnswer, _ moments: PastMoments, _ names: ListNames, _ visit: Visit
    ) -> DataTable {
        let words = visit.words
        let rows = answer.items.map { item -> [DataTable.Cell] in
            let row = item.row
            return [
                .init(visit.name(item.name), href: moments.href(ofReferral: row.key), note: row.number),
                .init(names.organization(row.partner), note: names.program(row.program)),
                .init(tag: Tag(status: row.status.rawValue, for: visit.reader)),
                .init(words("past.acts.\(row.group.rawValue)")),
                visit.pastDeadline(row.clocks.next, at: moments.at, by: answer.jurisdiction.calendar),
                .init(words("event.\(row.lastType)"), note: visit.reader.dateTime(row.lastAt)),
            ]
        }
        return DataTable(
            caption: words("worklist.title"),
            columns: [
                "list.column.person", "list.column.organization", "filter.status", "past.acts", "list.column.deadline",
                "list.column.last",
            ].map { .init(label: words($0)) }, rows: rows)
    }

    private func differences(
        _ comparison: WorklistComparison, _ answer: PastWorklistAnswer, _ moments: PastMoments, _ visit: Visit
    ) -> PastListPage.Differences {
        let words = visit.words
        func state(_ row: WorklistProjection.Row?) -> DataTable.Cell {
            guard let row else { return .init(words("past.not-there")) }
            guard let clock = row.clocks.next else { return .init(words("status.\(row.status.rawValue)")) }
            return .init(
                words("status.\(row.status.rawValue)"),
                note: words(
                    row.late ? "past.was-due" : "past.due",
                    ["clock": words("clock.\(clock.clock.rawValue).name"), "date": visit.reader.dateTime(clock.due)]))
        }
        let tables = WorklistComparison.Kind.allCases.compactMap { kind -> DataTable? in
            let lines = comparison.lines.filter { $0.kind == kind }
            guard !lines.isEmpty else { return nil }
            return DataTable(
                caption: words("past.worklist.\(kind.rawValue)", ["count": lines.count]), showsCaption: true,
                columns: [.init(label: words("list.column.person"))] + moments.columns,
                rows: lines.map { line in
                    let row = line.now ?? line.then
                    let name = row.flatMap { answer.names[$0.participant] }.map { visit.name($0) }
                    return [
                        .init(
                            name ?? words("person.unnamed"), href: moments.href(ofReferral: line.key),
                            note: row?.number), state(line.then), state(line.now),
                    ]
                })
        }
        return PastListPage.Differences(
            title: words("past.differences"), tables: tables,
            nothing: tables.isEmpty ? words("history.nothing-differs") : nil)
    }

    private func pastWorklistLines(_ visit: Visit) async throws -> [WorklistLine] {
        let slug = try visit.slug()
        let asked = AskedMoments(visit, head: try await throughline.lastPosition(of: slug))
        guard asked.errors.isEmpty else {
            throw Failure.invalid(asked.errors.keys.sorted().map { InvalidField($0, .malformed) })
        }
        let answer = try await throughline.pastWorklist(
            in: slug, at: asked.moment, by: asked.clock, for: try visit.principal())
        let names = try await ListNames(throughline, in: slug)
        return answer.items.map { WorklistLine($0, names) }
    }
}

extension Visit {
    /// A deadline as it looked at a moment: how much time was left then, and when it was.
    func pastDeadline(_ deadline: Clock.Deadline?, at moment: Date, by calendar: BusinessCalendar) -> DataTable.Cell {
        guard let deadline else { return .init(words("worklist.nothing-due")) }
        let then = Reader(words: words, zone: reader.zone, now: moment)
        let clock = ClockView(ClockReading(deadline, by: calendar, at: moment), for: then)
        return .init(clock.words, note: reader.dateTime(deadline.due))
    }
}
