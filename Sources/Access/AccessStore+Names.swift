public import Foundation
import Postgres

extension AccessStore {
    /// The names of accounts, for showing who acted. Accounts are never deleted, so every actor has one.
    public func displayNames(of accounts: some Sequence<UUID>) async throws -> [UUID: String] {
        let wanted = Array(Set(accounts))
        guard !wanted.isEmpty else { return [:] }
        return try await pool.run { session in
            try session.query("select id, display_name from access.account where id = any(\(wanted))")
                .reduce(into: [:]) { names, row in
                    names[try row.get(0, as: UUID.self)] = try row.get(1, as: String.self)
                }
        }
    }
}
