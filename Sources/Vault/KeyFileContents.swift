import Crypto
import Foundation

/// What a key file says, and its written form: JSON with a version and a checksum.
struct KeyFileContents: Sendable {
    /// Key-encryption keys, 32 bytes each.
    var epochs: [Int: Data]
    var root: Data

    static let version = 1

    static func fresh() -> KeyFileContents { KeyFileContents(epochs: [1: randomKey()], root: randomKey()) }

    static func randomKey() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    func key(_ epoch: Int) -> SymmetricKey? { epochs[epoch].map { SymmetricKey(data: $0) } }

    private struct Document: Codable {
        var throughlineKeyFile: Int
        var root: Data?
        var epochs: [String: Data]?
        /// SHA-256 of the document without this member.
        var checksum: String?

        func encoded() -> Data {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(self) else {
                preconditionFailure("Strings, numbers and bytes can always be written as JSON.")
            }
            return data
        }

        var expectedChecksum: String {
            var unsigned = self
            unsigned.checksum = nil
            return Data(SHA256.hash(data: unsigned.encoded())).base64EncodedString()
        }
    }

    func encoded() -> Data {
        let keys = Dictionary(uniqueKeysWithValues: epochs.map { (String($0), $1) })
        var document = Document(throughlineKeyFile: Self.version, root: root, epochs: keys)
        document.checksum = document.expectedChecksum
        return document.encoded() + Data("\n".utf8)
    }

    init(epochs: [Int: Data], root: Data) {
        self.epochs = epochs
        self.root = root
    }

    init(_ data: Data) throws(KeyFileError.Code) {
        guard let document = try? JSONDecoder().decode(Document.self, from: data) else { throw .corrupt }
        guard document.throughlineKeyFile <= Self.version else { throw .fromTheFuture }
        guard let root = document.root, let keys = document.epochs, document.checksum == document.expectedChecksum,
            root.count == 32, !keys.isEmpty, keys.values.allSatisfy({ $0.count == 32 })
        else { throw .corrupt }
        var epochs: [Int: Data] = [:]
        for (name, key) in keys {
            guard let epoch = Int(name), epoch > 0 else { throw .corrupt }
            epochs[epoch] = key
        }
        self.init(epochs: epochs, root: root)
    }
}

extension KeyFileError.Code: Error {}

extension Data {
    /// Length first, so that no two lists of parts give the same bytes.
    mutating func appendLengthPrefixed(_ text: String) {
        let bytes = Data(text.utf8)
        for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
        append(bytes)
    }
}
