import Crypto
public import Foundation
public import Postgres

extension Vault {
    /// Deletes a person's key, sealed fields and index entries; answers the key's id, or `nil` if there was none.
    ///
    /// The key's bytes stay in write-ahead logs and backups, so it is not destroyed before `turnEpoch()` is done too.
    /// Other servers may use the key for 60 seconds more.
    @discardableResult
    public func destroyKey(subject: UUID, in jurisdiction: String) async throws -> UUID? {
        let id = try await pool.transaction { session in
            try self.destroyKey(subject: subject, in: jurisdiction, session)
        }
        cache.remove(subject, in: jurisdiction)
        return id
    }

    /// The same inside the caller's transaction; call `dropCachedKeys()` when it has committed.
    @discardableResult
    public func destroyKey(
        subject: UUID, in jurisdiction: String, _ session: PostgresSession
    ) throws -> UUID? {
        let row = try session.query(
            "delete from vault.key where jurisdiction = \(jurisdiction) and subject = \(subject) returning key_id"
        ).first
        cache.remove(subject, in: jurisdiction)
        return try row?.get(0)
    }

    /// Wraps every key anew under a new key-encryption key and destroys the old ones, outside the database.
    ///
    /// The new key is on disk before any row uses it, and the old ones stay until all rows are committed: a crash at any
    /// step loses nothing, and `destroyOldEpochs()` finishes what it left. Answers the new epoch.
    @discardableResult
    public func turnEpoch() async throws -> Int {
        let epoch = try keyFile.addEpoch()
        guard let kek = try keyFile.key(epoch: epoch) else { throw VaultError(.keyFileMismatch) }
        let current = try await pool.transaction { session in
            let current =
                try session.query("select current from vault.epoch for update").first?.get(0, as: Int.self) ?? 0
            // Another server turned the epoch meanwhile, and farther: its turn covers this one.
            guard current < epoch else { return current }
            try self.rewrap(under: kek, epoch: epoch, session)
            try session.query("update vault.epoch set current = \(Int32(epoch))")
            return epoch
        }
        try keyFile.destroyEpochs(before: current)
        return current
    }

    /// Destroys the key-encryption keys that a crash during `turnEpoch()` has left; for the start of a server.
    public func destroyOldEpochs() async throws {
        let current = try await pool.run { session in
            try session.query(
                "select least((select current from vault.epoch), (select min(epoch) from vault.key))"
            ).first?.get(0, as: Int?.self)
        }
        if let current, let oldest = keyFile.epochs.first, oldest < current {
            try keyFile.destroyEpochs(before: current)
        }
    }

    private func rewrap(under kek: SymmetricKey, epoch: Int, _ session: PostgresSession) throws {
        let batch = 5_000
        var last = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        while true {
            let rows = try session.query(
                """
                select key_id, epoch, wrapped from vault.key where key_id > \(last) \
                order by key_id limit \(batch)
                """)
            var ids: [UUID] = []
            var wrapped: [Data] = []
            for row in rows {
                last = try row.get(0)
                guard let key = try unwrap(row.get(2, as: Data.self), epoch: row.get(1, as: Int.self)) else { continue }
                ids.append(last)
                wrapped.append(try AES.KeyWrap.wrap(key, using: kek))
            }
            try session.query(
                """
                update vault.key k set epoch = \(Int32(epoch)), wrapped = n.w \
                from unnest(\(ids), \(wrapped)) as n (id, w) where k.key_id = n.id
                """)
            if rows.count < batch { return }
        }
    }
}
