import Foundation
import Ledger
import Postgres
import Testing

@testable import Notary

@Suite("Who owns the database cannot change history unseen", .timeLimit(.minutes(10)))
struct TamperTests {
    /// 700 events, 600 of them published in three checkpoints; the first of which somebody kept.
    private static func original() async throws -> (LedgerDatabase, kept: String) {
        let database = try await LedgerDatabase()
        var kept: String?
        for count in [100, 200, 300] {
            try await database.append(count)
            try await database.publish()
            if kept == nil { kept = try database.published }
        }
        try await database.append(100)
        return (database, try #require(kept))
    }

    @Test("Each change is found, with the first position that it touches")
    func table() async throws {
        let (original, _) = try await Self.original()
        let untouched = try #require(try await original.verify())
        #expect(untouched.finding == nil)
        #expect(untouched.size == 600 && untouched.events == 700 && untouched.checkpoints == 3)

        var tamperings = try await original.asAdmin { try Tampering.columns(of: 37, on: $0) }
        #expect(tamperings.filter { $0.name.hasPrefix("change") }.count == 21)
        tamperings += try await original.asAdmin { try Tampering.columns(of: 555, on: $0) }
        tamperings += Tampering.others
        var lines: [String] = []
        for tampering in tamperings {
            let database = try await original.copied()
            try await database.tamper(tampering.script)
            let finding = try #require(try await database.verify()).finding
            #expect(finding?.position == tampering.position, "\(tampering.name): \(finding?.description ?? "unseen")")
            #expect(finding?.problem.contains(tampering.says) == true, "\(tampering.name): \(finding?.problem ?? "")")
            lines.append("| \(tampering.name) | \(finding.map(\.description) ?? "unseen") |")
        }
        print((["| What was done | What `verify` says first |", "|---|---|"] + lines).joined(separator: "\n"))
    }

    @Test("A history rebuilt and signed again with the real key is caught by an older checkpoint and by a witness")
    func rebuilt() async throws {
        let (original, kept) = try await Self.original()
        let published = try #require(try original.published)
        let forged = try await original.copied()
        try await forged.tamper(
            """
            update log.event set payload = '{"number":-1}', digest = sha256(salt || '{"number":-1}'::bytea)
            where position = 37;
            delete from ledger.checkpoint; delete from ledger.tile; delete from ledger.epoch;
            """)
        try FileManager.default.removeItem(atPath: "\(forged.folder)/\(LedgerDatabase.slug)")
        try await forged.publish()

        // It is whole in itself: only what was kept elsewhere tells.
        #expect(try await forged.verify()?.finding == nil)
        for (name, note, size) in [("the checkpoint kept", kept, 100), ("the published checkpoint", published, 600)] {
            let report = try await forged.verify(outside: [.init(name: name, note: note)])
            let finding = try #require(report?.finding)
            #expect(finding.position == 0)
            #expect(finding.problem.hasPrefix("\(name) has another root than positions 0 to \(size - 1) give"))
        }

        let report = try #require(try await forged.verify())
        let log = try VerifierKey(report.verifierKey)
        let old = try SignedNote(kept).checkpoint(of: log)
        let note = try #require(try forged.published)
        let proof = try await forged.withPool { pool in
            try await pool.run { session in
                let epoch = try #require(try LedgerStore.epoch(of: LedgerDatabase.slug, on: session))
                return try LedgerStore.tiles(
                    for: ProofPath.consistency(from: old.size, to: 700), in: epoch, size: 700, on: session
                ).consistencyProof(from: old.size, to: 700)
            }
        }
        let decision = WitnessDecision(
            AddCheckpoint(proof, checkpoint: try SignedNote(note)), log: log,
            head: WitnessedHead(size: old.size, root: old.root))
        guard case .forked = decision else {
            Issue.record("The witness would sign: \(decision)")
            return
        }
    }

    @Test("A checkpoint of another log is refused, not compared")
    func strange() async throws {
        let (original, kept) = try await Self.original()
        let strange = kept.replacing("log.example", with: "other.example")
        await #expect(throws: NotaryError.self) {
            _ = try await original.verify(outside: [.init(name: "a checkpoint", note: strange)])
        }
    }
}
