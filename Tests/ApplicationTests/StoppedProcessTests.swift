import Casework
import CountySupport
import EventLog
import EventModel
import Foundation
import Synchronization
import Testing

@testable import Application

@Suite("Stopped processes", .timeLimit(.minutes(5)))
struct StoppedProcessTests {
    /// Answers what it is given, except one event.
    private final class Answering: Application.Process {
        struct Unreadable: Error {}

        let name: String
        let types: Set<String> = ["referral.drafted", "referral.offered", "participant.registered"]
        private let poison: UUID?
        private let seen = Mutex<[UUID]>([])

        init(_ name: String, refusing poison: UUID? = nil) {
            self.name = name
            self.poison = poison
        }

        /// Every event that was answered, as often as it was.
        var answered: [UUID] { seen.withLock { $0 } }

        func react(to events: [RecordedEvent], in jurisdiction: String) async throws {
            for event in events {
                if event.id == poison { throw Unreadable() }
                seen.withLock { $0.append(event.id) }
            }
        }
    }

    @Test("A process stops alone before an event that it cannot answer, says which and why, and does not spin")
    func stops() async throws {
        try await TestCounty.run { county in
            for _ in 0..<3 { _ = try await county.offered() }
            let offers = try await county.log(after: -1).filter { $0.type == "referral.offered" }
            let poison = offers[1]
            let (fussy, steady) = (Answering("fussy", refusing: poison.id), Answering("steady"))
            let runner = ProcessRunner(
                county.throughline, [fussy, steady], pace: .init(first: .seconds(3600), longest: .seconds(3600)))
            try await runner.catchUp(TestCounty.slug)
            let operations = try await county.throughline.operations()
            let stopped = try #require(operations.stopped.first { $0.name == "fussy" })
            #expect(operations.stopped.count == 1)
            #expect(stopped.position == poison.position - 1)
            #expect(stopped.errorPosition == poison.position)
            #expect(stopped.errorType == "referral.offered")
            #expect(stopped.error == "Unreadable()")
            #expect(stopped.standing == "fussy of us-zz-test before position \(poison.position) (referral.offered)")
            #expect(Set(steady.answered).isSuperset(of: offers.map(\.id)))

            // The log and the other go on; the stopped one is left alone until its time.
            let tries = fussy.answered.count
            _ = try await county.offered()
            try await runner.catchUp(TestCounty.slug)
            #expect(fussy.answered.count == tries)
            let head = try await county.head()
            let steadily = try await county.throughline.operations().processes.first { $0.name == "steady" }
            #expect(steadily?.position == head)
            #expect(steadily?.error == nil)

            // A fixed build answers the rest in order, each event once.
            let fixed = Answering("fussy")
            try await ProcessRunner(county.throughline, [fixed]).catchUp(TestCounty.slug)
            #expect(fixed.answered.first == poison.id)
            #expect(Set(fixed.answered).count == fixed.answered.count)
            #expect(try await county.throughline.operations().stopped.isEmpty)
        }
    }

    @Test("A stopped process looks again when its time has come")
    func looksAgain() async throws {
        try await TestCounty.run { county in
            _ = try await county.offered()
            let offer = try #require(try await county.log(after: -1).first { $0.type == "referral.offered" })
            let fussy = Answering("fussy", refusing: offer.id)
            let runner = ProcessRunner(county.throughline, [fussy], pace: .init(first: .zero, longest: .zero))
            try await runner.catchUp(TestCounty.slug)
            let answered = fussy.answered
            for _ in 0..<2 { try await runner.catchUp(TestCounty.slug) }
            // Each look begins with the event itself, so nothing before it is answered again.
            #expect(fussy.answered == answered)
            #expect(try await county.throughline.operations().stopped.map(\.errorPosition) == [offer.position])
        }
    }
}
