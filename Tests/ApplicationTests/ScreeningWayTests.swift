import ReadModels
import Access
import Application
import Casework
import CountySupport
import EventModel
import Foundation
import Postgres
import Testing

@testable import Application

@Suite("The county's way after a screening", .timeLimit(.minutes(5)))
struct ScreeningWayTests {
    @Test("A step asks what the document says, moves the case on and meets its deadline")
    func step() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened()
            await expectInvalid(["fields.signed-on"]) {
                try await county.step("agree", of: id, ["signed-on": "yesterday"])
            }
            await expectRefusal("field.required") { try await county.step("agree", of: id) }
            await expectNotFound { try await county.step("no-such-step", of: id) }
            await expectRefusal("step.not-now") { try await county.step("finish", of: id, as: .supervisor) }
            try await county.step("agree", of: id, ["signed-on": "2026-10-13", "words": "I want to"])
            let detail = try await county.detail(id, language: "es")
            #expect(detail.stateTitle == "En el programa" && detail.milestones == ["Firmó"])
            #expect(detail.deadlines.map(\.status) == ["met"])
            #expect(detail.taken.first?.fields.map(\.value) == ["2026-10-13", "I want to"])
            let stored = try await county.events("screening", id).last
            let text = String(decoding: stored?.payload ?? Data(), as: UTF8.self)
            #expect(!text.contains("I want to"))
        }
    }

    @Test("A supervisor's step is a supervisor's, and no step is open before the rules are met")
    func roles() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.enrolled()
            await county.expect(denied: true) { try await county.step("finish", of: id) }
            #expect(try await county.detail(id).steps.first { $0.id == "finish" }?.mayTake == false)
            try await county.step("finish", of: id, as: .supervisor)
            #expect(try await county.detail(id).ending == "completed")
            let open = try await county.screened(["misdemeanor": true])
            await expectRefusal("screening.not-met") {
                try await county.step("agree", of: open, ["signed-on": "2026-10-13"])
            }
        }
    }

    @Test("A two-person step waits, is taken as it was asked for, and gives its notice then")
    func twoPeople() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.enrolled()
            await expectRefusal("field.required") { try await county.step("end", of: id) }
            await expectRefusal("field.unknown-value") { try await county.step("end", of: id, reason: "because") }
            try await county.step("end", of: id, reason: "new-charge", as: .supervisor)
            await expectRefusal("screening.same-person") {
                try await county.throughline.approveScreening(id, county.context(.supervisor))
            }
            _ = try await county.throughline.refuseScreening(id, reason: "Mistake", county.context(.supervisor))
            try await county.step("end", of: id, reason: "new-charge")
            #expect(try await county.detail(id).notices.isEmpty)
            #expect(try await county.screeningRow(id)?.waiting == .step)
            _ = try await county.throughline.approveScreening(id, county.context(.supervisor))
            try await county.catchUp()
            let detail = try await county.detail(id)
            #expect(detail.ending == "ended" && detail.asked == nil)
            #expect(detail.taken.last?.reason == "A new charge" && detail.taken.last?.approvedBy == "Staff supervisor")
            #expect(detail.notices.map(\.text) == ["A case ended early."])
            #expect(try await county.screeningRow(id)?.unseen == ["supervisor"])
            _ = try await county.throughline.seeNotice("ended", of: id, county.context(.supervisor))
            try await county.catchUp()
            #expect(try await county.screeningRow(id)?.unseen == [])
            #expect(try await county.detail(id).version == detail.version)
        }
    }

    @Test("The end of a declination is an event of the case, once, with the policy that led to it")
    func declined() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened(["misdemeanor": true], track: "not-charged")
            try await county.step("decline", of: id)
            let detail = try await county.detail(id)
            #expect(detail.ending == "declined")
            let file = try await county.throughline.caseDetail(detail.caseID, for: county.principal(.auditor))
            let declined = try #require(file.people.first?.declined)
            #expect(declined.screening == id && declined.version == "1.0.0" && declined.track == "not-charged")
            let again = try await county.throughline.screen(
                .init(participant: detail.participant, track: "not-charged", facts: ["misdemeanor": true]),
                in: TestCounty.slug, county.context(.prosecutor))
            try await county.step("decline", of: again.id)
            #expect(try await county.events("case", detail.caseID).filter { $0.type == "case.declined" }.count == 1)
            var filter = CaseFilter()
            filter.state = .declined
            let listed = try await county.throughline.cases(
                filter, in: TestCounty.slug, for: county.principal(.prosecutor))
            #expect(listed.items.map(\.row.key) == [detail.caseID.text] && listed.items.first?.number == "26-CR-01877")
        }
    }

    @Test("The office declines and disposes of a case for a reason of its own; a partner does not see it")
    func cases() async throws {
        try await TestCounty.run { county in
            let person = try await county.registered()
            _ = try await county.throughline.declineCase(
                person.caseID, participant: person.id, reason: "Thin evidence", county.context(.prosecutor))
            await expectRefusal("case.already-declined") {
                try await county.throughline.declineCase(
                    person.caseID, participant: person.id, reason: "Again", county.context(.prosecutor))
            }
            _ = try await county.throughline.recordDisposition(
                kind: "dismissed", on: county.clock.today, note: nil, participant: person.id, inCase: person.caseID,
                county.context(.prosecutor))
            let file = try await county.throughline.caseDetail(person.caseID, for: county.principal(.supervisor))
            #expect(file.people.first?.declined?.reason?.text == "Thin evidence")
            #expect(file.people.first?.dispositions.map(\.kind) == [.dismissed])
            let seen = try await county.throughline.caseDetail(person.caseID, for: county.principal(.auditor))
            #expect(seen.number == nil && seen.people.first?.declined?.reason?.text == nil)
            for stranger in [TestCounty.Person.partner, .corrections] {
                await expectNotFound {
                    try await county.throughline.caseDetail(person.caseID, for: county.principal(stranger))
                }
            }
        }
    }

    @Test("A deadline that passes while no server looks is missed at its own time, once, and gives its notice")
    func missed() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened()
            let due = county.clock.today.adding(days: 7)
            county.clock.advance(days: 30)
            try await county.catchUp()
            try await county.catchUp()
            let events = try await county.events("deadline", id)
            #expect(events.map(\.type) == ["deadline.set", "deadline.missed", "screening.notice_given"])
            let zone = try #require(TimeZone(identifier: TestCounty.zone))
            #expect(events[1].occurredAt == due.adding(days: 1).start(in: zone))
            let row = try await county.screeningRow(id)
            #expect(row?.late == true && row?.nextMiss == nil && row?.unseen == ["prosecutor"])
            try await county.step("agree", of: id, ["signed-on": .string(county.clock.today.description)])
            #expect(try await county.detail(id).deadlines.map(\.status) == ["met"])
            #expect(try await county.screeningRow(id)?.late == false)
        }
    }

    @Test("Replayed and told twice, nothing is done twice")
    func twice() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.enrolled()
            let before = try await county.head()
            try await county.site.pool.run { session in
                _ = try session.query("delete from read.checkpoint where projection like 'process.%'")
            }
            try await county.catchUp()
            #expect(try await county.head() == before)
            #expect(try await county.events("deadline", id).map(\.type) == ["deadline.set", "deadline.met"])
        }
    }

    @Test("A screening stays with its version, and is moved by a recorded decision with a preview")
    func move() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let (kept, id) = (try await county.screened(), try await county.screened())
            try await county.activate(.way("1.1.0"))
            #expect(try await county.detail(id).moduleVersion == "1.0.0")
            #expect(try await county.detail(id).movesTo == [])
            #expect(try await county.detail(id, as: .supervisor).movesTo == ["1.1.0"])
            await county.expect(denied: true) {
                _ = try await county.throughline.moveScreening(
                    id, to: "1.1.0", reason: "Law", county.context(.prosecutor))
            }
            let head = try await county.head()
            let preview = try await county.throughline.movePreview(
                of: id, to: "1.1.0", for: county.principal(.supervisor))
            #expect(preview.before == "met" && preview.after == "met" && preview.differences.isEmpty)
            #expect(preview.steps == ["Sign the agreement"] && !preview.isStranded)
            #expect(try await county.head() == head)
            _ = try await county.throughline.moveScreening(
                id, to: "1.1.0", reason: "The law changed", county.context(.supervisor))
            try await county.catchUp()
            let event = try #require(try await county.events("screening", id).last)
            #expect(event.policyVersion == "1.1.0+sha256.\(ModulePackage.way("1.1.0").hash)")
            #expect(try await county.detail(id).moduleVersion == "1.1.0")
            #expect(try await county.detail(kept).moduleVersion == "1.0.0")
        }
    }

    @Test("Each version says how many open screenings go by it, and its handler runs as long as one does")
    func pinned() async throws {
        try await TestCounty.run { county in
            let handler = try ModulePackage.Handler.misbehaving()
            try await county.activate(.way(handler: handler))
            let (ended, moved) = (try await county.enrolled(), try await county.screened())
            _ = try await county.screened()
            try await county.activate(.way("1.1.0", handler: handler))
            _ = try await county.throughline.retireModule(
                ModulePackage.wayID, "1.0.0", in: TestCounty.slug, reason: "Replaced", county.context(.administrator))
            #expect(try await county.openScreenings() == ["1.1.0": 0, "1.0.0": 3])
            try await county.step("finish", of: ended, as: .supervisor)
            _ = try await county.throughline.moveScreening(
                moved, to: "1.1.0", reason: "The law changed", county.context(.supervisor))
            try await county.catchUp()
            #expect(try await county.openScreenings() == ["1.1.0": 1, "1.0.0": 1])

            await county.throughline.refreshModules()
            #expect(await county.throughline.modules.status().map(\.version).sorted() == ["1.0.0", "1.1.0"])
        }
    }

    @Test("A case in a state that the version does not have cannot be moved to it")
    func stranded() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.enrolled()
            try await county.activate(.way("2.0.0", states: "active"))
            let preview = try await county.throughline.movePreview(
                of: id, to: "2.0.0", for: county.principal(.supervisor))
            #expect(preview.isStranded)
            await expectRefusal("screening.stranded") {
                try await county.throughline.moveScreening(id, to: "2.0.0", reason: "So", county.context(.supervisor))
            }
            await expectInvalid(["version"]) {
                try await county.throughline.moveScreening(id, to: "9.0.0", reason: "So", county.context(.supervisor))
            }
        }
    }
}

/// What is asked for must be refused for these fields.
func expectInvalid(
    _ fields: [String], at location: SourceLocation = #_sourceLocation, _ work: () async throws -> some Any
) async {
    do {
        _ = try await work()
        Issue.record("it was done", sourceLocation: location)
    } catch Failure.invalid(let invalid) {
        #expect(invalid.map(\.field) == fields, sourceLocation: location)
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}

extension TestCounty {
    fileprivate func openScreenings() async throws -> [String: Int] {
        let register = try await throughline.modules(in: Self.slug, for: principal(.administrator))
        return register.versions.reduce(into: [:]) { $0["\($1.version)"] = register.openScreenings(of: $1) }
    }
}
