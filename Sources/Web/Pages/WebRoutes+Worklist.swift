import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

extension WebRoutes {
    func addWorklist(to router: Router<GatewayContext>) {
        page("/worklist", on: router) { visit in
            if let answer = Self.sealingSearch(visit) { return answer }
            return try await worklistPage(visit)
        }
        post("/worklist", on: router) { visit, form in
            .seeOther(ListQuery.address(of: Place.worklist.path, for: form, visit))
        }
        data("/worklist.csv", on: router) { visit in
            var table = CSVTable(header: WorklistLine.header)
            for line in try await worklistLines(visit) { table.add(line.cells) }
            return .csv(table, named: "worklist")
        }
        data("/worklist.json", on: router) { visit in try .json(["items": try await worklistLines(visit)]) }
    }

    /// A search that came in the clear, from a hand-made address, goes on sealed; one that another session sealed is
    /// left out.
    static func sealingSearch(_ visit: Visit) -> Response? {
        guard let sent = visit.query["q"], !ListQuery.isNumber(sent), visit.seal?.open(sent) == nil else { return nil }
        let form = SessionSeal.isSealed(sent) ? SentForm(visit.query.pairs.filter { $0.name != "q" }) : visit.query
        return .seeOther(ListQuery.address(of: visit.path, for: form, visit))
    }

    private func filter(_ query: ListQuery) -> WorklistFilter {
        var filter = WorklistFilter()
        filter.query = query.search
        filter.program = query.id("program")
        filter.partner = query.id("organization")
        filter.status = query["status"]
        filter.sort = query["sort"].flatMap(WorklistFilter.Sort.init(rawValue:)) ?? .deadline
        switch query["show"] {
        case "needs-you": filter.group = .needsOffice
        case "late": filter.lateOnly = true
        case "this-week": filter.dueThisWeek = true
        default: break
        }
        return filter
    }

    private func worklistPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let query = ListQuery(visit)
        let limit = min(1000, max(200, visit.query["limit"].flatMap { Int($0) } ?? 200))
        let list = try await throughline.worklist(filter(query), in: slug, for: try visit.principal(), limit: limit)
        let names = try await ListNames(throughline, in: slug)
        let actors = try await throughline.access.displayNames(of: list.items.compactMap(\.row.lastActor))
        func rows(_ group: WorklistProjection.Group) -> [ReferralRow] {
            list.items.filter { $0.row.group == group }.map { worklistRow($0, names, actors, list.jurisdiction, visit) }
        }
        let tallies = [
            ("open", list.counts.open), ("needs-you", list.counts.needsOffice), ("late", list.counts.late),
            ("this-week", list.counts.dueThisWeek),
        ].map { kind, count in
            WorklistPage.Tally(
                kind: kind, count: count, href: Filters.url(Place.worklist.path, ["show": kind == "open" ? "" : kind]),
                isCurrent: (query["show"] ?? "open") == kind, for: visit.reader)
        }
        let hidden = query["show"].map { [HiddenField(name: "show", value: $0)] } ?? []
        var filters = query.filters(
            Place.worklist.path, names, statuses: Referral.Status.allCases.filter(\.isOpen).map(\.rawValue),
            hidden: hidden)
        filters.tokens = visit.tokens()
        let places = names.programs.map { program in
            WorklistPage.OpenPlaces(
                organization: program.organization, program: program.row.name, open: program.row.available,
                maximum: program.row.maximum, isPaused: !program.row.accepting, replyHours: program.replyHours,
                for: visit.reader)
        }
        let more =
            list.isCut
            ? Filters.url(Place.worklist.path, query.address.merging(["limit": "\(limit + 200)"]) { _, new in new })
            : nil
        let model = WorklistPage(
            office: visit.organization ?? "", tallies: tallies, filters: filters, needsYou: rows(.needsOffice),
            waiting: rows(.waitingOnPartner), onTrack: rows(.onTrack), places: places,
            pager: Pager(first: 1, last: list.items.count, total: list.counts.open, next: more, for: visit.reader),
            for: visit.reader)
        // Not everybody who has a worklist screens cases.
        let screenings = try? await throughline.screeningCounts(in: slug, for: try visit.principal())
        return visit.page(
            model, title: visit.words("worklist.title"), current: .worklist,
            counts: [
                .worklist: list.counts.needsOffice,
                .screenings: screenings.map { $0.waiting + $0.notices } ?? 0,
            ],
            search: query.search)
    }

    private func worklistRow(
        _ item: WorklistItem, _ names: ListNames, _ actors: [UUID: String], _ county: JurisdictionInfo, _ visit: Visit
    ) -> ReferralRow {
        let row = item.row
        let event = visit.words("event.\(row.lastType)")
        let deadline = row.clocks.next
        return ReferralRow(
            name: visit.name(item.name), number: row.number, href: "/referrals/\(row.key)",
            organization: names.organization(row.partner), program: names.program(row.program),
            status: row.status.rawValue,
            clock: deadline.map { ClockReading($0, by: county.calendar, at: visit.now) },
            lastUpdate: row.lastActor.flatMap { actors[$0] }.map {
                visit.words("filter.chip", ["filter": $0, "value": event])
            } ?? event,
            lastUpdateAt: row.lastAt, next: nextStep(row, visit), for: visit.reader)
    }

    /// What the office can do at once, when the next step is its own.
    private func nextStep(_ row: WorklistProjection.Row, _ visit: Visit) -> Link? {
        guard row.group == .needsOffice, !visit.roles.isDisjoint(with: ["prosecutor", "supervisor", "corrections"])
        else {
            return nil
        }
        func open(_ kind: Clock.Kind) -> Bool { row.clocks[kind]?.isOpen == true }
        func link(_ action: ReferralAction, _ path: String) -> Link {
            Link(label: visit.words("action.\(action.rawValue).link"), href: "/referrals/\(row.key)/\(path)")
        }
        if row.status == .drafted { return link(.offer, "do/offer") }
        if open(.supplyInformation) { return link(.supplyInformation, "do/supply-information") }
        if open(.disposition) { return link(.recordDisposition, "disposition") }
        if open(.reRefer) {
            return Link(label: visit.words("clock.re-refer.name"), href: "/refer?following=\(row.key)")
        }
        return nil
    }

    private func worklistLines(_ visit: Visit) async throws -> [WorklistLine] {
        let slug = try visit.slug()
        let list = try await throughline.worklist(
            filter(ListQuery(visit)), in: slug, for: try visit.principal(), limit: 10_000)
        let names = try await ListNames(throughline, in: slug)
        return list.items.map { WorklistLine($0, names) }
    }
}

extension Visit {
    /// A person's short name, or what stands for one that is not shown.
    func name(_ name: PersonName) -> String {
        name.short ?? words(name.isErased ? "person.erased" : "person.unnamed")
    }
}
