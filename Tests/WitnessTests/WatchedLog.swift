import Foundation
import Ledger
import Logging
import Witness

/// A log of invented entries, and a folder in which witnesses that watch it remember.
final class WatchedLog: Sendable {
    let key: SigningKey
    let witnessKey: SigningKey
    let tree: MerkleTree
    let folder: String
    private let store: WitnessStore

    init(entries: Int = 100) throws {
        key = try SigningKey(name: "log.example/us-zz-halden")
        witnessKey = try SigningKey(name: "witness.example/court", kind: .cosignature)
        tree = MerkleTree((0..<entries).map { Hash256.leaf(of: Array("entry \($0)".utf8)) })
        folder = NSTemporaryDirectory() + "throughline-witness-\(UUID().uuidString)"
        store = try WitnessStore(folder: folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A witness that knows nothing but what is in the folder, as one that was just started.
    func witness() -> Witness {
        Witness(
            key: witnessKey, logs: [key.verifier], store: store, now: { Date(timeIntervalSince1970: 1_800_000_000) })
    }

    func note(size: UInt64, of other: MerkleTree? = nil, signedBy signer: SigningKey? = nil) throws -> SignedNote {
        try Checkpoint(origin: key.name, size: size, root: (other ?? tree).root(size: size)).signed(by: signer ?? key)
    }

    /// A request whose proof is right for the log as it is.
    func request(from old: UInt64, to new: UInt64) throws -> AddCheckpoint {
        AddCheckpoint(try tree.consistencyProof(from: old, to: new), checkpoint: try note(size: new))
    }

    func client(_ address: String, timeout: TimeInterval = 60) throws -> WitnessClient {
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        return WitnessClient(url: url, key: witnessKey.verifier, timeout: timeout)
    }

    var file: String { "\(folder)/\(Hash256(hashing: Array(key.name.utf8)).hex).checkpoint" }
}

extension Witness {
    func ask(_ request: AddCheckpoint) throws -> Answer { try answer(Data(request.body.utf8)) }
}
