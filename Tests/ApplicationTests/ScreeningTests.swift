import Access
import Application
import Casework
import CountySupport
import EventLog
import EventModel
import Foundation
import Postgres
import ReadModels
import Testing

@testable import Application

@Suite("Screening a case", .timeLimit(.minutes(5)))
struct ScreeningTests {
    @Test("A case is screened by the version in force, which the log names with its hash")
    func screen() async throws {
        try await TestCounty.run { county in
            let package = ModulePackage.way()
            try await county.activate(package)
            let id = try await county.screened(["misdemeanor": true, "age": 24])
            let event = try #require(try await county.events("screening", id).first)
            #expect(event.module == ModulePackage.wayID)
            #expect(event.policyVersion == "1.0.0+sha256.\(package.hash)")
            let detail = try await county.detail(id)
            #expect(detail.finding == "not-known" && detail.outcome == "not-known")
            #expect(detail.missing.map(\.name) == ["convictions", "category"])
            #expect(detail.answers.map(\.finding) == ["met", "met", "not-known", "not-known"])
            #expect(
                detail.answers[1].source.citation == "Code 2" && detail.answers[1].source.confidence == "unverified")
            #expect(detail.steps.isEmpty)
            let row = try await county.screeningRow(id)
            #expect(row?.race == "Black" && row?.missing == ["category", "convictions"])
        }
    }

    @Test("What the county decided stands beside the rule that rests on it")
    func setting() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way(under: nil), settings: ["age-limit": "30"])
            let young = try await county.detail(try await county.screened()).answers[1]
            #expect(young.finding == "met")
            #expect(young.known.map(\.text) == ["Age", "The age limit"] && young.known.map(\.value) == ["24", "30"])
        }
    }

    @Test("What says something about a person is sealed in the log, and restricted facts are the office's only")
    func sealed() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened()
            let event = try #require(try await county.events("screening", id).first)
            let stored = String(decoding: event.payload, as: UTF8.self)
            #expect(stored.contains("\"misdemeanor\":\"true\"") && !stored.contains("\"24\""))
            let office = try await county.detail(id, as: .supervisor)
            #expect(office.facts.first { $0.name == "convictions" }?.value == "0")
            let auditor = try await county.detail(id, as: .auditor)
            #expect(auditor.facts.first { $0.name == "convictions" }?.status == .withheld)
            #expect(auditor.facts.first { $0.name == "convictions" }?.value == nil)
            #expect(auditor.facts.first { $0.name == "age" }?.value == "24")
            #expect(auditor.answers.flatMap(\.known).first { $0.name == "convictions" }?.value == nil)
        }
    }

    @Test("What the record has is taken from it, whatever was typed")
    func record() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let person = try await county.registered()
            let opened = Case.Event.participantJoined(
                .init(participant: person.id, offenseCategory: "Arson", receivedOn: county.clock.today))
            var decision = Decision()
            decision.add([opened], to: .init(StreamKind.case, person.caseID), at: 2, subject: person.id)
            #expect(try await county.throughline.record(decision, named: "test", in: TestCounty.slug))
            let input = ScreeningInput(
                participant: person.id, caseId: person.caseID, track: "first-chance", facts: TestCounty.allMet)
            let receipt = try await county.throughline.screen(
                input, in: TestCounty.slug, county.context(.prosecutor))
            let detail = try await county.detail(receipt.id)
            #expect(detail.facts.first { $0.name == "category" }?.value == "Arson")
            #expect(detail.finding == "not-met")
        }
    }

    @Test("A screening without a case opens one under the number that is given")
    func caseNumber() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            var person = ParticipantInput()
            person.givenName = "Ana"
            let registered = try await county.throughline.registerParticipant(
                person, in: TestCounty.slug, county.context(.prosecutor))
            var input = ScreeningInput(participant: registered.participant, track: "first-chance")
            await #expect(throws: Failure.self) {
                try await county.throughline.screen(input, in: TestCounty.slug, county.context(.prosecutor))
            }
            input.caseNumber = "26-CR-7"
            let receipt = try await county.throughline.screen(input, in: TestCounty.slug, county.context(.prosecutor))
            try await county.catchUp()
            let detail = try await county.detail(receipt.id)
            let file = try await county.throughline.caseDetail(detail.caseID, for: county.principal(.prosecutor))
            #expect(file.number == "26-CR-7" && file.people.map(\.id) == [registered.participant])
        }
    }

    @Test("Facts that cannot be read are named all at once, and nothing is stored")
    func badFacts() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let person = try await county.registered()
            let head = try await county.head()
            let input = ScreeningInput(
                participant: person.id, caseId: person.caseID, track: "first-chance",
                facts: ["age": "old", "misdemeanor": 1, "height": 3, "convictions": .array([])])
            do {
                _ = try await county.throughline.screen(input, in: TestCounty.slug, county.context(.prosecutor))
                Issue.record("it was done")
            } catch Failure.invalid(let fields) {
                #expect(
                    fields.map(\.field) == ["facts.age", "facts.convictions", "facts.height", "facts.misdemeanor"])
            }
            #expect(try await county.head() == head)
        }
    }

    @Test("The same command twice is one screening; the same key for something else is refused")
    func once() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let person = try await county.registered()
            let input = ScreeningInput(participant: person.id, track: "first-chance", facts: TestCounty.allMet)
            let context = county.context(.prosecutor)
            let first = try await county.throughline.screen(input, in: TestCounty.slug, context)
            let second = try await county.throughline.screen(input, in: TestCounty.slug, context)
            #expect(second.wasRepeat && second.id == first.id && second.position == first.position)
        }
    }

    @Test("Later answers are asked of the rules of the screening's own day, and open the way")
    func facts() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened(["misdemeanor": true, "age": 24])
            let receipt = try await county.throughline.addFacts(
                ["convictions": 1, "category": "Theft"], to: id, county.context(.prosecutor))
            #expect(receipt.version == 2)
            try await county.catchUp()
            let detail = try await county.detail(id)
            #expect(detail.finding == "met" && detail.missing.isEmpty)
            #expect(detail.steps.map(\.id) == ["agree"])
            #expect(detail.deadlines.map(\.id) == ["agree-by"])
            #expect(detail.deadlines.first?.due == county.clock.today.adding(days: 7))
        }
    }

    @Test("An override needs a supervisor who neither asked nor screened")
    func override() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened(["misdemeanor": false])
            _ = try await county.throughline.askOverride(
                of: id, to: "met", reason: "Vacated since", county.context(.prosecutor))
            try await county.catchUp()
            #expect(try await county.screeningRow(id)?.waiting == .override)
            await county.expect(denied: true) {
                _ = try await county.throughline.approveScreening(id, county.context(.prosecutor))
            }
            #expect(try await county.detail(id, as: .supervisor).mayApprove)
            _ = try await county.throughline.approveScreening(id, county.context(.supervisor))
            try await county.catchUp()
            let detail = try await county.detail(id)
            #expect(detail.finding == "not-met" && detail.outcome == "met")
            #expect(detail.override?.reason == "Vacated since" && detail.override?.approvedBy == "Staff supervisor")
            #expect(detail.steps.map(\.id) == ["agree"] && detail.deadlines.map(\.status) == ["running"])
            #expect(try await county.detail(id, as: .auditor).override?.reason == nil)

            let own = try await county.screened(["misdemeanor": false], as: .supervisor)
            _ = try await county.throughline.askOverride(of: own, to: "met", reason: "So", county.context(.prosecutor))
            await expectRefusal("screening.same-person") {
                try await county.throughline.approveScreening(own, county.context(.supervisor))
            }
            #expect(try await county.detail(own, as: .supervisor).mayApprove == false)
        }
    }

    @Test("A way that was opened by an override closes with its deadlines when the rules say something else")
    func overrideEnds() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened(["misdemeanor": true])
            _ = try await county.throughline.askOverride(of: id, to: "met", reason: "So", county.context(.prosecutor))
            _ = try await county.throughline.approveScreening(id, county.context(.supervisor))
            try await county.catchUp()
            _ = try await county.throughline.addFacts(["age": 44], to: id, county.context(.prosecutor))
            try await county.catchUp()
            let detail = try await county.detail(id)
            #expect(detail.outcome == "not-met" && detail.steps.isEmpty)
            #expect(detail.deadlines.map(\.status) == ["cancelled"])
        }
    }

    @Test("A page that is stale is told so")
    func stale() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened(["misdemeanor": true])
            _ = try await county.throughline.addFacts(
                ["age": 24], to: id, county.context(.prosecutor, ifVersion: 1))
            do {
                _ = try await county.throughline.addFacts(
                    ["age": 25], to: id, county.context(.prosecutor, ifVersion: 1))
                Issue.record("it was done")
            } catch Failure.stale(let current) { #expect(current == 2) }
        }
    }

    @Test("Another office's, another county's and a partner's people see no screening; an auditor sees all")
    func permission() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.screened()
            var stranger = county.principal(.supervisor)
            stranger.organization = UUID()
            var elsewhere = county.principal(.supervisor)
            elsewhere.jurisdictions = ["us-zz-other"]
            for principal in [stranger, elsewhere, county.principal(.partner), county.principal(.administrator)] {
                await expectNotFound { try await county.throughline.screening(id, for: principal) }
                await expectNotFound {
                    try await county.throughline.approveScreening(id, CommandContext(principal, commandID: UUID()))
                }
            }
            #expect(
                try await county.throughline.screenings(.init(), in: TestCounty.slug, for: stranger).items.isEmpty)
            let seen = try await county.throughline.screenings(
                .init(), in: TestCounty.slug, for: county.principal(.auditor))
            #expect(seen.items.map(\.row.key) == [id.text])
            await county.expect(denied: true) {
                _ = try await county.throughline.addFacts(["age": 3], to: id, county.context(.auditor))
            }
        }
    }

    @Test("The list is narrowed by what somebody should look at, by name and by outcome")
    func list() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let open = try await county.screened(["misdemeanor": true])
            let met = try await county.screened()
            _ = try await county.throughline.askOverride(
                of: met, to: "not-met", reason: "So", county.context(.prosecutor))
            try await county.catchUp()
            func shown(_ edit: (inout ScreeningFilter) -> Void) async throws -> [String] {
                var filter = ScreeningFilter()
                edit(&filter)
                return try await county.throughline.screenings(
                    filter, in: TestCounty.slug, language: "es", for: county.principal(.prosecutor)
                ).items.map(\.row.key)
            }
            #expect(try await shown { _ in } == [met.text, open.text])
            #expect(try await shown { $0.show = .waiting } == [met.text])
            #expect(try await shown { $0.show = .open } == [open.text])
            #expect(try await shown { $0.outcome = "met" } == [met.text])
            #expect(try await shown { $0.query = "Okafor" }.count == 2)
            #expect(try await shown { $0.query = "Nobody" }.isEmpty)
            let counts = try await county.throughline.screeningCounts(
                in: TestCounty.slug, for: county.principal(.prosecutor))
            #expect(counts == ScreeningCounts(all: 2, waiting: 1, open: 1, late: 0, notices: 0))
        }
    }

    @Test("Rebuilt from the log alone, the lists are the same")
    func rebuild() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            let id = try await county.enrolled()
            try await county.step("end", of: id, reason: "new-charge")
            for name in [ScreeningsProjection.name, CasesProjection.name] {
                let check = try await county.site.runner.check(name, jurisdiction: TestCounty.slug)
                #expect(check.isClean, "\(name): \(check)")
            }
        }
    }
}

extension TestCounty {
    func screeningRow(_ id: UUID) async throws -> ScreeningsProjection.Row? {
        try await site.pool.run { session in
            try session.rows(
                ScreeningsProjection.self,
                "select to_jsonb(t) from read.screenings_v1 t where jurisdiction = \(Self.slug) and key = \(id.text)"
            ).first
        }
    }
}

/// What is asked for must be answered as if it were not there.
func expectNotFound(at location: SourceLocation = #_sourceLocation, _ work: () async throws -> some Any) async {
    do {
        _ = try await work()
        Issue.record("it was found", sourceLocation: location)
    } catch Failure.notFound {
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}
