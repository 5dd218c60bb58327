@testable import EventLog
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@Suite("Migrations", .timeLimit(.minutes(2)))
struct MigratorTests {
    private static let first = Migration(number: 1, name: "first", sql: "create table public.first (id int);")
    private static let second = Migration(number: 2, name: "second", sql: "insert into public.first values (1), (2)")

    private static func migrate(
        _ configuration: PostgresConfiguration, _ migrations: Migration...
    ) async throws -> [Int] {
        try await Migrator(migrations, logger: .quiet).migrate(configuration).map(\.number)
    }

    private static func code(_ body: () async throws -> Void) async throws -> MigrationError.Code? {
        do {
            try await body()
            return nil
        } catch let error as MigrationError {
            return error.code
        }
    }

    @Test("Steps are applied once, in order")
    func inOrder() async throws {
        let database = try await TestCluster.freshDatabase()
        #expect(try await Self.migrate(database, Self.first) == [1])
        #expect(try await Self.migrate(database, Self.second, Self.first) == [2])
        #expect(try await Self.migrate(database, Self.first, Self.second) == [])
        let connection = try await PostgresConnection.connect(database)
        let (count, plan) = try await connection.run { session in
            (
                try session.query("select count(*) from public.first")[0].get(0, as: Int.self),
                try Migrator([Self.first, Self.second], logger: .quiet).plan(session)
            )
        }
        await connection.close()
        #expect(count == 2)
        #expect(plan.map(\.migration) == [Self.first, Self.second])
        #expect(plan.allSatisfy { $0.status != .pending })
    }

    @Test("A plan of an empty database changes nothing")
    func plan() async throws {
        let database = try await TestCluster.freshDatabase()
        let connection = try await PostgresConnection.connect(database)
        let (plan, schemas) = try await connection.run { session in
            (
                try Migrator([Self.first], logger: .quiet).plan(session),
                try session.query("select count(*) from pg_namespace where nspname = 'throughline'")[0]
                    .get(0, as: Int.self)
            )
        }
        await connection.close()
        #expect(plan.map(\.status) == [.pending])
        #expect(schemas == 0)
    }

    @Test("What contradicts the database is refused and changes nothing")
    func contradictions() async throws {
        let database = try await TestCluster.freshDatabase()
        _ = try await Self.migrate(database, Self.first, Self.second)
        let changed = Migration(number: 1, name: "first", sql: "create table public.first (id bigint);")
        let third = Migration(number: 3, name: "third", sql: "create table public.third ()")
        let zeroth = Migration(number: 0, name: "zeroth", sql: "create table public.third ()")
        #expect(try await Self.code { _ = try await Self.migrate(database, changed, Self.second, third) } == .changed)
        #expect(try await Self.code { _ = try await Self.migrate(database, Self.first, third) } == .missing)
        #expect(
            try await Self.code { _ = try await Self.migrate(database, zeroth, Self.first, Self.second) } == .outOfOrder
        )
        #expect(
            try await Self.code { _ = try await Self.migrate(database, Self.first, Self.second, third, third) }
                == .duplicate)
        #expect(try await Self.migrate(database, Self.first, Self.second, third) == [3])
    }

    @Test("A step that fails is rolled back and names itself")
    func failure() async throws {
        let database = try await TestCluster.freshDatabase()
        let broken = Migration(number: 2, name: "broken", sql: "create table public.second (); select 1 / 0;")
        do {
            _ = try await Self.migrate(database, Self.first, broken)
            Issue.record("a broken step was applied")
        } catch let error as MigrationError {
            #expect(error.code == .failed)
            #expect(error.message == "Migration 2 (broken) failed.")
            #expect(error.underlying?.sqlState == .divisionByZero)
        }
        let mended = Migration(number: 2, name: "mended", sql: "create table public.second ();")
        #expect(try await Self.migrate(database, Self.first, mended) == [2])
    }

    @Test("Servers that start at once migrate once")
    func atOnce() async throws {
        let database = try await TestCluster.freshDatabase()
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<6 { group.addTask { try await Self.migrate(database, Self.first, Self.second) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == [1, 2])
    }

    @Test("The schema of this build is numbered without gaps and applies to an empty database")
    func schema() async throws {
        let migrations = try Schema.migrations()
        #expect(migrations.map(\.number) == Array(1...migrations.count))
        let database = try await TestCluster.freshDatabase()
        #expect(try await Migrator(migrations, logger: .quiet).migrate(database).count == migrations.count)
    }
}
