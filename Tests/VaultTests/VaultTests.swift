import Crypto
import Dispatch
import EventModel
import Foundation
import Postgres
import Testing

@testable import Vault

@Suite("Vault", .serialized, .timeLimit(.minutes(2)))
struct VaultTests {
    @Test("A person's key is made once and is the same for every server")
    func sameKey() async throws {
        let test = try await TestVault()
        let subject = UUID()
        let first = try await test.keys([subject])
        let second = try await test.keys([subject], create: false, test.another())
        #expect(first.keyID(of: subject) != nil)
        #expect(first.keyID(of: subject) == second.keyID(of: subject))
        let event = UUID()
        let sealed = try first.sealer(subject: subject, event: event, type: "t")("Dana", "f")
        #expect(try second.opener(event: event, type: "t")(sealed, "f") == .clear("Dana"))
        let other = try await test.vault.keys(for: [subject], in: "us-il-lake", create: true)
        #expect(other.keyID(of: subject) != first.keyID(of: subject))
        await test.close()
    }

    @Test("Without leave to make keys, a person without one is not in the ring")
    func noCreate() async throws {
        let test = try await TestVault()
        let (known, unknown) = (UUID(), UUID())
        _ = try await test.keys([known])
        let ring = try await test.keys([known, unknown], create: false)
        #expect(ring.keyID(of: known) != nil)
        #expect(ring.keyID(of: unknown) == nil)
        #expect(try await test.count("key") == 1)
        await test.close()
    }

