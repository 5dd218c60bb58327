import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// What auditors see.
extension WebRoutes {
    func addAudit(to router: Router<GatewayContext>) {
        page("/audit", on: router) { try await auditPage($0) }
        page("/audit/access", on: router) { try await accessPage($0) }
        data("/audit/access.csv", on: router) { visit in
            var table = CSVTable(header: [
                "at", "who", "organization", "action", "subjectKind", "subject", "channel", "outcome",
            ])
            for line in try await accessLines(visit) {
                table.add([
                    line.at, line.who, line.organization, line.action, line.subjectKind, line.subject, line.channel,
                    line.outcome,
                ])
            }
            return .csv(table, named: "access")
        }
        data("/audit/access.json", on: router) { visit in try .json(["items": try await accessLines(visit)]) }
    }

    private func auditPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let principal = try visit.principal()
        try throughline.require(.viewAudit, on: Resource(jurisdiction: slug), for: principal)
        let number = visit.query["q"]?.uppercased()
        if let number {
            var filter = ReferralFilter()
            filter.query = number
            let found =
                ListQuery.isNumber(number)
                ? try await throughline.referrals(filter, in: slug, limit: 2, for: principal).items.filter {
                    $0.row.number == number
                }
                : []
            if let only = found.first { return .seeOther("/referrals/\(only.row.key)") }
        }
        let recent = try await throughline.referrals(ReferralFilter(), in: slug, limit: 20, for: principal)
        let numbers = recent.items.compactMap { UUID(uuidString: $0.row.key) }
        let changes = try await throughline.lastChanges(of: numbers, in: slug)
        let rows = recent.items.map { item -> [DataTable.Cell] in
            let path = "/referrals/\(item.row.key)"
            let changed = UUID(uuidString: item.row.key).flatMap { changes[$0] }
            return [
                .init(item.row.number ?? visit.words("status.taken-over"), href: path), .init(item.partner ?? ""),
                .init(tag: Tag(status: item.row.status.rawValue, for: visit.reader)),
                changed.map { .init(visit.reader.moment($0)) } ?? .init(),
                .init(visit.words("referral.time-machine"), href: "\(path)/history"),
            ]
        }
        let model = AuditPage(rows: rows, query: visit.query["q"], notFound: number != nil, for: visit.reader)
        return visit.page(
            model, title: visit.words("nav.audit"), current: .audit, status: number == nil ? .ok : .notFound)
    }

    // MARK: Who looked

    private static let pageSize = 100

    private func accessPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let cursor = cursor(visit.query["after"])
        let log = try await throughline.accessLog(
            in: slug, after: cursor, limit: Self.pageSize, for: try visit.principal())
        let names = try await AccessNames(throughline, log.entries, in: slug)
        let visits = log.entries.map { entry in
            let action = visit.words.ifKnown("access.action.\(entry.action)") ?? entry.action
            let number = entry.subjectID.flatMap { names.numbers[$0] }
            return AccessPage.Visit(
                when: entry.at, who: entry.account.flatMap { names.people[$0] } ?? visit.words("access.nobody"),
                organization: entry.organization.flatMap { names.organizations[$0] } ?? "",
                what: number.map { visit.words("access.what", ["action": action, "subject": $0]) } ?? action,
                href: number == nil ? nil : entry.subjectID.map { "/referrals/\($0.text)" },
                reason: entry.outcome == .done ? nil : visit.words("access.outcome.\(entry.outcome.rawValue)"))
        }
        let first = max(1, visit.query["from"].flatMap { Int($0) } ?? 1)
        let next = log.next.map {
            Filters.url(
                Place.access.path, ["after": "\($0.at.rfc3339)~\($0.id.text)", "from": "\(first + visits.count)"])
        }
        let total = first + visits.count - 1
        let model = AccessPage(
            visits: visits, total: total,
            pager: Pager(
                first: first, last: total, total: total, previous: cursor == nil ? nil : Place.access.path, next: next,
                for: visit.reader), for: visit.reader)
        return visit.page(model, title: visit.words("access.title"), current: .access)
    }

    private func cursor(_ text: String?) -> AccessLogPage.Cursor? {
        guard let parts = text?.split(separator: "~"), parts.count == 2, let at = Date(rfc3339: parts[0]),
            let id = UUID(uuidString: String(parts[1]))
        else { return nil }
        return .init(at: at, id: id)
    }

    private struct Line: Encodable, Sendable {
        var at: String
        var who: String?
        var organization: String?
        var action: String
        var subjectKind: String?
        var subject: String?
        var channel: String
        var outcome: String
    }

    private func accessLines(_ visit: Visit) async throws -> [Line] {
        let slug = try visit.slug()
        var lines: [Line] = []
        var cursor: AccessLogPage.Cursor?
        repeat {
            let log = try await throughline.accessLog(in: slug, after: cursor, limit: 1000, for: try visit.principal())
            let names = try await AccessNames(throughline, log.entries, in: slug)
            lines += log.entries.map { entry in
                Line(
                    at: entry.at.rfc3339, who: entry.account.flatMap { names.people[$0] },
                    organization: entry.organization.flatMap { names.organizations[$0] }, action: entry.action,
                    subjectKind: entry.subjectKind,
                    subject: entry.subjectID.map { names.numbers[$0] ?? $0.text }, channel: entry.channel,
                    outcome: entry.outcome.rawValue)
            }
            cursor = log.next
        } while cursor != nil && lines.count < 20_000
        return lines
    }
}

/// The names behind the ids of an access log.
private struct AccessNames {
    let people: [UUID: String]
    let organizations: [UUID: String]
    let numbers: [UUID: String]

    init(_ throughline: Throughline, _ entries: [AccessEntry], in slug: String) async throws {
        people = try await throughline.access.displayNames(of: entries.compactMap(\.account))
        organizations = try await throughline.organizations(in: slug).reduce(into: [:]) { $0[$1.id] = $1.name }
        let referrals = entries.filter { $0.subjectKind == "referral" }.compactMap(\.subjectID)
        numbers = try await throughline.referralNumbers(of: Array(Set(referrals)), in: slug)
    }
}
