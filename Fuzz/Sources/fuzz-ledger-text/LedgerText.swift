import Foundation
import Ledger

/// Everything that a ledger reads from others as text. What is accepted must have one spelling and read back the same;
/// nothing may crash.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    readNote(bytes)
    if let commitment = try? Commitment(parsing: bytes) { precondition(commitment.bytes == bytes) }
    if let text = String(validating: bytes, as: UTF8.self) { read(text) }
    return 0
}

private func readNote(_ bytes: [UInt8]) {
    guard let note = try? SignedNote(parsing: bytes) else { return }
    precondition(Array(note.encoded.utf8) == bytes)
    if let checkpoint = try? Checkpoint(text: note.text) { precondition(same(checkpoint.text, note.text)) }
    for signature in note.signatures {
        precondition((try? NoteSignature(line: signature.line.dropLast())) == signature)
    }
    _ = try? note.verify([knownKey])
}

private func read(_ text: String) {
    if let checkpoint = try? Checkpoint(text: text) { precondition(same(checkpoint.text, text)) }
    if let proof = try? LogProof(text) { precondition(same(proof.text, text)) }
    if let request = try? AddCheckpoint(text) {
        precondition(same(request.body, text))
        _ = WitnessDecision(request, log: knownKey, head: .none)
    }
    if let key = try? VerifierKey(text) { precondition(same(key.description, text)) }
    if let key = try? SigningKey(text) { precondition(same(key.secretText, text)) }
}

private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

private let knownKey: VerifierKey = {
    guard let key = try? SigningKey(name: "log.example/a", seed: [UInt8](repeating: 1, count: 32)) else {
        preconditionFailure("A name and 32 bytes make a key.")
    }
    return key.verifier
}()
