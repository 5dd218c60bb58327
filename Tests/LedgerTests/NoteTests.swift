import Foundation
import Ledger
import Testing

@Suite("Signed notes and checkpoints")
struct NoteTests {
    let log: SigningKey
    let witness: SigningKey
    let checkpoint: Checkpoint

    init() throws {
        log = try SigningKey(name: "log.example/us-zz-halden", seed: [UInt8](repeating: 1, count: 32))
        witness = try SigningKey(name: "witness.example/w1", kind: .cosignature, seed: [UInt8](repeating: 2, count: 32))
        checkpoint = try Checkpoint(origin: log.name, size: 8, root: MerkleTree(invented(8)).root(size: 8))
    }

    @Test("A checkpoint signed by log and witness reads back and verifies under both keys")
    func roundTrip() throws {
        var note = try checkpoint.signed(by: log)
        note.signatures.append(try witness.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1_800_000_000)))
        let read = try SignedNote(parsing: Data(note.encoded.utf8))
        #expect(read == note)
        #expect(try read.checkpoint(of: log.verifier) == checkpoint)
        let verified = try read.verify([log.verifier, witness.verifier])
        #expect(verified.map(\.key) == [log.verifier, witness.verifier])
        #expect(verified.map(\.time) == [nil, Date(timeIntervalSince1970: 1_800_000_000)])
    }

    @Test("Keys read back from their text, and a wrong id, kind or length is refused")
    func keys() throws {
        for key in [log, witness] {
            #expect(try VerifierKey(key.verifier.description) == key.verifier)
            let again = try SigningKey(key.secretText)
            #expect(again.verifier == key.verifier && again.secretText == key.secretText)
        }
        #expect(
            log.verifier.id
                != (try SigningKey(name: log.name, kind: .cosignature, seed: [UInt8](repeating: 1, count: 32))).verifier
                .id)
        let text = log.verifier.description
        let parts = text.split(separator: "+", maxSplits: 2).map(String.init)
        for bad in [
            "", parts[0], "\(parts[0])+\(parts[1])", "+\(parts[1])+\(parts[2])", "\(parts[0])+00000000+\(parts[2])",
            "\(parts[0])+\(parts[1].uppercased())+\(parts[2])", "a b+\(parts[1])+\(parts[2])", "\(text)A",
            "\(parts[0])+\(parts[1])+\(Data([9] + log.verifier.publicKey).base64EncodedString())",
            "\(parts[0])+\(parts[1])+\(Data([1] + log.verifier.publicKey.dropLast()).base64EncodedString())",
        ] { #expect(throws: FormatError.self, "\(bad)") { try VerifierKey(bad) } }
        for bad in ["", text, log.secretText + "A", log.secretText.replacing("PRIVATE", with: "private")] {
            #expect(throws: FormatError.self) { try SigningKey(bad) }
        }
        for bad in ["", "two words", "plus+sign", "line\nfeed", "nbsp\u{A0}here"] {
            #expect(throws: FormatError.self) { try SigningKey(name: bad) }
        }
        #expect(throws: FormatError.self) { try SigningKey(name: "short", seed: [UInt8](repeating: 1, count: 31)) }
    }

    @Test("Unknown keys are left aside; a note that none of the trusted keys signed is refused")
    func unknownKeys() throws {
        let stranger = try SigningKey(name: "stranger.example/s")
        var note = try checkpoint.signed(by: log)
        note.signatures.insert(try stranger.signature(of: checkpoint.text), at: 0)
        // The same name under another key, and the same key under another name, are unknown too.
        note.signatures.append(try SigningKey(name: log.name).signature(of: checkpoint.text))
        let renamed = try SigningKey(name: "other.example/x", seed: [UInt8](repeating: 1, count: 32))
        note.signatures.append(try renamed.signature(of: checkpoint.text))
        #expect(try note.verify([log.verifier]).map(\.key) == [log.verifier])
        #expect(throws: NoteRefusal.notSigned([witness.name])) { try note.verify([witness.verifier]) }
        #expect(throws: NoteRefusal.notSigned([])) { try note.verify([]) }
    }

    @Test("A false signature of a trusted key refuses the note, also beside a good one of another")
    func falseSignatures() throws {
        let other = try Checkpoint(origin: log.name, size: 9, root: MerkleTree(invented(9)).root(size: 9))
        var note = try checkpoint.signed(by: log)
        note.signatures.append(try witness.cosignature(of: other, at: Date(timeIntervalSince1970: 1)))
        try note.verify([log.verifier])
        #expect(throws: NoteRefusal.badSignature(witness.name)) { try note.verify([log.verifier, witness.verifier]) }
        var moved = try other.signed(by: log)
        moved.signatures = try checkpoint.signed(by: log).signatures
        #expect(throws: NoteRefusal.badSignature(log.name)) { try moved.checkpoint(of: log.verifier) }
    }

    @Test("A witness's signature is bound to its time")
    func cosignatureTime() throws {
        let note = try checkpoint.signed(by: log)
        let signature = try witness.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1_800_000_000))
        let line = signature.line.dropLast()
        let blob = try #require(Data(base64Encoded: String(line.split(separator: " ")[2])))
        for place in blob.indices.dropFirst(4) {
            var changed = blob
            changed[place] ^= 1
            let damaged = try NoteSignature(line: "\u{2014} \(witness.name) \(changed.base64EncodedString())")
            var copy = note
            copy.signatures.append(damaged)
            #expect(throws: NoteRefusal.badSignature(witness.name)) { try copy.verify([witness.verifier]) }
        }
    }

    @Test("Each key signs only what it is for")
    func kinds() {
        #expect(throws: FormatError.self) { try checkpoint.signed(by: witness) }
        #expect(throws: FormatError.self) { try log.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1)) }
        #expect(throws: FormatError.self) {
            try witness.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: -1))
        }
    }

    @Test("A checkpoint of another log under this log's key is refused")
    func otherOrigin() throws {
        let other = try Checkpoint(origin: "log.example/us-zz-other", size: 0, root: .emptyTree)
        let note = try other.signed(by: log)
        #expect(throws: FormatError.self) { try note.checkpoint(of: log.verifier) }
    }

    @Test("Sixteen and more signatures are accepted")
    func manySignatures() throws {
        var note = try checkpoint.signed(by: log)
        let witnesses = try (0..<40).map { try SigningKey(name: "w\($0).example", kind: .cosignature) }
        note.signatures += try witnesses.map { try $0.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1)) }
        let read = try SignedNote(note.encoded)
        #expect(try read.verify(witnesses.map(\.verifier)).count == 40)
    }

    @Test("An empty line in the text does not end it, for the last one does")
    func innerEmptyLine() throws {
        let note = try SignedNote("one\n\n\u{2014} two\n\nthree\n", by: log)
        let read = try SignedNote(note.encoded)
        #expect(read.text == "one\n\n\u{2014} two\n\nthree\n")
        try read.verify([log.verifier])
    }

    @Test("Damaged notes are refused")
    func damagedNotes() throws {
        let good = try checkpoint.signed(by: log).encoded
        let line = try checkpoint.signed(by: log).signatures[0].line
        for bad in [
            "", "\n", "\n\n", "\n\n\n", line, "\n\(line)", "text\n\n", "text\n\(line)", "text\n\n\(line.dropLast())",
            good + "\n", good + "no signature\n", good.replacing("\u{2014}", with: "-"),
            good.replacing("8\n", with: "8\r\n"),
            good.replacing("\u{2014} ", with: "\u{2014}"), good.replacing("\u{2014} ", with: "\u{2014}  "),
            good + "\u{2014} x \n", good + "\u{2014} x AAAA\n", good + "\u{2014} x AAAAAA==\n",
            good + "\u{2014} x AAAAAAB=\n",
            good + "\u{2014} x AAAAAAA= \n", good + "\u{2014} a+b AAAAAAA=\n", good + "\0",
        ] { #expect(throws: FormatError.self, "\(bad)") { try SignedNote(bad) } }
        #expect(throws: FormatError.self) { try SignedNote(parsing: Array(good.utf8) + [0xFF, 0x0A]) }
        let long = "\u{2014} x \(Data(count: SignedNote.byteLimit).base64EncodedString())\n"
        #expect(throws: FormatError.self) { try SignedNote(good + long) }
        for bad in ["no newline", "tab\t\n", "bell\u{7}\n", ""] {
            #expect(throws: FormatError.self) { try SignedNote(bad, by: log) }
        }
    }

    @Test("Damaged checkpoints are refused")
    func damagedCheckpoints() {
        let root = Hash256.leaf(of: [UInt8]()).base64
        for bad in [
            "", "o\n", "o\n8\n", "o\n8\n\(root)", "\n8\n\(root)\n", "o\n08\n\(root)\n", "o\n+8\n\(root)\n",
            "o\n-8\n\(root)\n",
            "o\n8 \n\(root)\n", "o\n9223372036854775808\n\(root)\n", "o\n18446744073709551616\n\(root)\n",
            "o\n\n\(root)\n",
            "o\n8\n\(root.dropLast())\n", "o\n8\n\(root)=\n", "o\n8\nAAAA\n", "o\n8\n\(root)\n\n",
            "o\n8\n\(root)\nx\n\ny\n",
            "o\n8\n\(root)\nx", "o\n0\n\(root)\n", "o\n\u{0668}\n\(root)\n",
        ] { #expect(throws: FormatError.self, "\(bad)") { try Checkpoint(text: bad) } }
        #expect(throws: Never.self) { try Checkpoint(text: "o\n9223372036854775807\n\(root)\next one\next two\n") }
        #expect(throws: FormatError.self) { try Checkpoint(origin: "a b", size: 0, root: .emptyTree) }
        #expect(throws: FormatError.self) { try Checkpoint(origin: "a", size: 1 << 63, root: .emptyTree) }
    }
}
