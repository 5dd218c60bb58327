import Crypto
import EventModel
import Foundation
import Testing

@testable import Vault

@Suite("Sealing")
struct SealingTests {
    static let (event, other) = (UUID(), UUID())
    static let subject = UUID()
    static let key = DataKey(id: UUID(), key: SymmetricKey(size: .bits256))
    static let ring = KeyRing(jurisdiction: "us-il-cook", keys: [subject: key])

    private func sealed(_ text: String = "Dana", field: String = "givenName") throws -> SealedText {
        try Self.ring.sealer(subject: Self.subject, event: Self.event, type: "t")(text, field)
    }

    @Test(
        "What was sealed opens at its own place",
        arguments: ["", "Dana", "Zażółć 😀", String(repeating: "x", count: 9000)])
    func roundTrip(text: String) throws {
        let sealed = try sealed(text)
        #expect(sealed.key == Self.key.id)
        #expect(try Self.ring.opener(event: Self.event, type: "t")(sealed, "givenName") == .clear(text))
    }

    @Test("The same text is sealed differently each time")
    func nonces() throws {
        #expect(try sealed() != sealed())
    }

    @Test("A sealed field does not open in another jurisdiction, event, type or field")
    func binding() throws {
        let sealed = try sealed()
        let elsewhere = KeyRing(jurisdiction: "us-il-lake", keys: [Self.subject: Self.key])
        let attempts: [(PersonalOpener, String)] = [
            (elsewhere.opener(event: Self.event, type: "t"), "givenName"),
            (Self.ring.opener(event: Self.other, type: "t"), "givenName"),
            (Self.ring.opener(event: Self.event, type: "u"), "givenName"),
            (Self.ring.opener(event: Self.event, type: "t"), "familyName"),
            (Self.ring.opener(event: Self.event, type: "tg"), "ivenName"),
        ]
        for (opener, field) in attempts {
            #expect(throws: VaultError(.tampered)) { try opener(sealed, field) }
        }
    }

    @Test("A sealed field does not open under another key's id")
    func keyBinding() throws {
        let second = DataKey(id: UUID(), key: Self.key.key)
        let ring = KeyRing(jurisdiction: "us-il-cook", keys: [Self.subject: Self.key, UUID(): second])
        let moved = SealedText(key: second.id, box: try sealed().box)
        #expect(throws: VaultError(.tampered)) { try ring.opener(event: Self.event, type: "t")(moved, "givenName") }
    }

    @Test("A box changed at any byte, cut or replaced does not open")
    func tampering() throws {
        let sealed = try sealed()
        let box = try #require(Data(base64Encoded: sealed.box))
        let opener = Self.ring.opener(event: Self.event, type: "t")
        for index in box.indices {
            var changed = box
            changed[index] ^= 1
            #expect(throws: VaultError(.tampered)) {
                try opener(SealedText(key: sealed.key, box: changed.base64EncodedString()), "givenName")
            }
        }
        for text in ["", "no base64!", box.dropLast().base64EncodedString(), box.prefix(12).base64EncodedString()] {
            #expect(throws: VaultError(.tampered)) { try opener(SealedText(key: sealed.key, box: text), "givenName") }
        }
    }

    @Test("A field whose key is gone reads as erased")
    func erased() throws {
        let empty = KeyRing(jurisdiction: "us-il-cook", keys: [:])
        #expect(try empty.opener(event: Self.event, type: "t")(sealed(), "givenName") == .erased)
        #expect(try empty.opener(event: Self.event, type: "t")(SealedText(key: UUID(), box: "?"), "x") == .erased)
    }

    @Test("Nothing is sealed for a person without a key")
    func noKey() {
        #expect(throws: VaultError(.noKey)) { try Self.ring.sealer(subject: UUID(), event: Self.event, type: "t") }
    }
}

@Suite("Key cache")
struct KeyCacheTests {
    private func key() -> DataKey { DataKey(id: UUID(), key: SymmetricKey(size: .bits256)) }

    @Test("A key is kept for 60 seconds after it was read")
    func lifetime() {
        let clock = FakeClock()
        let cache = KeyCache(now: { clock.now })
        let subject = UUID()
        cache.insert([subject: key()], in: "a", readAt: clock.now)
        #expect(cache.keys(for: [subject], in: "a").count == 1)
        #expect(cache.keys(for: [subject], in: "b").isEmpty)
        clock.advance(by: .seconds(59))
        #expect(cache.keys(for: [subject, UUID()], in: "a").count == 1)
        clock.advance(by: .seconds(1))
        #expect(cache.keys(for: [subject], in: "a").isEmpty)
    }

    @Test("It never holds more than its capacity")
    func bound() {
        let clock = FakeClock()
        let cache = KeyCache(capacity: 10, now: { clock.now })
        for count in [4, 6, 3, 25, 10, 1] {
            cache.insert(
                Dictionary(uniqueKeysWithValues: (0..<count).map { _ in (UUID(), key()) }), in: "a", readAt: clock.now)
            #expect(cache.count <= 10)
        }
    }
}

@Suite("Name tokens")
struct NameTokensTests {
    @Test(
        "A name is searched without case, accents and punctuation",
        arguments: [
            ("José  GARCÍA-López ", ["jose", "garcia", "lopez"]), ("O'Brien", ["obrien"]), ("O’Brien", ["obrien"]),
            ("Øystein Łukasz", ["oystein", "lukasz"]), ("STRAßE", ["strasse"]), ("J. R. Smith", ["j", "r", "smith"]),
            ("ﬁona", ["fiona"]), ("Nguyễn Văn", ["nguyen", "van"]), ("李小龙", ["李小龙"]), (" - ", []), ("", []),
            ("İpek", ["ipek"]),
        ])
    func tokens(name: String, expected: [String]) {
        #expect(NameTokens.of(name) == Set(expected))
    }
}
