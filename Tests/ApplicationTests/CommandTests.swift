import Application
import CountySupport
import EventModel
import Foundation
import Testing

@Suite("Commands", .timeLimit(.minutes(3)))
struct CommandTests {
    @Test("The same command with the same content answers alike and appends once")
    func sameTwice() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            let context = keyed("key", "acknowledge", in: county)
            let first = try await county.throughline.take(.acknowledge, on: offer.id, with: .init(), context)
            let head = try await county.head()
            #expect(first.position == head && first.version == offer.version + 1 && !first.wasRepeat)

            var again = try await county.throughline.take(.acknowledge, on: offer.id, with: .init(), context)
            #expect(again.wasRepeat)
            again.wasRepeat = false
            #expect(again == first)
            #expect(try await county.head() == head)
        }
    }

    @Test("A command that the rules would refuse by now still gets its first answer")
    func lateRetry() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            let context = keyed("key", "acknowledge", in: county)
            let first = try await county.throughline.take(.acknowledge, on: offer.id, with: .init(), context)
            try await county.take(.accept, on: offer.id)
            let head = try await county.head()
            let again = try await county.throughline.take(.acknowledge, on: offer.id, with: .init(), context)
            #expect(again.version == first.version && again.position == first.position && again.wasRepeat)
            #expect(try await county.head() == head)
        }
    }

    @Test("Twins of one command that come at the same time append once")
    func twins() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            let context = keyed("key", "acknowledge", in: county)
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await county.throughline.take(.acknowledge, on: offer.id, with: .init(), context)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(receipts.filter { !$0.wasRepeat }.count == 1)
            #expect(Set(receipts.map(\.position)).count == 1 && Set(receipts.map(\.version)).count == 1)
            #expect(try await county.events("referral", offer.id).count == Int(offer.version) + 1)
        }
    }

    @Test("The same command id with other content is refused and appends nothing")
    func otherContent() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            _ = try await county.throughline.take(
                .acknowledge, on: offer.id, with: .init(), keyed("key", "acknowledge", in: county))
            let head = try await county.head()
            let failure = try await failure {
                try await county.throughline.take(
                    .accept, on: offer.id, with: .init(), keyed("key", "accept", in: county))
            }
            guard case .keyReused? = failure else { throw Unexpected(failure) }
            #expect(try await county.head() == head)
        }
    }

    @Test("The same key of another person names another command")
    func otherPerson() async throws {
        try await TestCounty.run { county in
            let (mine, theirs) = (county.principal(.partner), county.principal(.supervisor))
            let content = Data("same".utf8)
            #expect(
                CommandContext(mine, key: "key", content: content).commandID
                    != CommandContext(theirs, key: "key", content: content).commandID)
        }
    }

    @Test("A stale version is refused with today's and appends nothing")
    func stale() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            let acknowledged = try await county.take(.acknowledge, on: offer.id)
            let head = try await county.head()
            let failure = try await failure {
                try await county.throughline.take(
                    .accept, on: offer.id, with: .init(), county.context(.partner, ifVersion: offer.version))
            }
            guard case .stale(let current)? = failure else { throw Unexpected(failure) }
            #expect(current == acknowledged.version)
            #expect(try await county.head() == head)

            let fresh = try await county.throughline.take(
                .accept, on: offer.id, with: .init(), county.context(.partner, ifVersion: current))
            #expect(fresh.version == acknowledged.version + 1)
        }
    }

    private func keyed(_ key: String, _ content: String, in county: TestCounty) -> CommandContext {
        CommandContext(county.principal(.partner), key: key, content: Data(content.utf8))
    }
}

/// Another answer than the one that the test is about.
private struct Unexpected: Error, CustomStringConvertible {
    var description: String

    init(_ failure: Failure?) { description = failure.map { "\($0)" } ?? "It was done." }
}
