import Foundation
import Ledger
import Testing

@Suite("Proofs as text, and requests to witnesses")
struct ProofTextTests {
    let log: SigningKey
    let witnesses: [SigningKey]
    let entries = (0..<300).map { Array("entry \($0)".utf8) }
    let tree: MerkleTree

    init() throws {
        log = try SigningKey(name: "log.example/us-zz-halden", seed: [UInt8](repeating: 1, count: 32))
        witnesses = try (0..<3).map { try SigningKey(name: "w\($0).example", kind: .cosignature) }
        tree = MerkleTree(entries.map { .leaf(of: $0) })
    }

    func note(size: UInt64, cosigned: Int = 0) throws -> SignedNote {
        let checkpoint = try Checkpoint(origin: log.name, size: size, root: tree.root(size: size))
        var note = try checkpoint.signed(by: log)
        note.signatures += try witnesses.prefix(cosigned).map {
            try $0.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1_800_000_000))
        }
        return note
    }

    func proof(_ index: UInt64, cosigned: Int = 0, extra: [UInt8]? = nil) throws -> LogProof {
        LogProof(
            try tree.inclusionProof(of: index, in: 300), checkpoint: try note(size: 300, cosigned: cosigned),
            extra: extra)
    }

    @Test(
        "A proof reads back and proves its entry, with and without extra data",
        arguments: [nil, [], [1, 2, 3]] as [[UInt8]?])
    func roundTrip(extra: [UInt8]?) throws {
        let made = try proof(177, extra: extra)
        #expect(made.text.hasPrefix("c2sp.org/tlog-proof@v1\n\(extra == nil ? "index 177\n" : "extra ")"))
        let read = try LogProof(made.text)
        #expect(read == made && read.text == made.text)
        #expect(try read.verify(entry: entries[177], log: log.verifier).size == 300)
    }

    @Test("A proof of another entry, log, index or checkpoint proves nothing")
    func refusals() throws {
        let proof = try proof(177)
        #expect(throws: ProofRefusal.wrongRoot) { try proof.verify(entry: entries[176], log: log.verifier) }
        let stranger = try SigningKey(name: log.name)
        #expect(throws: NoteRefusal.self) { try proof.verify(entry: entries[177], log: stranger.verifier) }
        let moved = try LogProof(proof.text.replacing("index 177", with: "index 176"))
        #expect(throws: ProofRefusal.wrongRoot) { try moved.verify(entry: entries[177], log: log.verifier) }
        let beyond = try LogProof(proof.text.replacing("index 177", with: "index 300"))
        #expect(throws: ProofRefusal.noSuchLeaf(index: 300, size: 300)) {
            try beyond.verify(entry: entries[177], log: log.verifier)
        }
        let older = LogProof(try tree.inclusionProof(of: 177, in: 300), checkpoint: try note(size: 299))
        #expect(throws: ProofRefusal.self) { try older.verify(entry: entries[177], log: log.verifier) }
    }

    @Test("As many different witnesses as asked for must have signed")
    func quorum() throws {
        let keys = witnesses.map(\.verifier)
        var proof = try proof(5, cosigned: 2)
        try proof.verify(entry: entries[5], log: log.verifier, witnesses: keys, quorum: 2)
        #expect(throws: NoteRefusal.tooFewWitnesses(signed: 2, needed: 3)) {
            try proof.verify(entry: entries[5], log: log.verifier, witnesses: keys, quorum: 3)
        }
        // One witness twice is one witness.
        var note = proof.checkpoint
        note.signatures.append(note.signatures[1])
        proof = LogProof(try tree.inclusionProof(of: 5, in: 300), checkpoint: note)
        #expect(throws: NoteRefusal.tooFewWitnesses(signed: 2, needed: 3)) {
            try proof.verify(entry: entries[5], log: log.verifier, witnesses: keys, quorum: 3)
        }
    }

    @Test("Damaged proof texts are refused")
    func damaged() throws {
        let text = try proof(177, extra: [1]).text
        for bad in [
            "", "c2sp.org/tlog-proof@v1\n", text.replacing("@v1", with: "@v2"),
            text.replacing("extra AQ==", with: "extra AQ="),
            text.replacing("index 177\n", with: ""), text.replacing("index 177", with: "index 0177"),
            text.replacing("index 177", with: "index -1"), text.replacing("index 177", with: "Index 177"),
            text.replacing("index 177\n", with: "index 177\nAAAA\n"), text.replacing("index 177", with: "index"),
            String(text.prefix(text.count / 2)), text.replacing("\n\n", with: "\n"),
            text.replacing(
                "index 177\n", with: "index 177\n" + String(repeating: Hash256.emptyTree.base64 + "\n", count: 64)),
        ] { #expect(throws: FormatError.self, "\(bad)") { try LogProof(bad) } }
    }

    @Test("A request to a witness reads back")
    func request() throws {
        let request = AddCheckpoint(try tree.consistencyProof(from: 100, to: 300), checkpoint: try note(size: 300))
        #expect(try AddCheckpoint(request.body) == request)
        for bad in [
            "", "old\n", request.body.replacing("old 100", with: "old 0100"),
            request.body.replacing("old 100", with: "new 100"),
            request.body.replacing("old 100\n", with: "old 100\n=\n"), request.body.replacing("\n\n", with: "\n"),
        ] { #expect(throws: FormatError.self) { try AddCheckpoint(bad) } }
    }

    @Test("A witness signs what extends its last checkpoint, and nothing else")
    func decisions() throws {
        func decide(_ old: UInt64, _ new: UInt64, head: UInt64, note other: SignedNote? = nil) throws -> WitnessDecision
        {
            let proof =
                old <= new ? try tree.consistencyProof(from: old, to: new) : try tree.consistencyProof(from: 0, to: new)
            let request = AddCheckpoint(
                ConsistencyProof(oldSize: old, newSize: new, hashes: proof.hashes),
                checkpoint: try other ?? note(size: new))
            return WitnessDecision(
                request, log: log.verifier, head: WitnessedHead(size: head, root: try tree.root(size: head)))
        }
        func signs(_ decision: WitnessDecision) -> UInt64? {
            if case .sign(let head, let checkpoint) = decision, head.root == checkpoint.root { head.size } else { nil }
        }
        #expect(signs(try decide(0, 7, head: 0)) == 7)
        #expect(signs(try decide(7, 23, head: 7)) == 23)
        #expect(signs(try decide(23, 23, head: 23)) == 23)
        #expect(signs(try decide(0, 0, head: 0)) == 0)
        #expect(try decide(7, 23, head: 23) == .conflict(23))
        #expect(try decide(0, 30, head: 23) == .conflict(23))
        #expect(try decide(7, 7, head: 23) == .conflict(23))
        guard case .badRequest = try decide(23, 7, head: 23) else {
            Issue.record("A rollback was not refused")
            return
        }
        let forged = MerkleTree((0..<30).map { Hash256.leaf(of: Array("forged \($0)".utf8)) })
        let fork = try Checkpoint(origin: log.name, size: 30, root: forged.root(size: 30)).signed(by: log)
        guard case .forked = try decide(23, 30, head: 23, note: fork) else {
            Issue.record("A fork was not refused")
            return
        }
        let second = try Checkpoint(origin: log.name, size: 23, root: forged.root(size: 23)).signed(by: log)
        guard case .forked = try decide(23, 23, head: 23, note: second) else {
            Issue.record("A second root for one size was not refused")
            return
        }
        let stranger = try Checkpoint(origin: log.name, size: 30, root: tree.root(size: 30)).signed(
            by: SigningKey(name: log.name))
        guard case .notSigned = try decide(23, 30, head: 23, note: stranger) else {
            Issue.record("A checkpoint that the log did not sign was not refused")
            return
        }
    }
}
