import Application
import Casework
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import ReadModels

/// One person's referrals as they stood.
extension WebRoutes {
    func addParticipantHistory(to router: Router<GatewayContext>) {
        page("/participants/:id/history", on: router) { try await participantHistoryPage($0) }
    }

    private func participantHistoryPage(_ visit: Visit) async throws -> Response {
        let id = try visit.id()
        let principal = try visit.principal()
        let slug = try await throughline.jurisdiction(ofParticipant: id, for: principal)
        guard let county = visit.counties.first(where: { $0.slug == slug }) else { throw Failure.notFound }
        let visit = visit.reading(in: county.zone)
        let asked = AskedMoments(visit, head: try await throughline.lastPosition(of: slug))
        let moments = try await PastMoments(asked, of: visit, in: slug)
        let person = try await throughline.participantHistory(
            of: id, at: asked.moment, by: asked.clock, comparedWith: asked.other ?? .latest, for: principal)
        let words = visit.words
        let isReadable = asked.errors.isEmpty
        let list = try await referralsThen(person, moments, visit)
        let name = visit.name(person.name)
        let model = PastListPage(
            title: name, asItStood: isReadable ? moments.sentence("past.person.as-it-stood") : "",
            nowHref: person.referrals.last.map { "/referrals/\($0.detail.id.text)" } ?? Place.referrals.path,
            action: "/participants/\(id.text)/history", sent: moments.sent(visit.query),
            list: isReadable ? list : nil, summary: words("referrals.summary", ["count": list.rows.count]),
            empty: EmptyState(title: words("past.person.empty-title"), text: words("past.person.empty-text")),
            differences: asked.other == nil ? nil : try await differences(person, moments, visit), for: visit.reader)
        return visit.page(
            model, title: name, current: .referrals, layout: .past, status: isReadable ? .ok : .unprocessableContent)
    }

    /// The referrals that there were then.
    private func referralsThen(
        _ person: ParticipantHistory, _ moments: PastMoments, _ visit: Visit
    ) async throws -> DataTable {
        let names = try await ListNames(throughline, in: person.jurisdiction.slug)
        let words = visit.words
        let rows = person.referrals.compactMap { answer -> [DataTable.Cell]? in
            let state = answer.snapshot.state
            guard state.status != .none else { return nil }
            return [
                .init(visit.title(of: answer.detail), href: moments.href(ofReferral: answer.detail.id.text)),
                .init(names.organization(state.partner), note: names.program(state.program)),
                .init(tag: Tag(status: state.status.rawValue, for: visit.reader)),
                visit.pastDeadline(answer.snapshot.clocks.next, at: moments.at, by: person.jurisdiction.calendar),
                answer.here.map {
                    .init(words("event.\($0.type)"), note: visit.reader.dateTime($0.occurredAt))
                } ?? .init(),
            ]
        }
        return DataTable(
            caption: words("nav.referrals"),
            columns: [
                "referral.number", "list.column.organization", "filter.status", "list.column.deadline",
                "list.column.last",
            ].map { .init(label: words($0)) }, rows: rows)
    }

    /// One table for each referral that differs: only the fields that do, and who changed them.
    private func differences(
        _ person: ParticipantHistory, _ moments: PastMoments, _ visit: Visit
    ) async throws -> PastListPage.Differences {
        let words = visit.words
        var tables: [DataTable] = []
        for answer in person.referrals {
            let events = EventRecords(answer.detail.timeline, for: visit.reader)
            let lines = try await HistoryLines(throughline, answer, events, for: visit.reader)
            guard !lines.changed.isEmpty else { continue }
            tables.append(
                DataTable(
                    caption: visit.title(of: answer.detail), showsCaption: true,
                    columns: [.init(label: words("history.field"))] + moments.columns,
                    rows: lines.changed.map { [.init($0.field), .init($0.then), .init($0.now, note: $0.source)] }))
        }
        return PastListPage.Differences(
            title: words("past.differences"), tables: tables,
            nothing: tables.isEmpty ? words("history.nothing-differs") : nil)
    }
}

extension Visit {
    /// A referral's number, or that another system recorded it.
    fileprivate func title(of detail: ReferralDetail) -> String {
        detail.state.number.isEmpty ? words("status.taken-over") : detail.state.number
    }
}
