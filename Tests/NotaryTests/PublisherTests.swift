import EventLog
import Foundation
import Ledger
import Postgres
import Testing

@testable import Notary

@Suite("The publisher", .timeLimit(.minutes(5)))
struct PublisherTests {
    /// The newest checkpoint of an outcome that must be one.
    private func checkpoint(_ outcome: Publisher.Outcome) throws -> StoredCheckpoint {
        guard case .published(_, let checkpoint, _) = outcome else {
            throw NotaryError("Not published: \(outcome)")
        }
        return checkpoint
    }

    private func problem(_ outcome: Publisher.Outcome) throws -> PublisherProblem {
        guard case .stopped(let problem) = outcome else { throw NotaryError("Not stopped: \(outcome)") }
        return problem
    }

    @Test("Checkpoints grow with the log, tile by tile, and equal the tree computed at once")
    func grows() async throws {
        let database = try await LedgerDatabase()
        guard case .empty = try await database.publish() else {
            Issue.record("An empty log has nothing to publish.")
            return
        }
        var size = 0
        for count in [1, 99, 156, 1, 255, 700] {
            try await database.append(count)
            size += count
            let published = try checkpoint(try await database.publish())
            #expect(published.size == UInt64(size))
            let report = try #require(try await database.verify())
            #expect(report.finding == nil, "\(size)")
            #expect(report.root == published.root.hex)
            #expect(try database.published == published.note)
        }
        guard case .published(_, let same, isNew: false) = try await database.publish() else {
            Issue.record("Nothing is new.")
            return
        }
        #expect(same.size == UInt64(size))
        let leaves = try await database.withPool { pool in
            try await pool.run { session in
                let epoch = try #require(try LedgerStore.epoch(of: LedgerDatabase.slug, on: session))
                var leaves: [Hash256] = []
                try EventReader.committed(LedgerDatabase.slug, 0..<Int64.max, on: session) {
                    leaves.append(try epoch.commitment(to: $0).leaf)
                }
                return leaves
            }
        }
        #expect(MerkleTree(leaves).size == UInt64(size))
        #expect(try MerkleTree(leaves).root(size: UInt64(size)) == same.root)
    }

    @Test("Of many publishers at once, one signs: there are never two roots for one size")
    func together() async throws {
        let database = try await LedgerDatabase()
        try await database.append(1000)
        try await database.withPool { pool in
            try await database.withPool { other in
                let publishers = [database.publisher(pool), database.publisher(other)]
                try await withThrowingTaskGroup(of: Publisher.Outcome.self) { group in
                    for turn in 0..<40 {
                        group.addTask { try await publishers[turn % 2].publish(LedgerDatabase.slug) }
                        guard turn % 5 == 0 else { continue }
                        group.addTask {
                            try await database.append(7)
                            return .elsewhere
                        }
                    }
                    for try await outcome in group {
                        if case .stopped(let problem) = outcome { Issue.record("stopped: \(problem)") }
                    }
                }
            }
        }
        let last = try checkpoint(try await database.publish())
        #expect(last.size == 1056)
        #expect(try await database.verify()?.finding == nil)
        let rows = try await database.asAdmin { session in
            try session.query("select count(*), count(distinct size) from ledger.checkpoint")
                .map { [try $0.get(0, as: Int.self), try $0.get(1, as: Int.self)] }
        }
        #expect(rows[0][0] == rows[0][1])
    }

