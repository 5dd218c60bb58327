@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing

@Suite("The database keeps history", .timeLimit(.minutes(2)))
struct AppendOnlyTests {
    private static let tables = ["event", "command"].flatMap { table in
        ["log.\(table)"] + (0..<8).map { "log.\(table)_\($0)" }
    }

    /// A database where every partition holds something.
    private static func filled() async throws -> LogDatabase {
        let log = try await LogDatabase()
        let batch = AppendBatch((0..<60).map { PendingAppend(.things(.thing(UUID()), in: "j\($0)")) })
        _ = try await log.pool.run { try $0.query(batch.query) }
        return log
    }

    @Test(
        "Nobody may change or remove what is stored",
        arguments: [
            "set role throughline_app", "set role throughline_owner", "select 1",
            "set session_replication_role = replica",
        ])
    func refused(become: String) async throws {
        let log = try await Self.filled()
        let failures = try await log.asAdmin { session in
            try session.execute(script: become)
            var failures: [String] = []
            for table in Self.tables {
                let column = table.contains("command") ? "first_position = 7" : "payload = '1'"
                for statement in [
                    "update \(table) set \(column)", "delete from \(table)", "truncate \(table)",
                    "merge into \(table) t using (select 1) s on true when matched then delete",
                ] {
                    do throws(PostgresError) {
                        try session.execute(script: statement)
                        failures.append(statement)
                    } catch {
                        if error.sqlState != .insufficientPrivilege { failures.append("\(statement): \(error)") }
                        let isByTrigger = error.message.contains("append-only")
                        if isByTrigger == (become == "set role throughline_app") {
                            failures.append("\(statement): \(error)")
                        }
                    }
                }
            }
            return failures
        }
        #expect(failures == [])
        #expect(try await log.pool.run { try EventReader.heads(on: $0) }.count == 60)
    }

    @Test("The server's role cannot insert by itself, and nobody else may append")
    func inserting() async throws {
        let log = try await Self.filled()
        for table in Self.tables {
            let state = try await log.pool.run { session in
                do throws(PostgresError) {
                    try session.execute(script: "insert into \(table) select * from \(table)")
                    return SQLState?.none
                } catch {
                    return error.sqlState
                }
            }
            #expect(state == .insufficientPrivilege, "\(table)")
        }
        let functions = try await log.asAdmin { session in
            try session.query(
                """
                select p.proname from pg_proc p, lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                where p.pronamespace = 'log'::regnamespace and a.grantee = 0
                """
            ).map { try $0.get(0, as: String.self) }
        }
        #expect(functions == [])
    }

    @Test("Every trigger of the log fires always")
    func always() async throws {
        let log = try await LogDatabase()
        let counts = try await log.asAdmin { session in
            try session.query(
                """
                select count(*), count(*) filter (where tgenabled = 'A') from pg_trigger
                where tgrelid in (select relid from pg_partition_tree('log.event') union all
                    select relid from pg_partition_tree('log.command'))
                """
            ).map { [try $0.get(0, as: Int.self), try $0.get(1, as: Int.self)] }
        }
        #expect(counts == [[36, 36]])
    }

    @Test("The refusal says what to do instead")
    func message() async throws {
        let log = try await Self.filled()
        do {
            try await log.asAdmin { try $0.execute(script: "delete from log.event") }
            Issue.record("history was deleted")
        } catch let error as PostgresError {
            #expect(error.message.hasPrefix("History is append-only: delete on log.event_"))
            #expect(error.hint == "What was wrong is corrected by a later event that names it.")
        }
    }
}
