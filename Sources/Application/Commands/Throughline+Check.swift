public import Access
import Casework
import EventLog
import EventModel
import Foundation

extension Throughline {
    /// Asks the one place that decides who may do what.
    func check(_ principal: Principal, _ action: Action, _ resource: Resource) throws(Failure) {
        do throws(Denied) {
            try Permission.check(principal, may: action, on: resource)
        } catch { throw .denied(error) }
    }

    /// The jurisdiction, among those that the caller works in, whose log has a stream.
    ///
    /// What is not there is answered like what may not be seen.
    func locate(_ kind: String, _ id: UUID, for principal: Principal) async throws -> String {
        for jurisdiction in try await reachable(by: principal)
        where try await reader.version(of: StreamID(kind, id), in: jurisdiction) > 0 {
            return jurisdiction
        }
        throw Failure.notFound
    }

    /// The jurisdictions of a caller; the server itself and its command line reach all.
    public func reachable(by principal: Principal) async throws -> [String] {
        switch principal.channel {
        case .system, .commandLine: try await directory.jurisdictions().map(\.slug)
        case .session, .token: principal.jurisdictions.sorted()
        }
    }

    /// The jurisdiction that a caller asks about: the one named, or the only one there is.
    public func jurisdiction(named name: String?, for principal: Principal) async throws -> String {
        let reachable = try await reachable(by: principal)
        guard let name, !name.isEmpty else {
            guard let first = reachable.first else { throw Failure.notFound }
            return first
        }
        let slug = Jurisdiction.slug(of: name)
        guard reachable.contains(slug) else {
            throw Failure.invalid([InvalidField("jurisdiction", .unknownValue, accepted: reachable)])
        }
        return slug
    }
}
