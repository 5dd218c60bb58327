import Dispatch
import Foundation
import Testing

@testable import Access

@Suite("Passwords")
struct PasswordTests {
    @Test("A hash is the known one of RFC 7914 and reads back as it was written")
    func vector() throws {
        // RFC 7914 section 12: scrypt("pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1); first 32 bytes.
        let hash = try PasswordHash(
            of: "pleaseletmein", salt: Data("SodiumChloride".utf8),
            cost: ScryptCost(logRounds: 14, blockSize: 8, parallelism: 1))
        #expect(
            hash.hash.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
        #expect(hash.description.hasPrefix("$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf0"))
        #expect(PasswordHash(hash.description) == hash)
    }

    @Test(
        "What is no hash, or costs beyond reason, is not read",
        arguments: [
            "", "plain", "$scrypt$ln=17,r=8,p=1$c2FsdA$aGFzaA", "$argon2id$ln=17,r=8,p=1$c2FsdA$" + zeros,
            "$scrypt$ln=60,r=8,p=1$c2FsdA$" + zeros, "$scrypt$ln=17,r=8$c2FsdA$" + zeros,
            "$scrypt$r=8,ln=17,p=1$c2FsdA$" + zeros,
        ])
    func malformed(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    static let zeros = Data(repeating: 0, count: 32).base64Unpadded

    @Test("Only the right password verifies, however it was typed", .timeLimit(.minutes(1)))
    func verify() async throws {
        let hasher = PasswordHasher(cost: .fast)
        let stored = try await hasher.hash("Zażółć gęślą")
        #expect(try await hasher.verify("Zażółć gęślą", against: stored))
        #expect(try await hasher.verify("Zażółć gęślą".decomposedStringWithCanonicalMapping, against: stored))
        #expect(try await !hasher.verify("zażółć gęślą", against: stored))
        #expect(try await !hasher.verify("", against: stored))
        #expect(try await !hasher.verify("Zażółć gęślą", against: nil))
        #expect(try await hasher.hash("Zażółć gęślą") != stored)
    }

    @Test("No more run at once than allowed, and a full queue says so", .timeLimit(.minutes(1)))
    func limits() async throws {
        let workers = WorkerThreads("test", threads: 2, queueLimit: 3)
        let gate = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 { group.addTask { await Self.run(workers, started, gate) } }
            Self.wait(started, 2)
            for _ in 0..<5 { group.addTask { await Self.run(workers, started, gate) } }
            var results: [Bool] = []
            // Two run and three wait, so two of the seven are turned away before the gate opens.
            for _ in 0..<2 { results.append(await group.next() ?? true) }
            #expect(started.wait(timeout: .now()) == .timedOut)
            for _ in 0..<5 { gate.signal() }
            for await result in group { results.append(result) }
            return results
        }
        #expect(results == [false, false, true, true, true, true, true])
    }

    private static func wait(_ semaphore: DispatchSemaphore, _ times: Int) {
        for _ in 0..<times { semaphore.wait() }
    }

    private static func run(
        _ workers: WorkerThreads, _ started: DispatchSemaphore, _ gate: DispatchSemaphore
    ) async -> Bool {
        do {
            try await workers.run {
                started.signal()
                gate.wait()
            }
            return true
        } catch {
            return false
        }
    }

    @Test(
        "A password is refused for a reason that can be told",
        arguments: [
            ("short7!", WeakPassword.tooShort), ("", .tooShort), (String(repeating: "ab1", count: 43), .tooLong),
            ("Password", .common), ("password2026!", .common), ("qwertyuiop", .common), ("98765432", .common),
            ("aaaaaaaaab", .common), ("abcdefghij", .common), ("Throughline1", .common),
            ("Dana.Reyes@example.org", .likeEmail), ("xxdana.reyes1", .likeEmail),
        ])
    func policy(password: String, reason: WeakPassword) {
        #expect(throws: reason) { try PasswordPolicy.check(password, email: "dana.reyes@example.org") }
    }

    @Test("A short name of an e-mail may be part of a password, the whole address may not")
    func shortName() {
        #expect(throws: Never.self) { try PasswordPolicy.check("joyful-kettle-9", email: "jo@example.org") }
        #expect(throws: WeakPassword.likeEmail) { try PasswordPolicy.check("Jo@Example.org", email: "jo@example.org") }
    }

    @Test(
        "A long or unusual password is taken, without rules of composition",
        arguments: ["correct horse battery", "tulip-garage-nine", "пароль-надёжный", "zebra42kettle"])
    func accepted(password: String) {
        #expect(throws: Never.self) { try PasswordPolicy.check(password, email: "dana.reyes@example.org") }
    }
}

extension ScryptCost {
    static let fast = ScryptCost(logRounds: 4, blockSize: 8, parallelism: 1)
}
