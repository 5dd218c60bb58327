public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Postgres

extension Throughline {
    /// The people whom an office knows by a name, for referring somebody once more. Each is written to the access log.
    public func people(
        named query: String, in slug: String, for principal: Principal
    ) async throws -> [ParticipantDetail] {
        let office = principal.organization
        try check(principal, .viewParticipant, Resource(jurisdiction: slug, referringOrganization: office))
        var known: [ParticipantDetail] = []
        for id in try await participants(named: query, in: slug).prefix(40) where known.count < 20 {
            // Another office's people are not this one's to see.
            let history = try await reader.stream(StreamID(StreamKind.participant, id), in: slug)
            let refers = try await hasReferral(of: id, by: office, in: slug)
            guard history.first?.organization == office || refers else { continue }
            known.append(try await participant(id, for: principal))
        }
        return known
    }

    /// The case that a person's last referral by the office belonged to.
    public func lastCase(of participant: UUID, in slug: String, for principal: Principal) async throws -> UUID? {
        let office = principal.organization
        try check(principal, .viewParticipant, Resource(jurisdiction: slug, referringOrganization: office))
        return try await pool.run { session in
            try session.query(
                """
                select case_id from read.referral_v1
                where jurisdiction = \(slug) and participant = \(participant) and office = \(office)
                    and case_id is not null
                order by position desc limit 1
                """
            ).first?.get(0, as: UUID?.self)
        }
    }

    private func hasReferral(of participant: UUID, by office: UUID, in slug: String) async throws -> Bool {
        try await pool.run { session in
            try session.query(
                """
                select exists (select 1 from read.referral_v1
                    where jurisdiction = \(slug) and participant = \(participant) and office = \(office))
                """)[0].get(0)
        }
    }
}
