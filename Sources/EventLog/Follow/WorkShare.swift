import Crypto
public import Foundation
public import Logging
public import Postgres
import Synchronization

/// Which of the servers on one database does which work.
///
/// A server that works keeps a row alive, and an advisory lock with the connection that does so. One whose process has
/// died is out when its lock is gone, which PostgreSQL notices at once; one that was frozen or cut off, and whose lock
/// stays, when it has not been seen for `lease`. Everybody works out from the list of those who are in who does what,
/// the highest hash of server and work (rendezvous hashing), so the work is spread and only a dead server's part moves.
/// Only the database's clock counts.
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
    /// Keeps these locks apart from others.
    private static let seed: Int64 = 7_310_003
    /// The servers that are in; empty while this process does not take part, and then everything is its own to do.
    private let members = Mutex<[UUID]>([])

    /// - Parameters:
    ///   - interval: how often the row is kept alive and the others are looked at.
    ///   - lease: how long a server counts as alive that says nothing and is still connected.
    public init(
        configuration: PostgresConfiguration, id: UUID = UUID(), interval: Duration = .milliseconds(500),
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
        let rows = try session.query(
            """
            select id from read.server
            where seen_until > clock_timestamp() and hashtextextended(id::text, \(seed)) in (
                select classid::int8 << 32 | objid::int8 from pg_locks where locktype = 'advisory' and objsubid = 1)
            order by id
            """)
        for row in rows { members.append(try row.get(0)) }
        return members
    }

    /// Holds a server's lock for as long as the session lives; holding it already does nothing.
    ///
    /// It is a shared one, so that a server that connects anew need not wait for what is left of its old connection.
    static func hold(_ id: UUID, on session: PostgresSession) throws(PostgresError) {
        try session.query(
            """
            select pg_advisory_lock_shared(key) from hashtextextended(\(id)::text, \(seed)) key
            where not exists (
                select from pg_locks where locktype = 'advisory' and objsubid = 1 and pid = pg_backend_pid()
                    and classid::int8 << 32 | objid::int8 = key)
            """)
    }

    /// Keeps this server's row alive, clears away what the dead left, and sees who is in.
    private func look(on session: PostgresSession) throws {
        let seconds = Int32(clamping: lease.components.seconds)
        try Self.hold(id, on: session)
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
