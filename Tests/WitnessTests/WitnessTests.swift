import Foundation
import Ledger
import Testing
import Witness

@Suite("A witness")
struct WitnessTests {
    let log: WatchedLog
    let witness: Witness

    init() throws {
        log = try WatchedLog()
        witness = log.witness()
    }

    @Test("It co-signs a log that grows, and its signature verifies beside the log's")
    func growth() async throws {
        for (old, new) in [(0, 7), (7, 23), (23, 23), (23, 100)] as [(UInt64, UInt64)] {
            let request = try log.request(from: old, to: new)
            let answer = try await witness.ask(request)
            #expect(answer.status == 200)
            let note = try SignedNote(request.checkpoint.encoded + answer.body)
            let verified = try note.verify([log.key.verifier, log.witnessKey.verifier])
            #expect(verified.map(\.key.name) == [log.key.name, log.witnessKey.name])
            #expect(verified.last?.time == Date(timeIntervalSince1970: 1_800_000_000))
        }
    }

    @Test("Each refusal has its status, and changes nothing")
    func refusals() async throws {
        #expect(try await witness.ask(log.request(from: 0, to: 23)).status == 200)
        let kept = try String(contentsOfFile: log.file, encoding: .utf8)

        let stale = try await witness.ask(log.request(from: 7, to: 30))
        #expect(stale.status == 409 && stale.type == "text/x.tlog.size" && stale.body == "23\n")
        #expect(try await witness.ask(log.request(from: 0, to: 7)).status == 409)
        let rollback = AddCheckpoint(
            ConsistencyProof(oldSize: 23, newSize: 7, hashes: []), checkpoint: try log.note(size: 7))
        #expect(try await witness.ask(rollback).status == 400)

        let forged = MerkleTree((0..<30).map { Hash256.leaf(of: Array("forged \($0)".utf8)) })
        let fork = AddCheckpoint(
            try forged.consistencyProof(from: 23, to: 30), checkpoint: try log.note(size: 30, of: forged))
        #expect(try await witness.ask(fork).status == 422)
        let second = AddCheckpoint(
            ConsistencyProof(oldSize: 23, newSize: 23, hashes: []), checkpoint: try log.note(size: 23, of: forged))
        #expect(try await witness.ask(second).status == 422)
        var short = try log.tree.consistencyProof(from: 23, to: 30)
        short.hashes.removeLast()
        #expect(try await witness.ask(AddCheckpoint(short, checkpoint: log.note(size: 30))).status == 422)

        let impostor = try SigningKey(name: log.key.name)
        let unsigned = AddCheckpoint(
            try log.tree.consistencyProof(from: 23, to: 30), checkpoint: try log.note(size: 30, signedBy: impostor))
        #expect(try await witness.ask(unsigned).status == 403)
        let damaged = try log.request(from: 23, to: 30).body.replacing("\n30\n", with: "\n31\n")
        #expect(try await witness.answer(Data(damaged.utf8)).status == 403)

        let stranger = try SigningKey(name: "log.example/us-zz-other")
        let unknown = AddCheckpoint(
            try log.tree.consistencyProof(from: 0, to: 30),
            checkpoint: try Checkpoint(origin: stranger.name, size: 30, root: log.tree.root(size: 30)).signed(
                by: stranger))
        #expect(try await witness.ask(unknown).status == 404)

        for bad in ["", "old 23\n", "nonsense", "old 23\n\n\n", String(repeating: "A", count: 100_000)] {
            #expect(try await witness.answer(Data(bad.utf8)).status == 400)
        }
        #expect(try await witness.answer(Data([0xFF, 0xFE])).status == 400)

        #expect(try String(contentsOfFile: log.file, encoding: .utf8) == kept)
        #expect(try await witness.ask(log.request(from: 23, to: 30)).status == 200)
    }

    @Test("It remembers after a restart, and a rollback is refused then too")
    func restart() async throws {
        #expect(try await witness.ask(log.request(from: 0, to: 23)).status == 200)
        let next = log.witness()
        #expect(try await next.ask(log.request(from: 0, to: 7)).body == "23\n")
        #expect(try await next.ask(log.request(from: 23, to: 24)).status == 200)
    }

    @Test("What a crash left of a half-written file does not count")
    func halfWritten() async throws {
        #expect(try await witness.ask(log.request(from: 0, to: 23)).status == 200)
        try "log.exam".write(toFile: log.file + ".draft", atomically: false, encoding: .utf8)
        #expect(try await log.witness().ask(log.request(from: 23, to: 24)).status == 200)
    }

    @Test("A damaged memory signs nothing, instead of beginning anew", arguments: ["", "log.example\n7\n", "forged"])
    func damagedMemory(content: String) async throws {
        #expect(try await witness.ask(log.request(from: 0, to: 23)).status == 200)
        let forger = try SigningKey(name: log.key.name)
        let forged = try log.note(size: 1, signedBy: forger).encoded
        try (content == "forged" ? forged : content).write(toFile: log.file, atomically: true, encoding: .utf8)
        await #expect(throws: WitnessStoreError.damaged(log.file)) {
            try await log.witness().ask(log.request(from: 0, to: 1))
        }
    }

    @Test("Two witnesses never share a folder")
    func folderInUse() throws {
        #expect(throws: WitnessStoreError.inUse(log.folder)) { try WitnessStore(folder: log.folder) }
    }

    @Test("Requests at once are decided one after another: never two signatures from one old size")
    func concurrency() async throws {
        #expect(try await witness.ask(log.request(from: 0, to: 10)).status == 200)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for size in 11...40 as ClosedRange<UInt64> {
                let body = Data(try log.request(from: 10, to: size).body.utf8)
                group.addTask { [witness] in try await witness.answer(body).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 409 } == 29)
    }
}
