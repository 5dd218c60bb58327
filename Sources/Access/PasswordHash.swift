import Crypto
import CryptoExtras
import Foundation

/// What one scrypt costs.
public struct ScryptCost: Hashable, Sendable {
    /// log2 of N.
    public var logRounds: Int
    public var blockSize: Int
    public var parallelism: Int

    public init(logRounds: Int, blockSize: Int, parallelism: Int) {
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N = 2^17, r = 8, p = 1: 128 MB and about 0.3 s.
    public static let standard = ScryptCost(logRounds: 17, blockSize: 8, parallelism: 1)
}

/// A stored password: `$scrypt$ln=17,r=8,p=1$salt$hash`.
struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    var cost: ScryptCost
    var salt: Data
    var hash: Data

    init(of password: String, salt: Data, cost: ScryptCost) throws {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(PasswordPolicy.normalized(password).utf8), salt: salt, outputByteCount: 32,
            rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
        self.cost = cost
        self.salt = salt
        self.hash = key.withUnsafeBytes { Data($0) }
    }

    /// Reads the stored form. Costs beyond reason are refused, so that no row can stop the server.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Data(base64Unpadded: parts[3]), let hash = Data(base64Unpadded: parts[4]), hash.count == 32
        else { return nil }
        let numbers = parts[2].split(separator: ",").map { $0.split(separator: "=") }
        guard numbers.count == 3, numbers.allSatisfy({ $0.count == 2 }), numbers.map({ $0[0] }) == ["ln", "r", "p"],
            let logRounds = Int(numbers[0][1]), (1...20).contains(logRounds),
            let blockSize = Int(numbers[1][1]), (1...32).contains(blockSize),
            let parallelism = Int(numbers[2][1]), (1...16).contains(parallelism)
        else { return nil }
        cost = ScryptCost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = salt
        self.hash = hash
    }

    var description: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(salt.base64Unpadded)$\(hash.base64Unpadded)"
    }

    func matches(_ password: String) throws -> Bool {
        try Secret.equal(PasswordHash(of: password, salt: salt, cost: cost).hash, hash)
    }
}
