import Foundation
import Postgres
import Testing

@testable import Access

@Suite("Sessions and tokens", .serialized, .timeLimit(.minutes(2)))
struct SessionTests {
    private func at(_ seconds: Double) -> Date { TestStore.now.addingTimeInterval(seconds) }

    @Test("A session in use ends 12 hours after the sign-in")
    func absolute() async throws {
        let test = try await TestStore()
        try await test.account()
        let token = try await test.signIn().sessionToken
        for minute in stride(from: 0.0, to: 12 * 60, by: 20) {
            #expect(try await test.store.session(token, now: at(minute * 60)) != nil)
        }
        #expect(try await test.store.session(token, now: at(12 * 3600 - 1)) != nil)
        #expect(try await test.store.session(token, now: at(12 * 3600)) == nil)
        await test.close()
    }

    @Test("A session ends after 30 idle minutes")
    func idle() async throws {
        let test = try await TestStore()
        try await test.account()
        let token = try await test.signIn().sessionToken
        #expect(try await test.store.session(token, now: at(1799)) != nil)
        #expect(try await test.store.session(token, now: at(1799 + 1799)) != nil)
        #expect(try await test.store.session(token, now: at(1799 + 1799 + 1800)) == nil)
        await test.close()
    }

    @Test("Roles and language of a session are those of now")
    func freshRoles() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let token = try await test.signIn().sessionToken
        try await test.store.setRoles([.supervisor], jurisdictions: ["us-il-lake"], of: id)
        try await test.store.setLanguage("es", of: id)
        let principal = try await test.store.session(token, now: TestStore.now)
        #expect(principal?.roles == [.supervisor])
        #expect(principal?.jurisdictions == ["us-il-lake"])
        #expect(principal?.language == "es")
        await test.close()
    }

    @Test("The database holds no session token, form token, bearer token or password")
    func noSecrets() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let signIn = try await test.signIn()
        let token = try await test.store.createToken(
            for: id, label: "x", scopes: [.read], expires: nil, by: id, now: TestStore.now)
        let rows = try await test.owner.run { session in
            try ["account", "session", "token", "log"].flatMap { table in
                try session.query("select t::text from access.\(raw: table) t").map { try $0.get(0, as: String.self) }
            }
        }
        #expect(rows.count >= 4)
        for secret in [signIn.sessionToken, signIn.csrf, token.secret, TestStore.password] {
            let hex = Data(secret.utf8).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
            #expect(!rows.contains { $0.contains(secret) || $0.contains(hex) })
        }
        await test.close()
    }

    @Test("Signing out, ending one session and ending all of them take effect at once")
    func ending() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        var tokens: [String] = []
        for second in 0..<4 { tokens.append(try await test.signIn(after: Double(second)).sessionToken) }
        let open = { () async throws -> [Bool] in
            var open: [Bool] = []
            for token in tokens { open.append(try await test.store.session(token, now: self.at(5)) != nil) }
            return open
        }
        try await test.store.signOut(tokens[0], now: at(5))
        try await test.store.signOut(tokens[0], now: at(5))
        #expect(try await open() == [false, true, true, true])
        let newest = try #require(try await test.store.sessions(of: id, now: at(5)).first)
        #expect(newest.createdAt == at(3))
        #expect(try await !test.store.endSession(newest.id, of: UUID()))
        #expect(try await test.store.endSession(newest.id, of: id))
        #expect(try await open() == [false, true, true, false])
        try await test.store.endSessions(of: id)
        #expect(try await open() == [false, false, false, false])
        await test.close()
    }

    @Test("A text that is no session token belongs to nobody", arguments: ["", "x", String(repeating: "A", count: 43)])
    func unknownSession(token: String) async throws {
        let test = try await TestStore()
        #expect(try await test.store.session(token, now: TestStore.now) == nil)
        await test.close()
    }

    @Test("A bearer token speaks for its account within its scopes until it expires")
    func tokens() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let token = try await test.store.createToken(
            for: id, label: "Nightly export", scopes: [.read, .export], expires: at(3600), by: id, now: TestStore.now)
        let principal = try await test.store.principal(bearer: token.secret, now: at(3599))
        #expect(principal?.accountID == id)
        #expect(principal?.channel == .token(scopes: [.read, .export]))
        #expect(try await test.store.principal(bearer: token.secret, now: at(3600)) == nil)
        let info = try #require(try await test.store.tokens(of: id).first)
        #expect(info.label == "Nightly export")
        #expect(info.lastUsedAt == at(3599))
        #expect(try await test.store.principal(bearer: BearerToken.make(), now: TestStore.now) == nil)
        await test.close()
    }

    @Test("A revoked token and a disabled account's token stop at once")
    func revocation() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let first = try await test.store.createToken(
            for: id, label: "1", scopes: [.read], expires: nil, by: id, now: TestStore.now)
        let second = try await test.store.createToken(
            for: id, label: "2", scopes: [.read], expires: nil, by: id, now: TestStore.now)
        #expect(try await test.store.revokeToken(first.id, now: TestStore.now))
        #expect(try await !test.store.revokeToken(first.id, now: TestStore.now))
        #expect(try await test.store.principal(bearer: first.secret, now: TestStore.now) == nil)
        #expect(try await test.store.principal(bearer: second.secret, now: TestStore.now) != nil)
        try await test.store.disable(id, now: TestStore.now)
        #expect(try await test.store.principal(bearer: second.secret, now: TestStore.now) == nil)
        await test.close()
    }

    @Test("Accounts are refused for a reason that can be told")
    func refusedAccounts() async throws {
        let test = try await TestStore()
        try await test.account()
        await #expect(throws: AccountError.emailTaken) { try await test.account("DANA@example.org") }
        await #expect(throws: AccountError.invalidEmail) { try await test.account("nobody") }
        await #expect(throws: AccountError.roleDoesNotFit(.partner)) {
            try await test.account("p@example.org", roles: [.partner])
        }
        await #expect(throws: AccountError.unknownAccount) { try await test.store.setLanguage("es", of: UUID()) }
        await #expect(throws: AccountError.unknownAccount) {
            _ = try await test.store.createToken(
                for: UUID(), label: "x", scopes: [], expires: nil, by: UUID(), now: TestStore.now)
        }
        #expect(try await test.store.accounts().count == 1)
        await test.close()
    }

    @Test("A password set by an administrator ends all sessions")
    func setPassword() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        let token = try await test.signIn().sessionToken
        try await test.store.setPassword("zebra42kettle", of: id, now: TestStore.now)
        #expect(try await test.store.session(token, now: TestStore.now) == nil)
        _ = try await test.signIn("dana@example.org", "zebra42kettle")
        await #expect(throws: AccountError.weakPassword(.common)) {
            try await test.store.setPassword("password", of: id, now: TestStore.now)
        }
        await test.close()
    }

    @Test("Pruning keeps what rules still look at")
    func prune() async throws {
        let test = try await TestStore()
        let id = try await test.account()
        for _ in 1...5 {
            _ = await test.refusal(address: nil)
            _ = await test.refusal("nobody@example.org", address: nil)
        }
        let other = try await test.account("other@example.org")
        let old = try await test.signIn("other@example.org").sessionToken
        let new = try await test.signIn("other@example.org", after: 86_400 * 2 - 60).sessionToken
        try await test.store.prune(now: at(86_400 * 2))
        #expect(try await test.store.account(id)?.lockedAt != nil)
        #expect(await test.refusal("nobody@example.org", after: 86_400 * 2) == "signIn.wrongCredentials")
        #expect(try await test.store.session(old, now: TestStore.now) == nil)
        #expect(try await test.store.session(new, now: at(86_400 * 2)) != nil)
        #expect(try await test.store.sessions(of: other, now: at(86_400 * 2)).count == 1)
        await test.close()
    }
}
