import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import Notary
import ReadModels

/// The time machine.
extension WebRoutes {
    func addHistory(to router: Router<GatewayContext>) {
        page("/referrals/:id/history", on: router) { try await historyPage($0) }
    }

    private func historyPage(_ visit: Visit) async throws -> Response {
        let id = try visit.id()
        let principal = try visit.principal()
        let zone = try await throughline.zone(ofReferral: id, for: principal)
        let visit = visit.reading(in: zone)
        let path = "/referrals/\(id.text)/history"
        let clock = visit.query["clock"].flatMap(HistoryClock.init(rawValue:)) ?? .recorded
        let wanted: HistoryMoment
        let other: HistoryMoment
        do {
            wanted = try Self.moment(visit.query, "at", position: "position", zone: zone) ?? .latest
            other = try Self.moment(visit.query, "compare", position: "comparePosition", zone: zone) ?? .latest
        } catch is UnreadableTime {
            let back = Link(label: visit.words("action.back"), href: "/referrals/\(id.text)", isMain: true)
            return visit.response(
                to: Problem(Failure.invalid([InvalidField("at", .malformed)])),
                detail: visit.words("history.bad-time", ["example": visit.reader.localInput(visit.now)]),
                links: [back, Link(label: visit.words("history.list"), href: path)])
        }
        var moment = wanted
        if let event = visit.query["event"].flatMap({ UUID(uuidString: $0) }) {
            let detail = try await throughline.history(of: id, at: .latest, by: .recorded, for: principal).detail
            guard let entry = detail.timeline.first(where: { $0.event.id == event }) else { throw Failure.notFound }
            moment = .position(entry.event.position)
        }
        let answer = try await throughline.history(of: id, at: moment, by: clock, comparedWith: other, for: principal)
        return try await show(answer, path, visit)
    }

    private func show(_ answer: HistoryAnswer, _ path: String, _ visit: Visit) async throws -> Response {
        let (reader, words, detail) = (visit.reader, visit.words, answer.detail)
        let events = EventRecords(detail.timeline, for: reader)
        let lines = try await HistoryLines(throughline, answer, events, for: reader)
        let at = time(of: answer.moment, in: detail) ?? visit.now
        let status = answer.snapshot.state.status
        let name = visit.name(detail.name)
        var model = HistoryPage(
            name: name, status: status == .none ? "drafted" : status.rawValue, identity: identity(detail, visit),
            path: path,
            nowHref: "/referrals/\(detail.id.text)", events: events.records.reversed(), at: at,
            clock: answer.clock == .recorded ? .recorded : .occurred, comparedTo: time(of: answer.against, in: detail),
            changed: lines.changed, unchanged: lines.unchanged,
            names: [
                .office: words("history.office"), .partner: words("history.partner"),
                .system: words("history.system"),
            ], for: reader)
        model.badge = try await badge(detail, visit)
        if answer.clock == .recorded { model.steps = steps(answer, path, words) }
        return visit.page(model, title: name, current: .referrals, layout: .past)
    }

    /// What can be said of the log; auditors find the rest on their page.
    private func badge(_ detail: ReferralDetail, _ visit: Visit) async throws -> VerificationBadge {
        let overview = try await throughline.ledger.overview(of: detail.jurisdiction.slug, limit: 1)
        let all = Link(label: visit.words("badge.checkpoints"), href: Place.checkpoints.path)
        return VerificationBadge(overview, links: visit.roles.contains("auditor") ? [all] : [], for: visit.reader)
    }

    /// First, previous, next and latest, by position: two events may share a second.
    private func steps(_ answer: HistoryAnswer, _ path: String, _ words: Words) -> [HistoryPage.Step] {
        let positions = answer.detail.timeline.map(\.event.position)
        let here = answer.detail.timeline.lastIndex { answer.counted.contains($0.event.id) }
        func step(_ label: String, _ index: Int?) -> HistoryPage.Step {
            let target = index.flatMap { positions.indices.contains($0) && $0 != here ? positions[$0] : nil }
            return .init(label: words("history.\(label)"), href: target.map { "\(path)?position=\($0)" })
        }
        return [
            step("first", positions.isEmpty ? nil : 0), step("previous", here.map { $0 - 1 }),
            step("next", here.map { $0 + 1 } ?? 0), step("latest", positions.count - 1),
        ]
    }

    private func time(of moment: HistoryMoment, in detail: ReferralDetail) -> Date? {
        switch moment {
        case .latest: nil
        case .time(let time): time
        case .position(let position):
            detail.timeline.last { $0.event.position <= position }?.event.recordedAt
                ?? detail.timeline.first?.event.recordedAt.addingTimeInterval(-1)
        }
    }

    struct UnreadableTime: Error {}

    /// The moment that an address names; a day, a minute or a second counts to its end.
    static func moment(_ query: SentForm, _ name: String, position: String, zone: TimeZone) throws -> HistoryMoment? {
        if let text = query[position] {
            guard let position = Int64(text) else { throw UnreadableTime() }
            return .position(position)
        }
        guard let text = query[name] else { return nil }
        // A plus sign that was not escaped has become a space.
        let repaired = text.count > 19 ? text.replacingOccurrences(of: " ", with: "+") : text
        if let exact = Date(rfc3339: repaired) {
            return .time(repaired.contains(".") ? exact : exact.addingTimeInterval(0.999_999))
        }
        guard let day = Day(text.prefix(10)) else { throw UnreadableTime() }
        let rest = text.dropFirst(10)
        if rest.isEmpty { return .time(day.adding(days: 1).start(in: zone).addingTimeInterval(-0.000_001)) }
        guard rest.first == "T" || rest.first == " " else { throw UnreadableTime() }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), let second = parts.count == 3 ? Int(parts[2]) : 0, (0..<24).contains(hour),
            (0..<60).contains(minute), (0..<60).contains(second)
        else { throw UnreadableTime() }
        let start = day.instant(secondsAfterMidnight: hour * 3600 + minute * 60 + second, in: zone)
        return .time(start.addingTimeInterval(parts.count == 3 ? 0.999_999 : 59.999_999))
    }
}
