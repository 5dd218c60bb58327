import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// The list of screenings, one of them, and what takes no more than a press.
extension WebRoutes {
    func addScreenings(to router: Router<GatewayContext>) {
        page("/screenings", on: router) { visit in
            if let answer = Self.sealingSearch(visit) { return answer }
            return try await screeningsPage(visit)
        }
        post("/screenings", on: router) { visit, form in
            .seeOther(ListQuery.address(of: Place.screenings.path, for: form, visit))
        }
        data("/screenings.csv", on: router) { visit in
            var table = CSVTable(header: [
                "id", "name", "track", "date", "finding", "outcome", "waiting", "state", "ending", "deadline", "due",
                "late", "module", "moduleVersion", "version",
            ])
            for line in try await screeningLines(visit) {
                table.add([
                    line.id, line.name, line.track, line.date, line.finding, line.outcome, line.waiting, line.state,
                    line.ending, line.deadline, line.due, line.late ? "yes" : "no", line.module, line.moduleVersion,
                    "\(line.version)",
                ])
            }
            return .csv(table, named: "screenings")
        }
        data("/screenings.json", on: router) { visit in try .json(["items": try await screeningLines(visit)]) }
        page("/screenings/:id", on: router) { visit in
            try await screeningPage(try await screening(visit), visit)
        }
        post("/screenings/:id/facts", on: router) { visit, form in try await addFacts(form, visit) }
        post("/screenings/:id/approve", on: router) { visit, form in
            let id = try visit.id()
            let detail = try await screening(visit)
            let key = detail.override != nil && detail.asked == nil ? "overridden" : "step_taken"
            let receipt = try await throughline.approveScreening(
                id, language: visit.words.language.rawValue, try visit.command(form, versioned: true))
            return try await went(to: id, receipt, "event.screening.\(key)", visit)
        }
        post("/screenings/:id/notices/:notice/seen", on: router) { visit, form in
            let id = try visit.id()
            guard let notice = visit.context.parameters.get("notice") else { throw Failure.notFound }
            let receipt = try await throughline.seeNotice(notice, of: id, try visit.command(form))
            return try await went(to: id, receipt, "event.screening.notice_seen", visit)
        }
    }

    func screening(_ visit: Visit) async throws -> ScreeningDetail {
        try await throughline.screening(
            try visit.id(), language: visit.words.language.rawValue, for: try visit.principal())
    }

    /// Goes back to the screening once its lists and deadlines know what was done.
    func went(to id: UUID, _ receipt: Receipt, _ note: String, _ visit: Visit) async throws -> Response {
        let slug = try await throughline.jurisdiction(ofScreening: id, for: try visit.principal())
        await throughline.settle(slug, to: receipt.position)
        return visit.goOn(to: "/screenings/\(id.text)", saying: FlashNote(note, id))
    }

    private func addFacts(_ form: SentForm, _ visit: Visit) async throws -> Response {
        let id = try visit.id()
        do {
            let receipt = try await throughline.addFacts(
                form.answers(under: "facts"), to: id, try visit.command(form, versioned: true))
            return try await went(to: id, receipt, "event.screening.facts_added", visit)
        } catch let failure as Failure {
            let detail = try await screening(visit)
            let fields = Set(detail.missing.map { "facts.\($0.name)" })
            guard let complaint = visit.reader.complaints(failure, fields: fields) else { throw failure }
            return try await screeningPage(
                detail, visit.belonging(to: "/screenings/\(id.text)"), sent: form, errors: complaint.errors,
                problem: complaint.problem, status: .unprocessableContent)
        }
    }

    // MARK: The list

    private func filter(_ query: ListQuery) -> ScreeningFilter {
        var filter = ScreeningFilter()
        filter.query = query.search
        filter.show = query["show"].flatMap(ScreeningFilter.Show.init(rawValue:))
        return filter
    }

