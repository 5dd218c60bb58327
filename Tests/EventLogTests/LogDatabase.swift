import EventLog
import EventModel
import Foundation
import Postgres
import Schema
import TestSupport

/// A fresh database with the schema, and the ways into it.
struct LogDatabase: Sendable {
    /// Connects as the superuser that made the database.
    let admin: PostgresConfiguration
    /// Connects as the server does.
    let app: PostgresConfiguration
    let pool: PostgresPool
    var reader: EventReader { EventReader(pool: pool) }

    init() async throws {
        admin = try await TestCluster.freshDatabase()
        try await Migrator(Schema.migrations(), logger: .quiet).migrate(admin)
        var app = admin
        app.role = "throughline_app"
        app.applicationName = "appender"
        self.app = app
        pool = PostgresPool(app, size: 4)
    }

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

    /// Runs a body beside an appender, which is stopped and drained afterwards.
    func appending<Result: Sendable>(
        queueLimit: Int = 4096, _ body: (Appender) async throws -> Result
    ) async throws -> Result {
        let appender = Appender(configuration: app, queueLimit: queueLimit, logger: .quiet)
        let work = Task { await appender.run() }
        do {
            let result = try await body(appender)
            appender.stop()
            await work.value
            return result
        } catch {
            appender.stop()
            await work.value
            throw error
        }
    }
}

extension EventToAppend {
    /// An event of the tests' own kind.
    static func thing(
        _ id: UUID, _ payload: String = #"{"place":"here"}"#, type: String = "thing.made", at: Date = .milestone
    ) -> EventToAppend {
        EventToAppend(
            stream: StreamID("thing", id), id: UUID(), type: type, occurredAt: at, payload: Data(payload.utf8))
    }
}

extension AppendRequest {
    static func things(
        _ events: EventToAppend..., in jurisdiction: String = "us-wa-king", command: UUID = UUID(),
        fingerprint: [UInt8] = [1], expecting: [StreamID: ExpectedVersion] = [:]
    ) -> AppendRequest {
        AppendRequest(
            jurisdiction: jurisdiction, commandID: command, fingerprint: fingerprint, expecting: expecting,
            events: events)
    }
}

extension Date {
    /// A moment with microseconds that a double cannot hold exactly as a decimal.
    static let milestone = Date(timeIntervalSinceReferenceDate: 815_000_000.123457)
}
