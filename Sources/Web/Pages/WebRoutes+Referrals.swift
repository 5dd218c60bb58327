import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

extension WebRoutes {
    func addReferrals(to router: Router<GatewayContext>) {
        page("/referrals", on: router) { visit in
            if let answer = Self.sealingSearch(visit) { return answer }
            return try await referralsPage(visit)
        }
        post("/referrals", on: router) { visit, form in
            .seeOther(ListQuery.address(of: Place.referrals.path, for: form, visit))
        }
        data("/referrals.csv", on: router) { visit in
            var table = CSVTable(header: [
                "id", "number", "name", "status", "program", "partner", "office", "priority", "deadline", "due",
                "version",
            ])
            for line in try await referralLines(visit) {
                table.add([
                    line.id, line.number, line.name, line.status, line.program, line.partner, line.office,
                    line.priority,
                    line.deadline, line.due, "\(line.version)",
                ])
            }
            return .csv(table, named: "referrals")
        }
        data("/referrals.json", on: router) { visit in try .json(["items": try await referralLines(visit)]) }
        page("/referrals/:id", on: router) { visit in
            let detail = try await throughline.referral(try visit.id(), for: try visit.principal())
            return try await referralPage(detail, visit)
        }
    }

    private func filter(_ query: ListQuery) -> ReferralFilter {
        var filter = ReferralFilter()
        filter.query = query.search
        filter.program = query.id("program")
        filter.organization = query.id("organization")
        filter.status = query["status"]
        return filter
    }

    private func referralsPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let query = ListQuery(visit)
        let principal = try visit.principal()
        let after = visit.query["after"]
        let list = try await throughline.referrals(filter(query), in: slug, after: after, limit: 50, for: principal)
        let total = try await throughline.countReferrals(filter(query), in: slug, for: principal)
        // A number that names one referral leads to it.
        if let search = query.search, ListQuery.isNumber(search), list.items.count == 1, let only = list.items.first,
            only.row.number == search
        {
            return .seeOther("/referrals/\(only.row.key)")
        }
        let names = try await ListNames(throughline, in: slug)
        var filters = query.filters(
            Place.referrals.path, names,
            statuses: Referral.Status.allCases.filter { $0 != .none }.map(\.rawValue))
        filters.tokens = visit.tokens()
        let first = max(1, visit.query["from"].flatMap { Int($0) } ?? 1)
        let next = list.next.map {
            Filters.url(
                Place.referrals.path,
                query.address.merging(["after": $0, "from": "\(first + list.items.count)"]) { _, new in new })
        }
        let rows = list.items.map { item in
            ReferralRow(
                name: visit.name(item.name), number: item.row.number ?? "", href: "/referrals/\(item.row.key)",
                organization: item.partner ?? "", program: item.program ?? "", status: item.row.status.rawValue,
                clock: item.row.clocks.next.map { ClockReading($0, by: calendar(visit), at: visit.now) },
                lastUpdateAt: item.row.lastChange, for: visit.reader)
        }
        let model = ReferralsPage(
            total: total, filters: filters, rows: rows,
            pager: Pager(
                first: first, last: first + rows.count - 1, total: total,
                previous: after == nil ? nil : Filters.url(Place.referrals.path, query.address), next: next,
                for: visit.reader),
            canRefer: Self.mayRefer(principal, in: slug), for: visit.reader)
        return visit.page(
            model, title: visit.words("nav.referrals"), current: .referrals, search: query.search)
    }

    private func calendar(_ visit: Visit) -> BusinessCalendar {
        visit.county?.calendar ?? BusinessCalendar(zone: visit.reader.zone, rules: .init(holidays: []))
    }

    static func mayRefer(_ principal: Principal, in slug: String) -> Bool {
        Permission.allows(
            principal, .draftReferral, on: Resource(jurisdiction: slug, referringOrganization: principal.organization))
    }

    private struct Line: Encodable, Sendable {
        var id: String
        var number: String?
        var name: String?
        var status: String
        var program: String?
        var partner: String?
        var office: String?
        var priority: String
        var deadline: String?
        var due: String?
        var version: Int64
    }

    private func referralLines(_ visit: Visit) async throws -> [Line] {
        var lines: [Line] = []
        var cursor: String?
        repeat {
            let list = try await throughline.referrals(
                filter(ListQuery(visit)), in: try visit.slug(), after: cursor, limit: 500, for: try visit.principal())
            lines += list.items.map { item in
                Line(
                    id: item.row.key, number: item.row.number, name: item.name.short, status: item.row.status.rawValue,
                    program: item.program, partner: item.partner, office: item.office,
                    priority: item.row.priority.rawValue, deadline: item.row.nextClock?.rawValue,
                    due: item.row.nextDue?.rfc3339, version: item.row.version)
            }
            cursor = list.next
        } while cursor != nil && lines.count < 20_000
        return lines
    }
}

extension ReferralProjection.Row {
    /// The last change that the row itself tells of.
    fileprivate var lastChange: Date? { endedAt ?? acceptedAt ?? acknowledgedAt ?? offeredAt ?? draftedAt }
}
