import Foundation
import Postgres
import Testing

@testable import Access

@Suite("Signing in", .serialized, .timeLimit(.minutes(2)))
struct SignInTests {
    @Test("The right password opens a session for the account, whatever the case of its e-mail")
    func success() async throws {
        let test = try await TestStore()
        let id = try await test.account("Dana@Example.org ")
        let signIn = try await test.signIn(" DANA@example.ORG")
        #expect(signIn.principal.accountID == id)
        #expect(signIn.principal.email == "dana@example.org")
        #expect(signIn.principal.roles == [.prosecutor])
        #expect(signIn.principal.csrf == signIn.csrf)
        #expect(signIn.csrf != signIn.sessionToken)
        #expect(try await test.store.session(signIn.sessionToken, now: TestStore.now) == signIn.principal)
        #expect(try await test.store.account(id)?.lastSignInAt == TestStore.now)
        await test.close()
    }

    @Test("A wrong password and an unknown e-mail give the same answers, up to the lock")
    func sameAnswers() async throws {
        let test = try await TestStore()
        try await test.account()
        for attempt in 1...7 {
            let known = await test.refusal(address: nil)
            let unknown = await test.refusal("nobody@example.org", address: nil)
            #expect(known == (attempt <= 5 ? "signIn.wrongCredentials" : "signIn.locked"))
            #expect(unknown == known)
        }
        await test.close()
    }

    @Test("An unknown e-mail and an account without a password take a hash's work like any other")
    func sameWork() async throws {
        let test = try await TestStore()
        try await test.account()
        try await test.store.createAccount(
            NewAccount(
                id: UUID(), email: "sso@example.org", displayName: "S", organization: UUID(),
                organizationKind: .partner, jurisdictions: [], roles: []), password: nil, now: TestStore.now)
        // A hasher whose queue is always full tells when work was asked of it.
        let store = AccessStore(
            pool: test.pool, pepper: Data(), hasher: PasswordHasher(cost: .fast, queueLimit: 0))
        for email in ["dana@example.org", "sso@example.org", "nobody@example.org"] {
            do throws(SignInError) {
                _ = try await store.signIn(email: email, password: "wrong", address: nil, now: TestStore.now)
                Issue.record("signed in")
            } catch {
                #expect(error.code == "signIn.busy")
            }
        }
        await test.close()
    }

    @Test("Five wrong passwords lock the account until an administrator releases it")
    func lock() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        for _ in 1...5 { #expect(await test.refusal() == "signIn.wrongCredentials") }
        #expect(await test.refusal("dana@example.org", TestStore.password) == "signIn.locked")
        #expect(await test.refusal("dana@example.org", TestStore.password, after: 86_400) == "signIn.locked")
        #expect(try await test.store.account(id)?.lockedAt == TestStore.now)
        try await test.store.unlock(id)
        #expect(try await test.store.account(id)?.lockedAt == nil)
        _ = try await test.signIn()
        await test.close()
    }

    @Test("Wrong passwords further apart than 15 minutes do not lock")
    func slowMistakes() async throws {
        let test = try await TestStore()
        try await test.account()
        for mistake in 0..<8 {
            #expect(await test.refusal(after: Double(mistake) * 226) == "signIn.wrongCredentials")
        }
        _ = try await test.signIn(after: 8 * 226)
        await test.close()
    }

    @Test("The right password takes the mistakes before it back")
    func forgiveness() async throws {
        let test = try await TestStore()
        try await test.account()
        for _ in 0..<3 {
            for _ in 1...4 { #expect(await test.refusal() == "signIn.wrongCredentials") }
            _ = try await test.signIn()
        }
        await test.close()
    }

    @Test("Many tries at once are no way round the limit")
    func burst() async throws {
        let test = try await TestStore()
        try await test.account()
        let looked = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<30 { group.addTask { await test.refusal(address: nil) } }
            return await group.reduce(0) { $0 + ($1 == "signIn.wrongCredentials" ? 1 : 0) }
        }
        #expect(looked == 5)
        #expect(await test.refusal("dana@example.org", TestStore.password) == "signIn.locked")
        await test.close()
    }

