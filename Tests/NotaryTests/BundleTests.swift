import Dispatch
import Foundation
import Ledger
import Testing
import TestSupport

@testable import Notary

@Suite("An audit bundle", .timeLimit(.minutes(5)))
struct BundleTests {
    /// A published log of 700 events, and its bundle.
    private func bundle(from: Int64? = nil, to: Int64? = nil) async throws -> (LedgerDatabase, String) {
        let database = try await LedgerDatabase()
        try await database.append(700)
        try await database.publish()
        return (database, try await export(database, from: from, to: to))
    }

    private func export(_ database: LedgerDatabase, from: Int64? = nil, to: Int64? = nil) async throws -> String {
        let path = "\(database.folder)/bundle.tar"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        let summary = try await database.withPool { pool in
            try await BundleWriter(pool: pool).write(LedgerDatabase.slug, from: from, to: to, at: Date()) {
                try file.write(contentsOf: $0)
            }
        }
        try file.close()
        #expect(summary?.size == 700)
        return path
    }

    @Test("It holds with no database, whole or in part, and against an older checkpoint")
    func holds() async throws {
        let database = try await LedgerDatabase()
        try await database.append(300)
        try await database.publish()
        let kept = try #require(try database.published)
        try await database.append(400)
        try await database.publish()
        let whole = try BundleVerifier(path: try await export(database))
            .verify(against: [.init(name: "the checkpoint kept", note: kept)])
        #expect(whole.finding == nil)
        #expect(whole.size == 700 && whole.events == 700 && whole.verifiedEvents == 700)
        let part = try BundleVerifier(path: try await export(database, from: 250, to: 600)).verify()
        #expect(part.finding == nil && part.events == 351 && part.root == whole.root)
        await #expect(throws: NotaryError.self) { _ = try await export(database, from: 0, to: 700) }
    }

    @Test("What is appended and published while a bundle is written is not in it, nor in the way")
    func frozen() async throws {
        let database = try await LedgerDatabase()
        try await database.append(700)
        try await database.publish()
        let path = "\(database.folder)/bundle.tar"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        let (beginning, begun) = AsyncStream.makeStream(of: Void.self)
        let grown = DispatchSemaphore(value: 0)
        let growing = Task {
            defer { grown.signal() }
            for await _ in beginning {}
            try await database.append(300)
            try await database.publish()
        }
        let summary = try await database.withPool { pool in
            try await BundleWriter(pool: pool).write(LedgerDatabase.slug, at: Date()) { piece in
                // The first piece waits, on the connection's own thread, until the log has grown.
                begun.finish()
                grown.wait()
                grown.signal()
                try file.write(contentsOf: piece)
            }
        }
        try file.close()
        try await growing.value
        #expect(summary?.size == 700 && summary?.events == 700)
        let report = try BundleVerifier(path: path).verify()
        #expect(report.finding == nil)
        #expect(report.size == 700 && report.events == 700)
        #expect(try await database.verify()?.size == 1000)
    }

    @Test("Another key than the one known is refused")
    func key() async throws {
        let (_, path) = try await bundle()
        let other = try SigningKey(name: "log.example/log/us-zz-test").verifier
        #expect(throws: NotaryError.self) { _ = try BundleVerifier(path: path, trusted: other) }
    }

    @Test("A change of any file is found, with the first position that it touches")
    func damaged() async throws {
        let (_, path) = try await bundle()
        let reader = try TarReader(path: path)
        func changed(_ name: String, _ change: (inout [UInt8]) -> Void) throws -> Finding? {
            var whole = Data()
            let tar = TarWriter(modified: 0) { whole += $0 }
            for file in reader.names {
                var content = try #require(try reader.content(of: file))
                if file == name { change(&content) }
                try tar.add(file, Data(content))
            }
            try tar.finish()
            let other = "\(path).changed"
            try whole.write(to: URL(fileURLWithPath: other))
            return try BundleVerifier(path: other).verify().finding
        }
        #expect(try changed("tile/0/001") { $0[32 * 10] ^= 1 }?.position == 266)
        #expect(try changed("tile/0/002.p/188") { $0[0] ^= 1 }?.position == 512)
        #expect(try changed("tile/1/000.p/2") { $0[0] ^= 1 }?.position == 0)
        let events = "events/000000000000.jsonl"
        for (old, new) in [(#":"module""#, #":"Module""#), (#"{\"number\":5}"#, #"{\"number\":6}"#)] {
            let finding = try changed(events) { bytes in
                var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                lines[105] = lines[105].replacing(old, with: new)
                bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
            }
            #expect(finding?.position == 105, "\(old)")
        }
        let finding = try changed("tile/entries/001") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            bytes = Array(text.replacing(#""kind":"event""#, with: #""kind":"erase""#).utf8)
        }
        #expect(finding?.position == 256)
        #expect(throws: (any Error).self) { _ = try changed("checkpoint") { $0[60] ^= 1 } }
        #expect(throws: (any Error).self) { _ = try changed("key") { $0[3] ^= 1 } }
    }

    @Test("The proof of one event verifies with nothing but the log's key")
    func proof() async throws {
        let (database, _) = try await bundle()
        let report = try #require(try await database.verify())
        try await database.withPool { pool in
            let reader = LedgerReader(pool: pool)
            for position: Int64 in [0, 255, 256, 699] {
                let made = try #require(try await reader.proof(ofPosition: position, in: LedgerDatabase.slug))
                let proof = try LogProof(made.text)
                #expect(proof.index == UInt64(position))
                try proof.verify(entry: try #require(proof.extra), log: try VerifierKey(report.verifierKey))
            }
            #expect(try await reader.proof(ofPosition: 700, in: LedgerDatabase.slug) == nil)
        }
    }
}
