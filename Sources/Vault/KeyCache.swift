import Foundation
import Synchronization

/// Unwrapped keys, for a minute at most, so that a destroyed key is soon gone from every server.
final class KeyCache: Sendable {
    static let lifetime = Duration.seconds(60)

    struct Name: Hashable, Sendable {
        var jurisdiction: String
        var subject: UUID
    }

    private struct Entry {
        var key: DataKey
        var until: ContinuousClock.Instant
    }

    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[Name: Entry]>([:])

    init(capacity: Int = 10_000, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.capacity = capacity
        self.now = now
    }

    var count: Int { entries.withLock { $0.count } }

    /// The keys that are here, of the subjects asked for.
    func keys(for subjects: Set<UUID>, in jurisdiction: String) -> [UUID: DataKey] {
        let now = now()
        return entries.withLock { entries in
            var found: [UUID: DataKey] = [:]
            for subject in subjects {
                let entry = entries[Name(jurisdiction: jurisdiction, subject: subject)]
                if let entry, entry.until > now { found[subject] = entry.key }
            }
            return found
        }
    }

    func insert(_ keys: [UUID: DataKey], in jurisdiction: String, readAt: ContinuousClock.Instant) {
        let now = now()
        entries.withLock { entries in
            if entries.count + keys.count > capacity { entries = entries.filter { $0.value.until > now } }
            if entries.count + keys.count > capacity { entries = [:] }
            for (subject, key) in keys.prefix(capacity) {
                entries[Name(jurisdiction: jurisdiction, subject: subject)] = Entry(
                    key: key, until: readAt + Self.lifetime)
            }
        }
    }

    func remove(_ subject: UUID, in jurisdiction: String) {
        _ = entries.withLock { $0.removeValue(forKey: Name(jurisdiction: jurisdiction, subject: subject)) }
    }

    func removeAll() { entries.withLock { $0 = [:] } }
}
