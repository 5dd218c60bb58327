import Foundation
import Postgres
import Testing

@testable import Access

@Suite("Access log", .serialized, .timeLimit(.minutes(2)))
struct AccessLogTests {
    @Test("Nobody can change, delete or empty it, not even a superuser, nor with triggers switched to replica")
    func appendOnly() async throws {
        let test = try await TestStore()
        let principal = Fixture.principal([.auditor], .oversight)
        try await test.store.log(
            AccessEntry(principal, .viewReferral, jurisdiction: "us-il-cook", at: TestStore.now))
        let attacks: [PostgresQuery] = [
            "update access.log set outcome = 'denied'", "delete from access.log", "truncate access.log",
            "delete from access.log where false", "truncate access.log cascade",
        ]
        for attack in attacks {
            for replica in [false, true] {
                await #expect {
                    try await test.owner.transaction { session in
                        if replica { try session.query("set local session_replication_role = replica") }
                        try session.query(attack)
                    }
                } throws: { ($0 as? PostgresError)?.sqlState == .restrictViolation }
            }
            await #expect {
                try await test.pool.run { _ = try $0.query(attack) }
            } throws: { ($0 as? PostgresError)?.sqlState == .insufficientPrivilege }
        }
        #expect(try await test.store.readAccessLog("us-il-cook").entries.count == 1)
        await test.close()
    }

    @Test("It is read newest first, page by page, for one jurisdiction, each line once")
    func pages() async throws {
        let test = try await TestStore()
        let principal = Fixture.principal([.prosecutor], .prosecutor)
        let subjects = (0..<25).map { _ in UUID() }
        try await test.store.log(
            subjects.enumerated().map { index, subject in
                // Every five share a moment.
                AccessEntry(
                    principal, .viewParticipant, jurisdiction: "us-il-cook", subjectKind: "participant",
                    subjectID: subject, at: TestStore.now.addingTimeInterval(Double(index / 5)))
            }, address: "192.0.2.1")
        try await test.store.log(
            AccessEntry(principal, .viewParticipant, jurisdiction: "us-il-lake", at: TestStore.now))
        var read: [AccessEntry] = []
        var cursor: AccessLogPage.Cursor?
        repeat {
            let page = try await test.store.readAccessLog("us-il-cook", after: cursor, limit: 7)
            #expect(page.entries.count <= 7)
            read += page.entries
            cursor = page.next
        } while cursor != nil
        #expect(read.count == 25)
        #expect(Set(read.compactMap(\.subjectID)) == Set(subjects))
        #expect(read.map(\.at) == read.map(\.at).sorted(by: >))
        #expect(Set(read.map(\.addressTag)).count == 1 && read[0].addressTag != nil)
        #expect(read.allSatisfy { $0.channel == "session" && $0.organization == principal.organization })
        await test.close()
    }

    @Test("It can be narrowed to a person, a subject, an action and an outcome")
    func filters() async throws {
        let test = try await TestStore()
        let (one, two) = (Fixture.principal([.prosecutor], .prosecutor), Fixture.principal([.partner], .partner))
        let subject = UUID()
        try await test.store.log([
            AccessEntry(
                one, .viewReferral, jurisdiction: "j", subjectKind: "referral", subjectID: subject, at: TestStore.now),
            AccessEntry(two, .viewReferral, jurisdiction: "j", outcome: .denied, at: TestStore.now),
            AccessEntry(
                two, .viewHistory, jurisdiction: "j", subjectKind: "referral", subjectID: subject, at: TestStore.now),
        ])
        let count = { (filter: AccessLogFilter) async throws in
            try await test.store.readAccessLog("j", where: filter).entries.count
        }
        #expect(try await count(.init()) == 3)
        #expect(try await count(.init(account: two.accountID)) == 2)
        #expect(try await count(.init(subjectID: subject)) == 2)
        #expect(try await count(.init(action: "viewHistory")) == 1)
        #expect(try await count(.init(outcome: .denied)) == 1)
        #expect(try await count(.init(account: one.accountID, outcome: .denied)) == 0)
        await test.close()
    }

    @Test("A view whose line cannot be written throws")
    func failClosed() async throws {
        let test = try await TestStore()
        try await test.owner.run { _ = try $0.query("revoke insert on access.log from throughline_app") }
        await #expect(throws: PostgresError.self) {
            try await test.store.log(
                AccessEntry(.system, .viewReferral, jurisdiction: "us-il-cook", at: TestStore.now))
        }
        await test.close()
    }

    @Test("A line in the caller's transaction goes with it")
    func transactional() async throws {
        struct Stop: Error {}
        let test = try await TestStore()
        await #expect(throws: Stop.self) {
            try await test.pool.transaction { session in
                try test.store.log(
                    [AccessEntry(.system, .importData, jurisdiction: "j", at: TestStore.now)], in: session)
                throw Stop()
            }
        }
        #expect(try await test.store.readAccessLog("j").entries.isEmpty)
        await test.close()
    }
}
