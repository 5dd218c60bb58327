public import Foundation
public import Logging
public import Postgres

/// Brings a database's schema up to this build's, one step after another, each in a transaction of its own.
///
/// Steps are remembered with their checksum in `throughline.migration`. Two servers that start at once do it one
/// after the other. The connection must be the owner's: a login that may create roles and schemas.
public struct Migrator: Sendable {
    /// How far a step has come.
    public enum Status: Sendable, Hashable {
        case applied(at: Date)
        case pending
    }

    /// One step and how far it has come.
    public struct Step: Sendable, Hashable {
        public let migration: Migration
        public let status: Status
    }

    private let migrations: [Migration]
    private let logger: Logger
    /// "migr" in ASCII.
    private static let lock: Int64 = 0x6D69_6772

    public init(_ migrations: [Migration], logger: Logger = Logger(label: "migrator")) {
        self.migrations = migrations.sorted { $0.number < $1.number }
        self.logger = logger
    }

    /// Applies what is pending and answers with it.
    @discardableResult
    public func migrate(_ configuration: PostgresConfiguration) async throws -> [Migration] {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            let applied = try await connection.run { try migrate($0) }
            await connection.close()
            return applied
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The same on a session that is outside any transaction.
    @discardableResult
    public func migrate(_ session: PostgresSession) throws -> [Migration] {
        try session.query("select pg_advisory_lock(\(Self.lock))")
        defer { _ = try? session.query("select pg_advisory_unlock(\(Self.lock))") }
        try session.execute(script: Self.bookkeeping)
        let pending = try plan(session).filter { $0.status == .pending }.map(\.migration)
        for migration in pending { try apply(migration, on: session) }
        return pending
    }

    /// Every step with its status; throws when the files contradict what was applied.
    public func plan(_ session: PostgresSession) throws -> [Step] {
        var applied: [Int: (name: String, checksum: [UInt8], at: Date)] = [:]
        let isKnown = try session.query("select to_regclass('throughline.migration') is not null")
        if try isKnown[0].get(0, as: Bool.self) {
            for row in try session.query("select number, name, checksum, applied_at from throughline.migration") {
                applied[Int(try row.get(0, as: Int32.self))] = (try row.get(1), try row.get(2), try row.get(3))
            }
        }
        let newest = applied.keys.max() ?? 0
        var steps: [Step] = []
        for migration in migrations {
            if steps.last?.migration.number == migration.number {
                throw MigrationError(.duplicate, "Two migrations are numbered \(migration.number).")
            }
            guard let done = applied.removeValue(forKey: migration.number) else {
                guard migration.number > newest else {
                    throw MigrationError(
                        .outOfOrder,
                        "Migration \(migration.label) is new, but \(newest) is applied already. Renumber it.")
                }
                steps.append(Step(migration: migration, status: .pending))
                continue
            }
            guard done.checksum == migration.checksum else {
                throw MigrationError(
                    .changed,
                    "Migration \(migration.label) has changed since it was applied. Undo that; add a new one.")
            }
            steps.append(Step(migration: migration, status: .applied(at: done.at)))
        }
        if let unknown = applied.min(by: { $0.key < $1.key }) {
            throw MigrationError(
                .missing,
                "The database has migration \(unknown.key) (\(unknown.value.name)), which this build does not know. "
                    + "It was made by a newer Throughline.")
        }
        return steps
    }

    private func apply(_ migration: Migration, on session: PostgresSession) throws {
        do {
            try session.transaction { session in
                try session.execute(script: migration.sql)
                try session.execute(script: "reset role")  // the step may have become the owner
                try session.query(
                    """
                    insert into throughline.migration (number, name, checksum)
                    values (\(Int32(migration.number)), \(migration.name), \(migration.checksum))
                    """)
            }
        } catch let error as PostgresError {
            throw MigrationError(.failed, "Migration \(migration.label) failed.", underlying: error)
        }
        logger.info("applied migration \(migration.label)")
    }

    private static let bookkeeping = """
        create schema if not exists throughline;
        create table if not exists throughline.migration (
            number integer primary key,
            name text not null,
            checksum bytea not null,
            applied_at timestamptz not null default clock_timestamp())
        """
}

extension Migration {
    fileprivate var label: String { "\(number) (\(name))" }
}
