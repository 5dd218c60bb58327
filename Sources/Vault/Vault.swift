import Crypto
import EventModel
public import Foundation
public import Postgres

/// Keeps each person's data key, wrapped, and what pages need to know of people, sealed.
public final class Vault: Sendable {
    let pool: PostgresPool
    let keyFile: KeyFile
    let cache: KeyCache
    private let now: @Sendable () -> ContinuousClock.Instant

    public convenience init(pool: PostgresPool, keys: KeyFile) {
        self.init(pool: pool, keys: keys, now: { .now })
    }

    init(pool: PostgresPool, keys: KeyFile, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.pool = pool
        self.now = now
        keyFile = keys
        cache = KeyCache(now: now)
    }

    /// The keys of these people, made where they are missing when `create` is set.
    ///
    /// Without `create`, a person with no key is simply not in the ring. Safe when two servers race: both get the one
    /// key that was stored.
    public func keys(
        for subjects: Set<UUID>, in jurisdiction: String, create: Bool
    ) async throws -> KeyRing {
        var keys = cache.keys(for: subjects, in: jurisdiction)
        var missing = subjects.subtracting(keys.keys)
        guard !missing.isEmpty else { return KeyRing(jurisdiction: jurisdiction, keys: keys) }
        let readAt = now()
        let stored = try await load(missing, in: jurisdiction)
        missing.subtract(stored.keys)
        keys.merge(stored) { old, _ in old }
        if create, !missing.isEmpty {
            let made = try await make(missing, in: jurisdiction)
            guard made.count == missing.count else { throw VaultError(.noKey) }
            keys.merge(made) { old, _ in old }
        }
        cache.insert(keys, in: jurisdiction, readAt: readAt)
        return KeyRing(jurisdiction: jurisdiction, keys: keys)
    }

    /// Forgets every unwrapped key, as when another server tells that one was destroyed.
    public func dropCachedKeys() { cache.removeAll() }

    private func load(_ subjects: Set<UUID>, in jurisdiction: String) async throws -> [UUID: DataKey] {
        let subjects = Array(subjects)
        return try await pool.run { session in
            var (keys, unreadable) = try self.read(subjects, in: jurisdiction, session)
            // The epoch may have turned between the rows and the file; a destroyed key's row stays as it is.
            while !unreadable.isEmpty {
                let before = unreadable
                (keys, unreadable) = try self.read(subjects, in: jurisdiction, session)
                if unreadable == before { break }
            }
            return keys
        }
    }

    /// One transaction makes all that are missing, under the epoch that no one can turn meanwhile.
    private func make(_ subjects: Set<UUID>, in jurisdiction: String) async throws -> [UUID: DataKey] {
        let subjects = subjects.sorted { $0.text < $1.text }
        return try await pool.transaction { session in
            let epoch = try session.query("select current from vault.epoch for share").first?.get(0, as: Int.self) ?? 0
            guard let kek = try self.keyFile.key(epoch: epoch) else { throw VaultError(.keyFileMismatch) }
            let ids = subjects.map { _ in UUID() }
            let wrapped = try subjects.map { _ in try AES.KeyWrap.wrap(SymmetricKey(size: .bits256), using: kek) }
            try session.query(
                """
                insert into vault.key (jurisdiction, subject, key_id, epoch, wrapped) \
                select \(jurisdiction), s, k, \(Int32(epoch)), w \
                from unnest(\(subjects), \(ids), \(wrapped)) as new (s, k, w) on conflict (jurisdiction, subject) do nothing
                """)
            return try self.read(subjects, in: jurisdiction, session).keys
        }
    }

    /// The keys that can be unwrapped, and the epochs of those that cannot.
    ///
    /// One look-up a person: a plan made while the table was small would filter all of a jurisdiction's keys instead.
    private func read(
        _ subjects: [UUID], in jurisdiction: String, _ session: PostgresSession
    ) throws -> (keys: [UUID: DataKey], unreadable: [UUID: Int]) {
        var keys: [UUID: DataKey] = [:]
        var unreadable: [UUID: Int] = [:]
        let rows = try session.query(
            """
            select k.* from unnest(\(subjects)) s(id) cross join lateral (
                select subject, key_id, epoch, wrapped from vault.key
                where jurisdiction = \(jurisdiction) and subject = s.id offset 0) k
            """)
        for row in rows {
            let (subject, epoch) = (try row.get(0, as: UUID.self), try row.get(2, as: Int.self))
            if let key = try unwrap(row.get(3, as: Data.self), epoch: epoch) {
                keys[subject] = DataKey(id: try row.get(1), key: key)
            } else {
                unreadable[subject] = epoch
            }
        }
        return (keys, unreadable)
    }

    /// Answers `nil` for a key whose epoch was destroyed, as comes back with an old backup.
    func unwrap(_ wrapped: Data, epoch: Int) throws -> SymmetricKey? {
        guard let kek = try keyFile.key(epoch: epoch) else {
            guard let newest = keyFile.epochs.last, newest > epoch else { throw VaultError(.keyFileMismatch) }
            return nil
        }
        guard let key = try? AES.KeyWrap.unwrap(wrapped, using: kek) else { throw VaultError(.keyFileMismatch) }
        return key
    }
}
