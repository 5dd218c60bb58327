public import Access
public import Casework
import EventLog
import EventModel
public import Foundation

extension Throughline {
    /// The status that a referral had at a position, so that a repeated command gets its first answer again.
    public func status(
        ofReferral id: UUID, at position: Int64, for principal: Principal
    ) async throws -> Referral.Status {
        let slug = try await locate(StreamKind.referral, id, for: principal)
        let history = try await reader.stream(StreamID(StreamKind.referral, id), in: slug, upTo: position)
        let state = Referral.state(after: try history.compactMap { try Referral.Event($0) })
        do throws(Failure) {
            try check(principal, .viewReferral, resource(for: state, in: slug))
        } catch { throw Failure.notFound }
        return state.status
    }

    /// The jurisdiction that a referral belongs to, among those that the caller works in.
    public func jurisdiction(ofReferral id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.referral, id, for: principal)
    }

    /// The jurisdiction that a program belongs to, among those that the caller works in.
    public func jurisdiction(ofProgram id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.program, id, for: principal)
    }

    /// The jurisdiction that a person is registered in, among those that the caller works in.
    public func jurisdiction(ofParticipant id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.participant, id, for: principal)
    }
}
