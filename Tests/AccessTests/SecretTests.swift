import Foundation
import Testing

@testable import Access

@Suite("Secrets")
struct SecretTests {
    @Test("A session token is 32 random bytes")
    func sessionTokens() {
        let tokens = (0..<100).map { _ in Secret.sessionToken() }
        #expect(Set(tokens).count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == 43 })
    }

    @Test("A bearer token tells itself from any other text")
    func bearerTokens() {
        let token = BearerToken.make()
        #expect(token.hasPrefix("tl_"))
        #expect(BearerToken.isWellFormed(token))
        var changed = Array(token)
        changed[10] = changed[10] == "a" ? "b" : "a"
        #expect(!BearerToken.isWellFormed(String(changed)))
        #expect(!BearerToken.isWellFormed(String(token.dropLast())))
        #expect(!BearerToken.isWellFormed("tl_"))
        #expect(BearerToken.crc32("123456789".utf8) == 0xCBF4_3926)
    }

    @Test(
        "An IPv6 visitor is its /64, an IPv4 one its address",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:0:0:0:0"), ("socket", "socket"),
        ])
    func addresses(text: String, same: String) {
        #expect(NetworkAddress.canonical(text) == NetworkAddress.canonical(same))
        #expect(NetworkAddress.canonical("2001:db8:1:3::1") != NetworkAddress.canonical("2001:db8:1:2::1"))
    }
}