    @Test("Servers that race for the same people end with the same keys")
    func race() async throws {
        let test = try await TestVault()
        let subjects = (0..<40).map { _ in UUID() }
        let rings = try await withThrowingTaskGroup(of: KeyRing.self) { group in
            for start in 0...12 {
                let vault = try test.another()
                let some = Set(subjects[start..<(start + 28)])
                group.addTask { try await test.keys(some, vault) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for subject in subjects {
            #expect(Set(rings.compactMap { $0.keyID(of: subject) }).count == 1)
        }
        #expect(try await test.count("key") == 40)
        await test.close()
    }

    @Test("The database holds no unwrapped key, and another key file cannot unwrap")
    func wrapped() async throws {
        let test = try await TestVault()
        let subject = UUID()
        _ = try await test.keys([subject])
        let folder = try TemporaryFolder()
        let stranger = Vault(pool: test.pool, keys: try KeyFile.loadOrCreate(folder.keyFile))
        await #expect(throws: VaultError(.keyFileMismatch)) { try await test.keys([subject], stranger) }
        try await test.vault.turnEpoch()
        await #expect(throws: VaultError(.keyFileMismatch)) { try await test.keys([subject], stranger) }
        await #expect(throws: VaultError(.keyFileMismatch)) { try await test.keys([UUID()], stranger) }
        folder.remove()
        await test.close()
    }

    @Test("A destroyed key erases what it sealed, everywhere within 60 seconds, and leaves nothing to find")
    func destroy() async throws {
        let test = try await TestVault()
        let subject = try await test.register(["givenName": "Dana", "familyName": "Reyes", "birthDate": "2001-02-03"])
        let stays = try await test.register(["givenName": "Dana", "familyName": "Stone"])
        let event = UUID()
        let sealed = try await test.seal("note", for: subject, event: event)
        let other = try test.another()
        let open = { (vault: Vault) async throws -> Personal in
            try await test.keys([subject], create: false, vault)
                .opener(event: event, type: "participant.registered")(sealed, "givenName")
        }
        #expect(try await open(other) == .clear("note"))
        let keyID = try await test.vault.destroyKey(subject: subject, in: TestVault.jurisdiction)
        #expect(keyID == sealed.key)
        #expect(try await test.vault.destroyKey(subject: subject, in: TestVault.jurisdiction) == nil)
        #expect(try await open(test.vault) == .erased)
        test.clock.advance(by: .seconds(60))
        #expect(try await open(other) == .erased)
        #expect(try await test.find("Dana") == [stays])
        #expect(try await test.find("Reyes", born: "2001-02-03") == [])
        #expect(
            try await test.vault.people([subject, stays], in: TestVault.jurisdiction).keys.sorted { $0.text < $1.text }
                == [stays])
        #expect(try await test.count("person") == 2)
        await test.close()
    }

    @Test("A replay brings nobody back whose key is gone")
    func replay() async throws {
        let test = try await TestVault()
        let subject = try await test.register(["givenName": "Dana"])
        let event = UUID()
        let sealed = try await test.seal("Dana", for: subject, event: event)
        try await test.vault.destroyKey(subject: subject, in: TestVault.jurisdiction)
        let replay = {
            try await test.pool.transaction { session in
                try test.vault.remember(
                    subject: subject, in: TestVault.jurisdiction, event: event, type: "participant.registered",
                    fields: ["givenName": sealed], session)
                try test.vault.index(
                    subject: subject, in: TestVault.jurisdiction, names: ["Dana"], birthDate: nil, session)
            }
        }
        try await replay()
        #expect(try await test.count("person") == 0)
        #expect(try await test.count("blind_index") == 0)
        // Even when the person came back with a new key, the old fields stay erased.
        _ = try await test.keys([subject])
        try await replay()
        #expect(try await test.count("person") == 0)
        await test.close()
    }

    @Test("Turning the epoch wraps every key anew and destroys the old key-encryption key")
    func turnEpoch() async throws {
        let test = try await TestVault()
        let subject = try await test.register(["givenName": "Dana"])
        let other = try test.another()
        let before = try await test.keys([subject], create: false, other).keyID(of: subject)
        let oldRow = try await test.row(of: subject)
        #expect(oldRow.epoch == 1)
        #expect(try await test.vault.turnEpoch() == 2)
        let newRow = try await test.row(of: subject)
        #expect(newRow.epoch == 2)
        #expect(newRow.wrapped != oldRow.wrapped)
        #expect(test.vault.keyFile.epochs == [2])
        test.vault.dropCachedKeys()
        other.dropCachedKeys()
        for vault in [test.vault, other] {
            #expect(try await test.keys([subject], create: false, vault).keyID(of: subject) == before)
            #expect(try await test.keys([UUID()], vault).keyID(of: UUID()) == nil)
        }
        let people = try await other.people([subject], in: TestVault.jurisdiction)
        #expect(people[subject]?["givenName"] == .clear("Dana"))
        #expect(try await test.find("dana") == [subject])
        await test.close()
    }

    @Test("A key that comes back from an old backup stays destroyed")
    func backup() async throws {
        let test = try await TestVault()
        let subject = UUID()
        let event = UUID()
        let sealed = try await test.seal("Dana", for: subject, event: event)
        let backup = try await test.row(of: subject)
        try await test.vault.destroyKey(subject: subject, in: TestVault.jurisdiction)
        try await test.vault.turnEpoch()
        try await test.pool.run { session in
            _ = try session.query(
                """
                insert into vault.key (jurisdiction, subject, key_id, epoch, wrapped) values \
                (\(TestVault.jurisdiction), \(subject), \(sealed.key), \(Int32(backup.epoch)), \(backup.wrapped))
                """)
        }
        let ring = try await test.keys([subject], create: false)
        #expect(try ring.opener(event: event, type: "participant.registered")(sealed, "givenName") == .erased)
        #expect(try await test.vault.turnEpoch() == 3)
        await #expect(throws: VaultError(.noKey)) { try await test.keys([subject]) }
        await test.close()
    }

    @Test("Epochs turned and keys made at the same time lose no key")
    func turnRace() async throws {
        let test = try await TestVault()
        let made = try await withThrowingTaskGroup(of: [UUID: UUID].self) { group in
            for _ in 0..<8 {
                let vault = try test.another()
                group.addTask {
                    var made: [UUID: UUID] = [:]
                    for _ in 0..<10 {
                        let subject = UUID()
                        made[subject] = try await test.keys([subject], vault).keyID(of: subject)
                    }
                    return made
                }
            }
            for _ in 0..<3 {
                let vault = try test.another()
                group.addTask {
                    for _ in 0..<3 { try await vault.turnEpoch() }
                    return [:]
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { old, _ in old } }
        }
        #expect(made.count == 80)
        let ring = try await test.keys(Set(made.keys), create: false, test.another())
        for (subject, key) in made { #expect(ring.keyID(of: subject) == key) }
        let epochs = try await test.pool.run {
            try $0.query("select distinct epoch from vault.key").map { try $0.get(0, as: Int.self) }
        }
        #expect(try KeyFile.loadOrCreate(test.folder.keyFile).epochs.last == epochs.last)
        await test.close()
    }

    @Test("Nobody reads as erased while the epoch turns")
    func readRace() async throws {
        let test = try await TestVault()
        let subject = UUID()
        _ = try await test.keys([subject])
        let missing = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var missing = 0
                    for _ in 0..<100 {
                        test.vault.dropCachedKeys()
                        if try await test.keys([subject], create: false).keyID(of: subject) == nil { missing += 1 }
                    }
                    return missing
                }
            }
            group.addTask {
                for _ in 0..<20 { try await test.vault.turnEpoch() }
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(missing == 0)
        await test.close()
    }

    @Test("Making keys and turning the epoch wait for each other")
    func locks() async throws {
        let test = try await TestVault()
        var impatient = test.configuration
        impatient.settings["lock_timeout"] = "20ms"
        let pool = PostgresPool(impatient, size: 1)
        let vault = Vault(pool: pool, keys: test.vault.keyFile)
        for (lock, turns) in [("share", true), ("update", false)] {
            let (locked, release) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
            async let holding: Void = test.owner.transaction { session in
                try session.query("select from vault.epoch for \(raw: lock)")
                locked.continuation.finish()
                release.wait()
            }
            for await _ in locked.stream {}
            if turns { _ = try await test.keys([UUID()], vault) }
            await #expect {
                if turns { try await vault.turnEpoch() } else { _ = try await test.keys([UUID()], vault) }
            } throws: { ($0 as? PostgresError)?.sqlState == .lockNotAvailable }
            release.signal()
            try await holding
        }
        await pool.close()
        await test.close()
    }

    @Test("What a crash during a turn has left is destroyed at the next start, and nothing that is needed")
    func crashedTurn() async throws {
        let test = try await TestVault()
        let subject = UUID()
        _ = try await test.keys([subject])
        // Crashed before the rows were written: both stay, as the old one is in use.
        #expect(try test.vault.keyFile.addEpoch() == 2)
        try await test.another().destroyOldEpochs()
        #expect(try KeyFile.loadOrCreate(test.folder.keyFile).epochs == [1, 2])
        // Crashed after them: as if the file still had what a whole turn destroyed.
        let old = try Data(contentsOf: URL(fileURLWithPath: test.folder.keyFile))
        #expect(try await test.vault.turnEpoch() == 3)
        var contents = try KeyFileContents(old)
        contents.epochs[3] = try #require(try test.vault.keyFile.key(epoch: 3)).withUnsafeBytes { Data($0) }
        _ = try KeyFileStorage.replace(test.folder.keyFile) { $0 = contents }
        let started = try test.another()
        #expect(started.keyFile.epochs == [1, 2, 3])
        try await started.destroyOldEpochs()
        #expect(started.keyFile.epochs == [3])
        #expect(try await test.keys([subject], create: false, started).keyID(of: subject) != nil)
        await test.close()
    }

    @Test("People are read with the latest value of each field")
    func people() async throws {
        let test = try await TestVault()
        let dana = try await test.register(["givenName": "Dana", "familyName": "Reyes", "phone": "1"])
        let kim = try await test.register(["preferredName": "Kim"])
        try await test.register(["phone": "2", "preferredName": "Dee"], dana)
        let people = try await test.vault.people([dana, kim, UUID()], in: TestVault.jurisdiction)
        #expect(
            people[dana]?.fields == [
                "givenName": "Dana", "familyName": "Reyes", "phone": "2", "preferredName": "Dee",
            ])
        #expect(people[dana]?.name == "Dee Reyes")
        #expect(people[kim]?.name == "Kim")
        #expect(people.count == 2)
        #expect(try await test.vault.people([dana], in: "us-il-lake").isEmpty)
        try await test.pool.run {
            try test.vault.forget(subject: dana, in: TestVault.jurisdiction, fields: ["phone"], $0)
        }
        #expect(try await test.vault.people([dana], in: TestVault.jurisdiction)[dana]?["phone"] == nil)
        await test.close()
    }

    @Test("The vault's tables hold no personal text in the clear")
    func noClearText() async throws {
        let test = try await TestVault()
        try await test.register(["givenName": "Zephyrine", "birthDate": "2001-02-03"])
        let rows = try await test.owner.run { session in
            try ["key", "person", "blind_index"].flatMap { table in
                try session.query("select t::text from vault.\(identifier: table) t").map {
                    try $0.get(0, as: String.self)
                }
            }
        }
        #expect(rows.count == 5)
        let hex = Data("zephyrine".utf8).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        for secret in ["ephyrine", "2001-02-03", hex] { #expect(!rows.contains { $0.contains(secret) }) }
        await test.close()
    }

    @Test("People are found by any words of their names, and by name with birth date")
    func find() async throws {
        let test = try await TestVault()
        let jose = try await test.register([
            "givenName": "José", "familyName": "García-López", "birthDate": "1990-05-06",
        ])
        let josefa = try await test.register(["givenName": "Jose", "familyName": "Stone", "birthDate": "1991-05-06"])
        #expect(try await Set(test.find("jose")) == [jose, josefa])
        #expect(try await test.find("LOPEZ jose") == [jose])
        #expect(try await test.find("garcía stone") == [])
        #expect(try await test.find("jos") == [])
        #expect(try await test.find("jose", born: "1991-05-06") == [josefa])
        #expect(try await test.find("jose garcia", born: " 1990-05-06") == [jose])
        #expect(try await test.find("jose garcia", born: "1991-05-06") == [])
        #expect(try await test.find("", born: "1991-05-06") == [])
        #expect(try await test.find("1990-05-06") == [])
        #expect(try await test.find("jose", in: "us-il-lake") == [])
        await test.close()
    }

    @Test("The same name has other tags in another jurisdiction and with a birth date")
    func unlinkable() async throws {
        let test = try await TestVault()
        let subject = try await test.register(["givenName": "Dana", "birthDate": "2001-02-03"])
        _ = try await test.vault.keys(for: [subject], in: "us-il-lake", create: true)
        try await test.pool.run {
            try test.vault.index(
                subject: subject, in: "us-il-lake", names: ["Dana"], birthDate: "2001-02-03", $0)
        }
        let tags = try await test.pool.run {
            try $0.query("select tag from vault.blind_index").map { try $0.get(0, as: Data.self) }
        }
        #expect(tags.count == 4)
        #expect(Set(tags).count == 4)
        await test.close()
    }

    @Test("A new name replaces the old one in the index")
    func reindex() async throws {
        let test = try await TestVault()
        let subject = try await test.register(["givenName": "Dana", "familyName": "Reyes", "birthDate": "2001-02-03"])
        try await test.register(["givenName": "Dana", "familyName": "Stone"], subject)
        #expect(try await test.find("reyes") == [])
        #expect(try await test.find("dana", born: "2001-02-03") == [])
        #expect(try await test.find("stone dana") == [subject])
        await test.close()
    }
}

extension TestVault {
    struct KeyRow: Sendable {
        var epoch: Int
        var wrapped: Data
    }

    func row(of subject: UUID) async throws -> KeyRow {
        try await pool.run { session in
            let row = try session.query("select epoch, wrapped from vault.key where subject = \(subject)").first
            return KeyRow(epoch: try row?.get(0, as: Int.self) ?? -1, wrapped: try row?.get(1, as: Data.self) ?? Data())
        }
    }
}

extension TestVault {
    func keys(_ subjects: Set<UUID>, _ vault: Vault) async throws -> KeyRing {
        try await keys(subjects, create: true, vault)
    }
}
