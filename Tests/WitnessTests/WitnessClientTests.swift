import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import Testing
import Witness

@Suite("Asking a witness over HTTP", .timeLimit(.minutes(5)))
struct WitnessClientTests {
    let log: WatchedLog

    init() throws { log = try WatchedLog() }

    /// Serves the witness on a port of its own for as long as the work takes.
    func withServer(_ work: @escaping @Sendable (WitnessClient) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let app = Application(router: log.witness().router(logger: logger), logger: logger)
        try await app.test(.live) { [log] client in
            let port = try #require(client.port)
            try await work(log.client("http://127.0.0.1:\(port)"))
        }
    }

    @Test("A log gets its co-signature, also when it does not know what the witness signed last")
    func cosign() async throws {
        try await withServer { client in
            for (last, size) in [(0, 7), (7, 23), (0, 30), (12, 100)] as [(UInt64, UInt64)] {
                let note = try log.note(size: size)
                let signed = try await client.cosign(note, lastSize: last) {
                    try log.tree.consistencyProof(from: $0, to: size)
                }
                #expect(signed.key == log.witnessKey.verifier)
            }
        }
    }

    @Test("A log that lost entries learns that the witness is ahead")
    func lostEntries() async throws {
        try await withServer { client in
            _ = try await client.cosign(log.note(size: 50), lastSize: 0) {
                try log.tree.consistencyProof(from: $0, to: 50)
            }
            await #expect(throws: WitnessRefusal.isAhead(of: 20, at: 50)) {
                try await client.cosign(log.note(size: 20), lastSize: 50) {
                    try log.tree.consistencyProof(from: $0, to: 20)
                }
            }
        }
    }

    @Test("A log with another history, key or name is told so")
    func refusals() async throws {
        try await withServer { client in
            _ = try await client.cosign(log.note(size: 50), lastSize: 0) {
                try log.tree.consistencyProof(from: $0, to: 50)
            }
            let forged = MerkleTree((0..<60).map { Hash256.leaf(of: Array("forged \($0)".utf8)) })
            await #expect {
                try await client.cosign(log.note(size: 60, of: forged), lastSize: 50) {
                    try forged.consistencyProof(from: $0, to: 60)
                }
            } throws: { if case WitnessRefusal.forked = $0 { true } else { false } }
            let impostor = try SigningKey(name: log.key.name)
            await #expect {
                try await client.cosign(log.note(size: 60, signedBy: impostor), lastSize: 50) {
                    try log.tree.consistencyProof(from: $0, to: 60)
                }
            } throws: { if case WitnessRefusal.notAccepted(.logSignature, _) = $0 { true } else { false } }
            let other = try SigningKey(name: "log.example/us-zz-other")
            let note = try Checkpoint(origin: other.name, size: 60, root: log.tree.root(size: 60)).signed(by: other)
            await #expect {
                try await client.cosign(note, lastSize: 0) { try log.tree.consistencyProof(from: $0, to: 60) }
            } throws: { if case WitnessRefusal.notAccepted(.origin, _) = $0 { true } else { false } }
        }
    }

    @Test("A co-signature of another key, and no answer at all, are errors that say so")
    func falseAnswers() async throws {
        let stranger = try SigningKey(name: log.witnessKey.name, kind: .cosignature).verifier
        try await withServer { client in
            let deceived = WitnessClient(url: client.url, key: stranger, timeout: 60)
            await #expect(throws: WitnessRefusal.falseSignature(log.witnessKey.name)) {
                try await deceived.add(log.request(from: 0, to: 7))
            }
        }
        let nobody = try log.client("http://127.0.0.1:1")
        await #expect {
            try await nobody.add(log.request(from: 0, to: 7))
        } throws: { if case WitnessRefusal.unreachable(let reason) = $0 { !reason.isEmpty } else { false } }
    }

    @Test("A witness that takes the request and never answers is given up")
    func silence() async throws {
        // The system accepts the connection for a listener that never looks.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(bind(listener, address, length) == 0 && listen(listener, 4) == 0)
                #expect(getsockname(listener, address, &length) == 0)
            }
        }
        let client = try log.client("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))", timeout: 0.5)
        await #expect(throws: WitnessRefusal.unreachable("it did not answer within 0 seconds")) {
            try await client.add(log.request(from: 0, to: 7))
        }
    }

    @Test("Statuses and types go over the wire as the protocol has them")
    func wire() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let app = Application(router: log.witness().router(logger: logger), logger: logger)
        try await app.test(.router) { [log] client in
            let good = try log.request(from: 0, to: 23).body
            for (path, body, status, type) in [
                ("/add-checkpoint", good, 200, "text/plain; charset=utf-8"),
                ("/add-checkpoint", good, 409, "text/x.tlog.size"),
                ("/add-checkpoint", "old", 400, "text/plain; charset=utf-8"),
                ("/add-checkpoint", String(repeating: "A", count: 300_000), 400, "text/plain; charset=utf-8"),
                ("/other", good, 404, nil),
            ] {
                try await client.execute(uri: path, method: .post, body: ByteBuffer(string: body)) { answer in
                    #expect(answer.status.code == status && answer.headers[.contentType] == type)
                }
            }
        }
    }
}
