public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Postgres
public import ReadModels
import Vault
import Workflows

/// What a list of screenings is narrowed to.
public struct ScreeningFilter: Sendable, Hashable {
    /// What somebody should look at.
    public enum Show: String, Sendable, CaseIterable {
        /// A second person is asked.
        case waiting
        /// A fact is missing.
        case open
        case late
        /// A notice that nobody has seen yet.
        case notices
        /// The county's way is not at its end.
        case active
    }

    /// A person's name.
    public var query: String?
    public var show: Show?
    public var outcome: String?
    public var track: String?
    public var participant: UUID?
    public var caseID: UUID?

    public init() {}
}

/// One line of a list of screenings, in the reader's language.
public struct ScreeningListItem: Sendable {
    public var row: ScreeningsProjection.Row
    public var name: PersonName
    public var track: String
    public var state: String?
    public var deadline: String?
    public var office: String?
}

/// What waits for somebody, above a list of screenings.
public struct ScreeningCounts: Sendable, Hashable {
    public var all = 0
    public var waiting = 0
    public var open = 0
    public var late = 0
    public var notices = 0
}

extension Throughline {
    /// The screenings that a caller may see, newest change first.
    public func screenings(
        _ filter: ScreeningFilter, in slug: String, after cursor: String? = nil, limit: Int = 50,
        language: String = "en", for principal: Principal
    ) async throws -> Page<ScreeningListItem> {
        let office = try ownOffice(principal, .listScreenings, in: slug)
        let people = try await participants(named: filter.query, in: slug)
        let sides = Self.sides(of: principal)
        let before = try cursor.map { text throws(Failure) in
            guard let position = Int64(text) else { throw .invalid([InvalidField("cursor", .malformed)]) }
            return position
        }
        let limit = min(max(1, limit), 500)
        let show = filter.show?.rawValue
        let rows = try await pool.run { session in
            try session.rows(
                ScreeningsProjection.self,
                """
                select to_jsonb(t) from read.screenings_v1 t
                where jurisdiction = \(slug) and (\(office) is null or office = \(office))
                    and (\(filter.outcome) is null or outcome = \(filter.outcome))
                    and (\(filter.track) is null or track = \(filter.track))
                    and (\(filter.participant) is null or participant = \(filter.participant))
                    and (\(filter.caseID) is null or case_id = \(filter.caseID))
                    and (\(filter.query) is null or participant = any(\(people)))
                    and (\(show) is null or case \(show) when 'waiting' then waiting is not null
                        when 'open' then outcome = 'not-known' and ending is null when 'late' then late
                        when 'notices' then unseen && \(sides)
                        when 'active' then outcome = 'met' and ending is null and state is not null end)
                    and (\(before) is null or position < \(before))
                order by position desc limit \(limit + 1)
                """)
        }
        let shown = Array(rows.prefix(limit))
        return Page(
            items: try await listItems(shown, in: slug, language),
            next: rows.count > limit ? shown.last.map { String($0.position) } : nil)
    }

    /// What waits for somebody among the screenings that a caller may see.
    public func screeningCounts(in slug: String, for principal: Principal) async throws -> ScreeningCounts {
        let office = try ownOffice(principal, .listScreenings, in: slug)
        let sides = Self.sides(of: principal)
        return try await pool.run { session in
            let row = try session.query(
                """
                select count(*), count(*) filter (where waiting is not null),
                    count(*) filter (where outcome = 'not-known' and ending is null), count(*) filter (where late),
                    count(*) filter (where unseen && \(sides))
                from read.screenings_v1 where jurisdiction = \(slug) and (\(office) is null or office = \(office))
                """)[0]
            return ScreeningCounts(
                all: try row.get(0), waiting: try row.get(1), open: try row.get(2), late: try row.get(3),
                notices: try row.get(4))
        }
    }

    /// Whose notices a person looks at. A partner's are the office's to pass on: it takes the partner's steps too.
    private static func sides(of principal: Principal) -> [String] {
        principal.roles.contains(.supervisor)
            ? Casework.Screening.Side.allCases.map(\.rawValue)
            : [Casework.Screening.Side.prosecutor, .partner].map(\.rawValue)
    }

    private func listItems(
        _ rows: [ScreeningsProjection.Row], in slug: String, _ language: String
    ) async throws -> [ScreeningListItem] {
        let names = try await names(of: rows.map(\.participant), in: slug)
        let organizations = try await directory.organizations()
        let catalog = try await catalog()
        return rows.map { row in
            let track = catalog.version(row.moduleVersion, of: row.module)?.document.track(row.track)
            return ScreeningListItem(
                row: row, name: names[row.participant] ?? .unknown,
                track: track?.title.text(language) ?? row.track,
                state: row.state.flatMap { track?.state($0)?.title.text(language) },
                deadline: row.nextDeadline.map { track?.deadline($0)?.text.text(language) ?? $0 },
                office: organizations[row.office]?.name)
        }
    }
}
