import EventLog
import Foundation
public import Ledger
public import Logging
public import Postgres
import Synchronization

/// Signs a checkpoint of each log that has something new, and publishes it outside the database.
///
/// Of several servers on one database one publishes a log at a time. Each compares the database with what was
/// published before it signs; where that does not fit, it stops with that log and says so until it fits again.
public final class Publisher: Sendable {
    let pool: PostgresPool
    let folder: String
    let address: String
    let signer: @Sendable (String) throws -> SigningKey
    let witnesses: [PublisherWitness]
    let logger: Logger
    /// The logs whose last checkpoint the witnesses have been asked about since the start.
    private let confirmed = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - folder: where checkpoints are published outside the database.
    ///   - address: the server's public address without its scheme; new logs are named after it, once and for all.
    ///   - signer: the key of an origin, the same every time.
    public init(
        pool: PostgresPool, folder: String, address: String, witnesses: [PublisherWitness] = [], logger: Logger,
        signer: @escaping @Sendable (String) throws -> SigningKey
    ) {
        self.pool = pool
        self.folder = folder
        self.address = address
        self.witnesses = witnesses
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

    /// What stands between a server's address and the jurisdiction in an origin.
    private static let place = "/log/"

    /// The jurisdiction whose log has this origin, in its first epoch or a later one.
    public static func jurisdiction(ofOrigin origin: String) -> String? {
        origin.ranges(of: place).last.flatMap { origin[$0.upperBound...].split(separator: "/").first }.map(String.init)
    }

    /// Publishes every log each interval, until its task is cancelled.
    public func run(every interval: Duration) async {
        while !Task.isCancelled {
            let logs = await attempt { try await self.logs() } ?? []
            for jurisdiction in logs { _ = await attempt { try await self.publish(jurisdiction) } }
            try? await Task.sleep(for: interval)
        }
    }

    private func attempt<Result>(_ work: () async throws -> Result) async -> Result? {
        do {
            return try await work()
        } catch  where !Task.isCancelled {
            logger.warning("a checkpoint has to wait", metadata: ["error": "\(error)"])
        } catch {}
        return nil
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
        let outcome: Outcome
        do {
            try await confirm(jurisdiction)
            outcome = try await publishAll(jurisdiction)
            if case .published(let epoch, let checkpoint, _) = outcome {
                _ = try await askWitnesses(checkpoint, in: epoch)
            }
        } catch let problem as PublisherProblem {
            logger.error("publishing has stopped", metadata: ["log": "\(jurisdiction)", "problem": "\(problem)"])
            try await pool.run { try LedgerStore.note(problem, of: jurisdiction, on: $0) }
            return .stopped(problem)
        }
        if case .elsewhere = outcome { return outcome }
        try await pool.run { try LedgerStore.note(nil, of: jurisdiction, on: $0) }
        return outcome
    }

    /// Shows the witnesses the last checkpoint before anything new is signed: they may have seen more of the log.
    private func confirm(_ jurisdiction: String) async throws {
        guard !witnesses.isEmpty, !confirmed.withLock({ $0.contains(jurisdiction) }) else { return }
        let last = try await pool.run { session in
            try LedgerStore.epoch(of: jurisdiction, on: session).flatMap { epoch in
                try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first.map { (epoch, $0) }
            }
        }
        if let (epoch, checkpoint) = last, try await !askWitnesses(checkpoint, in: epoch, again: true) { return }
        confirmed.withLock { _ = $0.insert(jurisdiction) }
    }

    private func publishAll(_ jurisdiction: String) async throws -> Outcome {
        while true {
            guard let result = try await round(jurisdiction) else { return .elsewhere }
            guard case .current(let epoch, let checkpoint, let isNew, let isBehind) = result else { return .empty }
            if !isBehind { return .published(epoch, checkpoint, isNew: isNew) }
        }
    }

    /// One round under the log's lock; `nil` when another publisher has it.
    private func round(_ jurisdiction: String) async throws -> PublishingRound.Result? {
        let file = PublishedFile(folder: folder, jurisdiction: jurisdiction)
        let origin = "\(address)\(Self.place)\(jurisdiction)"
        return try await pool.run { [signer] session in
            guard try PublisherLock.take(jurisdiction, on: session) else { return nil }
            defer { PublisherLock.give(jurisdiction, on: session) }
            return try PublishingRound(
                jurisdiction: jurisdiction, origin: origin, signer: signer, file: file, session: session
            ).run()
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
