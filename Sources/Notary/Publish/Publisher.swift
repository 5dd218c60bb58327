import EventLog
import Foundation
public import Ledger
public import Logging
public import Postgres

/// Signs a checkpoint of each log that has something new, and publishes it outside the database.
///
/// Of several servers on one database one publishes a log at a time. Each compares the database with what was
/// published before it signs; where that does not fit, it stops with that log and says so until it fits again.
public final class Publisher: Sendable {
    let pool: PostgresPool
    let folder: String
    let address: String
    let signer: @Sendable (String) throws -> SigningKey
    private let logger: Logger

    /// - Parameters:
    ///   - folder: where checkpoints are published outside the database.
    ///   - address: the server's public address without its scheme; new logs are named after it, once and for all.
    ///   - signer: the key of an origin, the same every time.
    public init(
        pool: PostgresPool, folder: String, address: String, logger: Logger,
        signer: @escaping @Sendable (String) throws -> SigningKey
    ) {
        self.pool = pool
        self.folder = folder
        self.address = address
        self.logger = logger
        self.signer = signer
    }

    /// How a log stands after a look at it.
    public enum Outcome: Sendable {
        /// There is no event to publish.
        case empty
        /// Another publisher is at it.
        case elsewhere
        /// All that was committed is published.
        case published(LogEpoch, StoredCheckpoint, isNew: Bool)
        case stopped(PublisherProblem)
    }

    /// Publishes every log each interval, until its task is cancelled.
    public func run(every interval: Duration) async {
        while !Task.isCancelled {
            do {
                for jurisdiction in try await logs() { try await publish(jurisdiction) }
            } catch where !Task.isCancelled {
                logger.warning("checkpoints wait for the database", metadata: ["error": "\(error)"])
            } catch {}
            try? await Task.sleep(for: interval)
        }
    }

    /// Logs with events, and logs of which something was published.
    private func logs() async throws -> [String] {
        let withEvents = try await EventReader(pool: pool).jurisdictions()
        let published = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(withEvents + published).sorted()
    }

    /// Brings the checkpoints of one log up to its head.
    @discardableResult
    public func publish(_ jurisdiction: String) async throws -> Outcome {
        while true {
            let (outcome, isBehind) = try await round(jurisdiction)
            if case .stopped(let problem) = outcome {
                logger.error(
                    "publishing has stopped", metadata: ["log": "\(jurisdiction)", "problem": "\(problem)"])
            }
            if !isBehind { return outcome }
        }
    }

    private func round(_ jurisdiction: String) async throws -> (Outcome, isBehind: Bool) {
        let file = PublishedFile(folder: folder, jurisdiction: jurisdiction)
        let origin = "\(address)/log/\(jurisdiction)"
        return try await pool.run { [signer] session in
            guard try PublisherLock.take(jurisdiction, on: session) else { return (.elsewhere, false) }
            defer { PublisherLock.give(jurisdiction, on: session) }
            let round = PublishingRound(
                jurisdiction: jurisdiction, origin: origin, signer: signer, file: file, session: session)
            do {
                let result = try round.run()
                try LedgerStore.note(nil, of: jurisdiction, on: session)
                switch result {
                case .empty: return (.empty, false)
                case .current(let epoch, let checkpoint, let isNew, let isBehind):
                    return (.published(epoch, checkpoint, isNew: isNew), isBehind)
                }
            } catch let problem as PublisherProblem {
                try LedgerStore.note(problem, of: jurisdiction, on: session)
                return (.stopped(problem), false)
            }
        }
    }
}

/// The lease of a log's publisher: a lock of the connection, which PostgreSQL takes back when its holder dies.
///
/// It is only the queue. What makes two roots for one size impossible is the primary key of the checkpoints.
enum PublisherLock {
    private static let seed: Int64 = 7_310_002

    static func take(_ jurisdiction: String, on session: PostgresSession) throws(PostgresError) -> Bool {
        try session.query("select pg_try_advisory_lock(hashtextextended(\(jurisdiction), \(seed)))")[0].get(0)
    }

    static func give(_ jurisdiction: String, on session: PostgresSession) {
        // A connection that cannot give it back is broken, and has lost it thereby.
        _ = try? session.query("select pg_advisory_unlock(hashtextextended(\(jurisdiction), \(seed)))")
    }
}