    private func screeningsPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let principal = try visit.principal()
        let query = ListQuery(visit)
        let list = try await throughline.screenings(
            filter(query), in: slug, after: visit.query["after"], language: visit.words.language.rawValue,
            for: principal)
        let counts = try await throughline.screeningCounts(in: slug, for: principal)
        let views: [(show: String?, count: Int)] = [
            (nil, counts.all), ("waiting", counts.waiting), ("open", counts.open), ("late", counts.late),
            ("notices", counts.notices),
        ]
        let tallies = views.map { show, count in
            ScreeningsPage.Tally(
                count: Words.grouped(count), label: visit.words("screenings.tally.\(show ?? "all")", ["count": count]),
                href: Filters.url(Place.screenings.path, ["show": show ?? ""]), isCurrent: query["show"] == show,
                isLate: show == "late" && count > 0)
        }
        let canScreen = Permission.allows(
            principal, .screenCase, on: Resource(jurisdiction: slug, referringOrganization: principal.organization))
        let next = list.next.map {
            Filters.url(Place.screenings.path, query.address.merging(["after": $0]) { _, new in new })
        }
        let model = ScreeningsPage(
            total: counts.all, tallies: tallies, rows: list.items.map { cells($0, visit) },
            query: query.shown.filter { ["q", "show"].contains($0.key) }, address: query.address,
            tokens: visit.tokens(), canScreen: canScreen, next: next, for: visit.reader)
        return visit.page(
            model, title: visit.words("nav.screenings"), current: .screenings,
            counts: [.screenings: counts.waiting + counts.notices])
    }

    private func cells(_ item: ScreeningListItem, _ visit: Visit) -> [DataTable.Cell] {
        let (row, words) = (item.row, visit.words)
        let state =
            row.waiting.map {
                DataTable.Cell(tag: Tag(words("screenings.waiting.\($0.rawValue)"), .wait, icon: "people"))
            }
            ?? row.ending.map { DataTable.Cell(item.state ?? "", note: words("ending.\($0.rawValue)")) }
            // The way begins once the rules are met or set aside; before, its first state would say too much.
            ?? DataTable.Cell(row.outcome == .met ? item.state ?? "" : "")
        let deadline = row.nextDue.map { due in
            DataTable.Cell(
                visit.reader.day(due), note: item.deadline,
                tag: row.late ? Tag(words("screenings.late"), .late, icon: "alert") : nil)
        }
        return [
            DataTable.Cell(visit.name(item.name), href: "/screenings/\(row.key)"), DataTable.Cell(item.track),
            DataTable.Cell(
                tag: Tag(finding: row.outcome.rawValue, for: visit.reader)), state, deadline ?? DataTable.Cell(),
            DataTable.Cell(visit.reader.dayMoment(row.screenedOn.start(in: visit.reader.zone))),
        ]
    }

    private struct Line: Encodable, Sendable {
        var id: String
        var name: String?
        var track: String
        var date: String
        var finding: String
        var outcome: String
        var waiting: String?
        var state: String?
        var ending: String?
        var deadline: String?
        var due: String?
        var late: Bool
        var module: String
        var moduleVersion: String
        var version: Int64
    }

    private func screeningLines(_ visit: Visit) async throws -> [Line] {
        var lines: [Line] = []
        var cursor: String?
        repeat {
            let list = try await throughline.screenings(
                filter(ListQuery(visit)), in: try visit.slug(), after: cursor, limit: 500,
                language: visit.words.language.rawValue, for: try visit.principal())
            lines += list.items.map { item in
                let row = item.row
                return Line(
                    id: row.key, name: item.name.short, track: item.track, date: row.screenedOn.description,
                    finding: row.finding.rawValue, outcome: row.outcome.rawValue, waiting: row.waiting?.rawValue,
                    state: item.state, ending: row.ending?.rawValue, deadline: item.deadline,
                    due: row.nextDue?.description, late: row.late, module: row.module,
                    moduleVersion: row.moduleVersion, version: row.version)
            }
            cursor = list.next
        } while cursor != nil && lines.count < 20_000
        return lines
    }
}

extension SentForm {
    /// The answers to questions that are asked under a name: `facts.age` is the answer to `age`.
    func answers(under path: String) -> [String: JSONValue] {
        pairs.reduce(into: [:]) { answers, pair in
            guard pair.name.hasPrefix("\(path)."), let value = self[pair.name] else { return }
            answers[String(pair.name.dropFirst(path.count + 1))] = .string(value)
        }
    }
}
