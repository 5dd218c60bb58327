import Crypto
import Foundation

/// Hashes and checks passwords, two at once at most, off Swift's cooperative pool.
public final class PasswordHasher: Sendable {
    /// Too many sign-ins wait already; try again in a moment.
    public struct Busy: Error {}

    let cost: ScryptCost
    private let workers: WorkerThreads
    /// What an unknown account's password is compared with, so that it takes as long as a known one's.
    private let decoy: PasswordHash?

    public init(cost: ScryptCost = .standard, atOnce: Int = 2, queueLimit: Int = 64) {
        self.cost = cost
        workers = WorkerThreads("scrypt", threads: atOnce, queueLimit: queueLimit)
        let zeros = Data(repeating: 0, count: 16).base64Unpadded
        let hash = Data(repeating: 0, count: 32).base64Unpadded
        decoy = PasswordHash(
            "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(zeros)$\(hash)")
        precondition(decoy != nil, "The cost of scrypt is out of range: \(cost)")
    }

    /// The stored form of a new password, with a salt of its own.
    public func hash(_ password: String) async throws -> String {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let cost = cost
        return try await run { try PasswordHash(of: password, salt: salt, cost: cost).description }
    }

    /// Whether the password is the stored one. Without a stored one it works as long and answers no.
    public func verify(_ password: String, against stored: String?) async throws -> Bool {
        let known = stored.flatMap(PasswordHash.init)
        guard password.utf8.count <= PasswordPolicy.maximumLength * 4, let hash = known ?? decoy else { return false }
        return try await run { try hash.matches(password) } && known != nil
    }

    /// Whether a stored hash was made at another cost and should be made again.
    func isOutdated(_ stored: String) -> Bool { PasswordHash(stored)?.cost != cost }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            result = try await workers.run { Result { try work() } }
        } catch {
            throw Busy()
        }
        return try result.get()
    }
}
