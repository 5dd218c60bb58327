import Vault
public import Access
import Casework
public import EventModel
import Foundation
import Postgres
public import ReadModels

/// One referral in a partner's inbox, with what the partner may see of the person.
public struct InboxItem: Sendable {
    public var row: InboxProjection.Row
    public var name: PersonName
    /// What the office asks for, where it is shared.
    public var need: String?
    /// How the person is best reached, where it is shared.
    public var contact: String?
    public var offeredBy: String?
    public var consentSignedOn: Day?
}

/// A partner's inbox: one tab's referrals, the size of each tab, and what the office owes.
public struct Inbox: Sendable {
    public var jurisdiction: JurisdictionInfo
    public var items: [InboxItem]
    public var counts: [InboxProjection.Tab: Int]
    public var owed: [InboxItem]
    public var position: Int64
}

extension Throughline {
    /// What a partner was asked, on one tab, soonest deadline first.
    public func inbox(_ tab: InboxProjection.Tab, in slug: String, for principal: Principal) async throws -> Inbox {
        let partner = principal.organization
        try check(principal, .viewInbox, Resource(jurisdiction: slug, partnerOrganization: partner))
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let (rows, owed, counts, position) = try await pool.transaction(
            .init(isolation: .repeatableRead, readOnly: true)
        ) { session in
            let rows = try session.rows(
                InboxProjection.self,
                """
                select to_jsonb(t) from read.inbox_v1 t
                where jurisdiction = \(slug) and partner = \(partner) and tab = \(tab.rawValue)
                    and offered_at is not null
                order by next_due nulls last, ended_at desc nulls last, key limit 200
                """)
            let owed = try session.rows(
                InboxProjection.self,
                """
                select to_jsonb(t) from read.inbox_v1 t
                where jurisdiction = \(slug) and partner = \(partner) and owed_clock is not null
                order by owed_due, key limit 20
                """)
            var counts: [InboxProjection.Tab: Int] = [:]
            for row in try session.query(
                """
                select tab, count(*) from read.inbox_v1
                where jurisdiction = \(slug) and partner = \(partner) and offered_at is not null group by tab
                """)
            {
                if let tab = InboxProjection.Tab(rawValue: try row.get(0)) {
                    counts[tab] = try row.get(1, as: Int.self)
                }
            }
            return (rows, owed, counts, try session.checkpoint(InboxProjection.self, in: slug))
        }
        return Inbox(
            jurisdiction: jurisdiction, items: try await items(rows, in: slug), counts: counts,
            owed: try await items(owed, in: slug), position: position)
    }

    /// Opens what the partner may see, and nothing beyond it.
    private func items(_ rows: [InboxProjection.Row], in slug: String) async throws -> [InboxItem] {
        let people = try await vault.people(Array(Set(rows.map(\.participant))), in: slug)
        let actors = try await access.displayNames(of: rows.compactMap(\.offeredBy))
        let details = try await openedReferrals(rows.compactMap { UUID(uuidString: $0.key) }, in: slug)
        return rows.map { row in
            let shared = Set(row.share.compactMap(Referral.SharedField.init))
            let fields = people[row.participant]?.fields ?? [:]
            let detail = UUID(uuidString: row.key).flatMap { details[$0] }
            let contact = [
                shared.contains(.contactPreference) ? fields["contactPreference"]?.text : nil,
                shared.contains(.phone) ? fields["phone"]?.text : nil,
                shared.contains(.email) ? fields["email"]?.text : nil,
            ].compactMap { $0 }
            return InboxItem(
                row: row, name: shared.contains(.name) ? PersonName(fields) : .unknown,
                need: shared.contains(.need) ? detail?.need?.text : nil,
                contact: contact.isEmpty ? nil : contact.joined(separator: ", "),
                offeredBy: row.offeredBy.flatMap { actors[$0] }, consentSignedOn: nil)
        }
    }
}
