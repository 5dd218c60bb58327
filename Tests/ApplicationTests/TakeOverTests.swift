import Access
import Casework
import CountySupport
import EventModel
import Foundation
import Testing

@testable import Application

@Suite("Take-over", .timeLimit(.minutes(3)))
struct TakeOverTests {
    @Test("A row becomes exactly what the source shows, and no clock runs for it")
    func exactEvents() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let count = try await county.takeOver([try .row(result: try .graduated())])
            #expect(count == TakenOverCount(recorded: 1, known: 0))
            county.clock.advance(days: 40)
            try await county.catchUp()
            let events = try await county.log(after: before)
            #expect(
                events.map(\.type) == [
                    "participant.registered", "case.opened", "case.participant_joined", "referral.taken_over",
                    "referral.result_taken_over",
                ])
            #expect(events.filter { !$0.occurredOnDateOnly }.isEmpty)
            let zone = try #require(TimeZone(identifier: TestCounty.zone))
            #expect(
                events.map { "\(Day($0.occurredAt, in: zone))" } == [
                    "2013-05-01", "2013-05-01", "2013-05-01", "2013-06-17", "2014-01-31",
                ])
        }
    }

    @Test("A row without a result gets none")
    func noResult() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            _ = try await county.takeOver([try .row()])
            try await county.catchUp()
            #expect(
                try await county.log(after: before).map(\.type) == [
                    "participant.registered", "case.opened", "case.participant_joined", "referral.taken_over",
                ])
        }
    }

    @Test("Rows are recorded once; another run over the same file records nothing")
    func twice() async throws {
        try await TestCounty.run { county in
            let rows = try (1...20).map { number in
                try TakenOverReferral.row(
                    "\(number)", case: "\(number / 3)", person: "\(number / 2)",
                    result: number.isMultiple(of: 2) ? try .graduated() : nil)
            }
            #expect(try await county.takeOver(rows) == TakenOverCount(recorded: 20, known: 0))
            let head = try await county.head()
            #expect(try await county.takeOver(rows) == TakenOverCount(recorded: 0, known: 20))
            #expect(try await county.takeOver(rows.reversed()) == TakenOverCount(recorded: 0, known: 20))
            #expect(try await county.head() == head)
        }
    }

    @Test("Two runs at the same time record each row once between them")
    func together() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let rows = try (1...20).map { try TakenOverReferral.row("\($0)", case: "\($0)", person: "\($0)") }
            async let one = county.takeOver(rows)
            async let two = county.takeOver(rows)
            let counts = try await [one, two]
            #expect(counts.map(\.recorded).reduce(0, +) == 20)
            #expect(counts.map(\.known).reduce(0, +) == 20)
            #expect(try await county.log(after: before).count == 80)
        }
    }

    @Test("The same person in two rows is registered once")
    func samePerson() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let count = try await county.takeOver([try .row("r1"), try .row("r2")])
            #expect(count == TakenOverCount(recorded: 2, known: 0))
            let another = try await county.takeOver([try .row("r3")])
            #expect(another == TakenOverCount(recorded: 1, known: 0))
            let events = try await county.log(after: before)
            #expect(
                events.map(\.type) == [
                    "participant.registered", "case.opened", "case.participant_joined", "referral.taken_over",
                    "referral.taken_over", "referral.taken_over",
                ])
            let people = try events.compactMap { event -> UUID? in
                guard case .takenOver(let taken)? = try Referral.Event(event) else { return nil }
                return taken.participant
            }
            #expect(Set(people) == [events[0].stream.id])
        }
    }

    @Test("Rows with the same keys in another jurisdiction are other streams")
    func otherJurisdiction() async throws {
        try await TestCounty.run { county in
            let other = "us-zz-other"
            try await county.throughline.ensureJurisdiction(other, named: other)
            let before = try await county.head()
            let row = try TakenOverReferral.row()
            #expect(try await county.takeOver([row]).recorded == 1)
            #expect(try await county.takeOver([row], in: other).recorded == 1)
            let here = try await county.log(after: before).map(\.stream)
            let there = try await county.log(after: -1, in: other).map(\.stream)
            #expect(here.count == 4 && there.count == 4)
            #expect(Set(here).isDisjoint(with: there))
        }
    }

    @Test("A case grows by a participant, in one file or in two", arguments: [true, false])
    func caseGrows(inOneFile: Bool) async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let rows = [try TakenOverReferral.row("r1", person: "p1"), try .row("r2", person: "p2")]
            for file in inOneFile ? [rows] : rows.map({ [$0] }) {
                #expect(try await county.takeOver(file) == TakenOverCount(recorded: file.count, known: 0))
            }
            let events = try await county.log(after: before)
            let file = try #require(events.first { $0.type == "case.opened" }).stream
            #expect(
                try await county.events("case", file.id).map(\.type) == [
                    "case.opened", "case.participant_joined", "case.participant_joined",
                ])
            #expect(Set(events.filter { $0.type == "participant.registered" }.map(\.stream)).count == 2)
        }
    }

    @Test("A person with two cases joins both, in one file or in two", arguments: [true, false])
    func twoCases(inOneFile: Bool) async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let rows = [try TakenOverReferral.row("r1", case: "c1"), try .row("r2", case: "c2")]
            for file in inOneFile ? [rows] : rows.map({ [$0] }) { _ = try await county.takeOver(file) }
            let types = try await county.log(after: before).map(\.type)
            #expect(types.filter { $0 == "case.opened" }.count == 2)
            #expect(types.filter { $0 == "case.participant_joined" }.count == 2)
            #expect(types.filter { $0 == "participant.registered" }.count == 1)
        }
    }

    @Test("A known row that has gained a result adds the result, once, and nothing else")
    func resultLater() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            _ = try await county.takeOver([try .row("r1"), try .row("r2")])
            let head = try await county.head()
            let grown = [try TakenOverReferral.row("r1", result: try .graduated()), try .row("r2")]
            #expect(try await county.takeOver(grown) == TakenOverCount(recorded: 1, known: 1))
            let added = try await county.log(after: head)
            #expect(added.map(\.type) == ["referral.result_taken_over"])
            let referral = try #require(try await county.log(after: before).first { $0.type == "referral.taken_over" })
            #expect(added.first?.stream == referral.stream && added.first?.streamVersion == 2)
            #expect(try await county.takeOver(grown) == TakenOverCount(recorded: 0, known: 2))
            #expect(try await county.head() == head + 1)
        }
    }

    @Test("A row recorded all by itself can gain its result, too")
    func resultOfSingleEvent() async throws {
        try await TestCounty.run { county in
            _ = try await county.takeOver([try .row("r1")])
            // Person and case are known, so this import is one event of one stream, as its result will be.
            _ = try await county.takeOver([try .row("r2")])
            let head = try await county.head()
            let count = try await county.takeOver([try .row("r2", result: try .graduated())])
            #expect(count == TakenOverCount(recorded: 1, known: 0))
            #expect(try await county.log(after: head).map(\.type) == ["referral.result_taken_over"])
        }
    }

    @Test("A result that a later row of the same file brings is recorded")
    func resultInSameFile() async throws {
        try await TestCounty.run { county in
            let before = try await county.head()
            let rows = [try TakenOverReferral.row(), try .row(result: try .graduated()), try .row()]
            #expect(try await county.takeOver(rows) == TakenOverCount(recorded: 2, known: 1))
            #expect(try await county.log(after: before).map(\.type).last == "referral.result_taken_over")
            #expect(try await county.takeOver(rows) == TakenOverCount(recorded: 0, known: 3))
        }
    }

    @Test("A result that was recorded is not replaced by another")
    func otherResult() async throws {
        try await TestCounty.run { county in
            _ = try await county.takeOver([try .row(result: try .graduated())])
            let head = try await county.head()
            let failed = Referral.ResultTakenOver(result: .failed, closedOn: try .on("2014-02-01"))
            #expect(try await county.takeOver([try .row(result: failed)]) == TakenOverCount(recorded: 0, known: 1))
            #expect(try await county.head() == head)
        }
    }
}

extension TestCounty {
    func takeOver(
        _ rows: [TakenOverReferral], in slug: String = slug
    ) async throws -> TakenOverCount {
        try await throughline.takeOver(rows, from: "test", in: slug, for: .commandLine)
    }
}

extension TakenOverReferral {
    static func row(
        _ referral: String = "r1", case caseKey: String = "c1", person: String = "p1",
        program: String = "DS", result: Referral.ResultTakenOver? = nil
    ) throws -> TakenOverReferral {
        TakenOverReferral(
            caseKey: caseKey, participantKey: person, referralKey: referral, offenseCategory: "Retail Theft",
            offenseTitle: "RETAIL THEFT", statute: "720-5/16-25", race: "Black", gender: "Male", program: program,
            sequence: 1, referredOn: try .on("2013-06-17"), receivedOn: try .on("2013-05-01"),
            referralDateImputed: false, result: result, warnings: [])
    }
}

extension Referral.ResultTakenOver {
    fileprivate static func graduated() throws -> Self { Self(result: .graduated, closedOn: try .on("2014-01-31")) }
}

extension Day {
    fileprivate static func on(_ text: String) throws -> Day { try #require(Day(text)) }
}
