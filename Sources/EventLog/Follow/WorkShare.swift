import Crypto
public import Foundation
public import Logging
public import Postgres
import Synchronization

/// Which of the servers on one database does which work.
///
/// A server that works keeps a row alive; one that has not been seen for `lease` is out. Everybody works out from the
/// list of those who are in who does what, the highest hash of server and work (rendezvous hashing), so the work is
/// spread and only a dead server's part moves. Only the database's clock counts, and a server that was frozen or cut
/// off loses its part like a dead one.
///
/// Two servers may disagree for a moment, and both or neither do a piece of work. Nothing depends on it but economy:
/// rows and checkpoint move in one transaction under the checkpoint's lock, and what a process appends has an id made
/// from its cause.
public final class WorkShare: Sendable {
    /// Rings with the name of every log when a server has come or gone.
    public let changes = LogSignal()

    private let configuration: PostgresConfiguration
    private let id: UUID
    private let interval: Duration
    private let lease: Duration
    private let logger: Logger
    /// The servers that are in; empty while this process does not take part, and then everything is its own to do.
    private let members = Mutex<[UUID]>([])

    /// - Parameters:
    ///   - interval: how often the row is kept alive and the others are looked at.
    ///   - lease: how long a server that says nothing counts as alive; with `interval` it bounds a take-over.
    public init(
        configuration: PostgresConfiguration, id: UUID = UUID(), interval: Duration = .seconds(1),
        lease: Duration = .seconds(5), logger: Logger = Logger(label: "share")
    ) {
        var configuration = configuration
        // A look that hangs must not keep this server from trying again in time.
        configuration.statementTimeout = configuration.statementTimeout ?? lease
        self.configuration = configuration
        self.id = id
        self.interval = interval
        self.lease = lease
        self.logger = logger
    }

    /// Whether a piece of work in one jurisdiction is this server's.
    public func isOurs(_ work: String, in jurisdiction: String) -> Bool {
        let members = members.withLock { $0 }
        guard members.count > 1 else { return members.first.map { $0 == id } ?? true }
        return members.max { Self.weight($0, work, jurisdiction) < Self.weight($1, work, jurisdiction) } == id
    }

    /// Takes part until its task is cancelled, and then hands its part over at once.
    public func run() async {
        var connection: PostgresConnection?
        while !Task.isCancelled {
            do {
                if connection == nil { connection = try await .connect(configuration, logger: logger) }
                try await connection?.run { session in try look(on: session) }
            } catch  where !Task.isCancelled {
                logger.warning("this server cannot say that it is alive: \(error)")
                await connection?.close()
                connection = nil
            } catch {}
            try? await Task.sleep(for: interval)
        }
        let last = connection
        // A task of its own: a cancelled one cannot say farewell.
        await Task { await leave(last) }.value
    }

    /// The servers that are in, by the database's clock.
    public static func members(on session: PostgresSession) throws(PostgresError) -> [UUID] {
        var members: [UUID] = []
        for row in try session.query("select id from read.server where seen_until > clock_timestamp() order by id") {
            members.append(try row.get(0))
        }
        return members
    }

    /// Keeps this server's row alive, clears away what the dead left, and sees who is in.
    private func look(on session: PostgresSession) throws {
        let seconds = Int32(clamping: lease.components.seconds)
        try session.query(
            """
            insert into read.server (id, seen_until) values (\(id), clock_timestamp() + make_interval(secs => \(seconds)))
            on conflict (id) do update set seen_until = excluded.seen_until
            """)
        try session.query("delete from read.server where seen_until < clock_timestamp() - interval '1 minute'")
        let seen = try Self.members(on: session)
        let changed = members.withLock { members in
            defer { members = seen }
            return members != seen
        }
        guard changed else { return }
        logger.info("\(seen.count) servers share the work")
        changes.announce(Set(try EventReader.jurisdictions(on: session)))
    }

    private func leave(_ connection: PostgresConnection?) async {
        members.withLock { $0 = [] }
        _ = try? await connection?.run { session in
            try session.query("delete from read.server where id = \(id)")
        }
        await connection?.close()
    }

    private static func weight(_ member: UUID, _ work: String, _ jurisdiction: String) -> [UInt8] {
        Array(SHA256.hash(data: Data("\(member.uuidString)/\(work)/\(jurisdiction)".utf8)))
    }
}

/// Compares hashes as numbers, the first byte counting most.
private func < (one: [UInt8], other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }
