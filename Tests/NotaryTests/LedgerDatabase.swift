import EmbeddedPostgres
import EventLog
import EventModel
import Foundation
import Ledger
import Postgres
import Schema
import TestSupport

@testable import Notary

/// A database with a log of one jurisdiction, and what is published of it in a folder outside.
struct LedgerDatabase: Sendable {
    static let slug = "us-zz-test"
    static let secret = Data(repeating: 7, count: 32)

    /// Connects as the superuser that made the database.
    let admin: PostgresConfiguration
    /// Connects as the server does.
    let app: PostgresConfiguration
    let folder: String

    init() async throws {
        try await self.init(
            TestCluster.freshDatabase(), folder: TestCluster.makeDirectory(prefix: "throughline-ledger"))
        try await Migrator(Schema.migrations(), logger: .quiet).migrate(admin)
    }

    private init(_ admin: PostgresConfiguration, folder: String) {
        self.admin = admin
        self.folder = folder
        var app = admin
        app.role = "throughline_app"
        self.app = app
    }

    /// Another database with the same contents. Nobody may be connected to this one.
    func copied() async throws -> LedgerDatabase {
        let from = try await asAdmin { try $0.query("select current_database()")[0].get(0, as: String.self) }
        let cluster = try await TestCluster.shared()
        let name = "test_" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        let connection = try await PostgresConnection.connect(PostgresConfiguration(cluster.connectionString))
        try await connection.run { try $0.execute(script: "create database \(name) template \(from)") }
        await connection.close()
        let folder = try TestCluster.makeDirectory(prefix: "throughline-ledger")
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: self.folder, toPath: folder)
        return LedgerDatabase(PostgresConfiguration(cluster.connectionString + " dbname=\(name)"), folder: folder)
    }

    /// Does something as the superuser, with no trigger in the way.
    @discardableResult
    func asAdmin<Result: Sendable>(_ body: @Sendable (PostgresSession) throws -> Result) async throws -> Result {
        let connection = try await PostgresConnection.connect(admin)
        do {
            let result = try await connection.run(body)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Changes what nobody may change.
    func tamper(_ script: String) async throws {
        try await asAdmin { session in
            for table in ["log.event", "ledger.epoch", "ledger.tile", "ledger.checkpoint"] {
                try session.execute(script: "alter table \(table) disable trigger all")
            }
            try session.execute(script: script)
        }
    }

    /// Works with connections of the server's kind, which are closed afterwards.
    func withPool<Result>(_ body: (PostgresPool) async throws -> Result) async throws -> Result {
        let pool = PostgresPool(app, size: 4, logger: .quiet)
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    func publisher(_ pool: PostgresPool, secret: Data = LedgerDatabase.secret) -> Publisher {
        Publisher(pool: pool, folder: folder, address: "log.example", logger: .quiet) { origin in
            try SigningKey(name: origin, seed: Data(Hash256(hashing: secret + Data(origin.utf8)).bytes))
        }
    }

    /// Publishes what is new, and answers with how that went.
    @discardableResult
    func publish() async throws -> Publisher.Outcome {
        try await withPool { try await publisher($0).publish(Self.slug) }
    }

    func verify(outside: [LogVerifier.Outside] = []) async throws -> VerificationReport? {
        try await withPool { try await LogVerifier(pool: $0).verify(Self.slug, outside: outside) }
    }

    /// The checkpoint as it is published outside the database.
    var published: String? { get throws { try PublishedFile(folder: folder, jurisdiction: Self.slug).read() } }

    /// Appends events in which no column is empty.
    func append(_ count: Int) async throws {
        let appender = Appender(configuration: app, logger: .quiet)
        let work = Task { await appender.run() }
        var left = count
        while left > 0 {
            let events = (0..<min(left, 100)).map { number in
                EventToAppend(
                    stream: StreamID("thing", UUID()), id: UUID(version7At: Date()), type: "thing.made",
                    occurredAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(number)),
                    payload: Data(#"{"number":\#(number)}"#.utf8))
            }
            _ = try await appender.append(
                AppendRequest(
                    jurisdiction: Self.slug, commandID: UUID(), actor: UUID(), organization: UUID(),
                    causationID: UUID(), module: "module", policyVersion: "1.0.0", events: events))
            left -= events.count
        }
        appender.stop()
        await work.value
    }
}