    @Test("One address cannot lock everybody: it is held up first, and others are not")
    func addressThrottle() async throws {
        let test = try await TestStore()
        var locked = 0
        for person in 0..<6 { try await test.account("p\(person)@example.org") }
        for person in 0..<6 {
            for _ in 0..<5 { _ = await test.refusal("p\(person)@example.org", address: "203.0.113.9") }
        }
        for account in try await test.store.accounts() where account.lockedAt != nil { locked += 1 }
        #expect(locked == 3)
        do throws(SignInError) {
            _ = try await test.signIn("p5@example.org", address: "203.0.113.9", after: 60)
            Issue.record("signed in")
        } catch {
            guard case .throttled(let seconds) = error else { throw error }
            #expect(seconds == 14 * 60)
        }
        _ = try await test.signIn("p5@example.org", address: "203.0.113.10", after: 60)
        _ = try await test.signIn("p5@example.org", address: "203.0.113.9", after: 901)
        await test.close()
    }

    @Test("A disabled account is told so only with its right password")
    func disabled() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let signIn = try await test.signIn()
        try await test.store.disable(id, now: TestStore.now)
        #expect(await test.refusal() == "signIn.wrongCredentials")
        #expect(await test.refusal("dana@example.org", TestStore.password) == "signIn.disabled")
        #expect(try await test.store.session(signIn.sessionToken, now: TestStore.now) == nil)
        try await test.store.enable(id)
        _ = try await test.signIn()
        await test.close()
    }

    @Test("Each try is in the access log, without the e-mail")
    func logged() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        _ = await test.refusal()
        _ = await test.refusal("nobody@example.org", after: 1)
        let signIn = try await test.signIn(after: 2)
        try await test.store.signOut(signIn.sessionToken, now: TestStore.now.addingTimeInterval(3))
        let entries = try await test.store.readAccessLog("network").entries
        #expect(entries.map(\.action) == ["signOut", "signIn", "signIn", "signIn"])
        #expect(entries.map(\.account) == [id, id, nil, id])
        #expect(entries.map(\.outcome) == [.done, .done, .failed, .failed])
        try #require(entries.count == 4)
        #expect(entries[1].addressTag != nil && entries[1].addressTag == entries[3].addressTag)
        await test.close()
    }

    @Test("When the access log cannot be written, nobody signs in")
    func failClosed() async throws {
        let test = try await TestStore()
        try await test.account()
        try await test.owner.run { _ = try $0.query("revoke insert on access.log from throughline_app") }
        #expect(await test.refusal("dana@example.org", TestStore.password) == "signIn.unavailable")
        #expect(try await test.store.sessions(of: test.store.accounts()[0].id, now: TestStore.now).isEmpty)
        await test.close()
    }

    @Test("A hash of another cost is made again at a sign-in")
    func rehash() async throws {
        let test = try await TestStore()
        try await test.account()
        let dearer = ScryptCost(logRounds: 5, blockSize: 8, parallelism: 1)
        let store = AccessStore(
            pool: test.pool, pepper: Data("pepper".utf8), hasher: PasswordHasher(cost: dearer))
        for _ in 0..<2 {
            _ = try await store.signIn(
                email: "dana@example.org", password: TestStore.password, address: nil, now: TestStore.now)
        }
        let hash = try await test.pool.run {
            try $0.query("select password_hash from access.account").first?.get(0, as: String.self)
        }
        #expect(hash?.hasPrefix("$scrypt$ln=5,") == true)
        _ = try await test.signIn()
        await test.close()
    }

    @Test("A person changes the own password: the current one is asked, the new one screened, other sessions end")
    func changePassword() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let here = try await test.signIn()
        let there = try await test.signIn()
        let change = { (current: String, new: String) async -> String in
            do throws(ChangePasswordError) {
                try await test.store.changePassword(
                    of: id, from: current, to: new, keeping: here.sessionToken, address: nil, now: TestStore.now)
                return "changed"
            } catch {
                switch error {
                case .refused(let reason): return reason.code
                case .weak(let reason): return reason.rawValue
                }
            }
        }
        #expect(await change("wrong", "zebra42kettle") == "signIn.wrongCredentials")
        #expect(await change(TestStore.password, "12345678") == "password.common")
        #expect(await change(TestStore.password, "xx-dana-xx") == "password.likeEmail")
        #expect(await change(TestStore.password, "zebra42kettle") == "changed")
        #expect(try await test.store.session(here.sessionToken, now: TestStore.now) != nil)
        #expect(try await test.store.session(there.sessionToken, now: TestStore.now) == nil)
        #expect(await test.refusal("dana@example.org", TestStore.password) == "signIn.wrongCredentials")
        _ = try await test.signIn("dana@example.org", "zebra42kettle")
        for _ in 0..<5 { _ = await change("wrong", "zebra42kettle") }
        #expect(await change("zebra42kettle", TestStore.password) == "signIn.locked")
        await test.close()
    }
}