    @Test("The database itself refuses a second root for a size, and any change of what was published")
    func neverTwo() async throws {
        let database = try await LedgerDatabase()
        try await database.append(300)
        try await database.publish()
        let refused = try await database.withPool { pool in
            try await pool.run { session in
                var refused: [String: String?] = [:]
                for script in [
                    """
                    insert into ledger.checkpoint (jurisdiction, epoch, size, root, leaves, note)
                    select jurisdiction, epoch, size, sha256(root), leaves, note from ledger.checkpoint
                    """,
                    "update ledger.checkpoint set note = ''", "delete from ledger.tile",
                    "truncate ledger.epoch cascade",
                ] {
                    do throws(PostgresError) {
                        try session.execute(script: script)
                    } catch {
                        refused[script] = error.sqlState?.rawValue
                    }
                }
                return refused
            }
        }
        #expect(refused.count == 4)
        #expect(Set(refused.values.compactMap { $0 }) == ["23505", "42501"])
        await #expect(throws: PostgresError.self) {
            try await database.asAdmin {
                try $0.execute(script: "set session_replication_role = replica; delete from ledger.checkpoint")
            }
        }
    }

    @Test("A database older than what was published stops the publisher, and a new epoch names what was lost")
    func restored() async throws {
        let database = try await LedgerDatabase()
        try await database.append(300)
        let good = try checkpoint(try await database.publish())
        let backup = try await database.copied()
        try await database.append(100)
        let lost = try checkpoint(try await database.publish())

        // The backup is restored: the published files are newer than the database.
        let restored = backup
        try FileManager.default.removeItem(atPath: restored.folder)
        try FileManager.default.copyItem(atPath: database.folder, toPath: restored.folder)
        let behind = try problem(try await restored.publish())
        #expect(behind.code == .behind)
        #expect(behind.finding.contains("400 entries were published") && behind.finding.contains("300 events"))
        // Growing past the published size does not make it right.
        try await restored.append(200)
        let differs = try problem(try await restored.publish())
        #expect(differs.code == .differs)
        #expect(try restored.published == lost.note)
        let problems = try await restored.withPool { try await LedgerReader(pool: $0).problems() }
        #expect(problems[LedgerDatabase.slug]?.code == .differs)

        let new = try NewEpoch(
            jurisdiction: LedgerDatabase.slug, reason: "The disk failed.", people: ["Ana Ruiz", "Tom Beck"])
        await #expect(throws: NotaryError.self, "The log that is whole gets no new epoch.") {
            try await database.withPool { _ = try await database.publisher($0).open(new, at: Date()) }
        }
        let (epoch, first) = try await restored.withPool { try await restored.publisher($0).open(new, at: Date()) }
        #expect(epoch.number == 1)
        #expect(epoch.origin.hasPrefix("log.example/log/us-zz-test/"))
        #expect(first.size == 501)
        let statement = String(decoding: try #require(epoch.statement), as: UTF8.self)
        for part in ["The disk failed.", "Ana Ruiz", "Tom Beck", good.root.base64, lost.root.base64] {
            #expect(statement.contains(part), "\(part)")
        }
        #expect(try await restored.verify()?.finding == nil)
        #expect(try await restored.verify()?.verifiedEvents == 500)
        #expect(try await restored.withPool { try await LedgerReader(pool: $0).problems() }.isEmpty)
        let kept = try String(contentsOfFile: "\(restored.folder)/\(LedgerDatabase.slug)/epoch-0", encoding: .utf8)
        #expect(kept == lost.note)

        try await restored.append(50)
        #expect(try checkpoint(try await restored.publish()).size == 551)
        #expect(try await restored.verify()?.verifiedEvents == 550)
    }

    @Test("A database without its ledger, and one with another key file, are not published over")
    func replaced() async throws {
        let database = try await LedgerDatabase()
        try await database.append(10)
        try await database.publish()
        let otherKey = try await database.withPool {
            try await database.publisher($0, secret: Data(repeating: 9, count: 32)).publish(LedgerDatabase.slug)
        }
        #expect(try problem(otherKey).code == .key)
        let empty = try await LedgerDatabase()
        try FileManager.default.removeItem(atPath: empty.folder)
        try FileManager.default.copyItem(atPath: database.folder, toPath: empty.folder)
        #expect(try problem(try await empty.publish()).code == .behind)
        try await empty.append(20)
        #expect(try problem(try await empty.publish()).code == .behind)
        let path = "\(database.folder)/\(LedgerDatabase.slug)/checkpoint"
        try "nonsense".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try problem(try await database.publish()).code == .unreadable)
    }

    @Test("A new epoch needs two people and a reason", arguments: [[], ["Ana"], ["Ana", "Ana"], ["Ana", " "]])
    func people(people: [String]) {
        #expect(throws: NotaryError.self) {
            _ = try NewEpoch(jurisdiction: LedgerDatabase.slug, reason: "A reason", people: people)
        }
        #expect(throws: NotaryError.self) {
            _ = try NewEpoch(jurisdiction: LedgerDatabase.slug, reason: " ", people: ["Ana", "Tom"])
        }
    }
}
