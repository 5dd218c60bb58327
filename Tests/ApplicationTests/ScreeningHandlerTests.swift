import Application
import CountySupport
import EventLog
import EventModel
import Foundation
import ModuleHost
import Postgres
import Testing

@testable import Application

@Suite("Steps that a county's own program decides", .serialized, .timeLimit(.minutes(5)))
struct ScreeningHandlerTests {
    /// Generous, so that a busy machine is no misbehaviour.
    private let patient = SupervisionRules(
        callDeadline: .seconds(20), startDeadline: .seconds(60), waitingCalls: 4096, backOff: [.zero])

    @Test("What a handler proposes is stored with the step, checked, and its rows are kept")
    func recorded() async throws {
        try await TestCounty.run(rules: patient) { county in
            try await county.activate(.way(handler: try .misbehaving()))
            let id = try await county.enrolled()
            try await county.step("ask-greet", of: id)
            let events = try await county.events("screening", id)
            #expect(events.suffix(2).map(\.type) == ["screening.step_taken", "screening.module_recorded"])
            #expect(events.suffix(2).map(\.commandID).first == events.last?.commandID)
            #expect(events.last?.module == ModulePackage.wayID)
            #expect(events.last?.policyVersion?.hasPrefix("1.0.0+sha256.") == true)
            #expect(try await county.moduleRows() == ["greetings/\(id.text): {\"by\": \"1.0.0\"}"])
            #expect(try await county.detail(id).state == "enrolled")
        }
    }

    @Test(
        "A handler that misbehaves is a typed error for that one command: nothing is stored, nothing is lost",
        arguments: [
            ("crash", "module.handler-crashed"), ("exit", "module.handler-crashed"),
            ("undeclared", "module.handler-wrong-answer"), ("break_schema", "module.handler-wrong-answer"),
            ("refuse", "module.refused"),
        ])
    func misbehaves(command: String, code: String) async throws {
        try await TestCounty.run(rules: patient) { county in
            try await county.activate(.way(handler: try .misbehaving()))
            let (id, other) = (try await county.enrolled(), try await county.screened())
            let head = try await county.head()
            await expectRefusal(code) {
                try await county.step("ask-\(command.replacingOccurrences(of: "_", with: "-"))", of: id)
            }
            #expect(try await county.head() == head)
            // The same case and its neighbour go on.
            try await county.step("ask-greet", of: id)
            try await county.step("agree", of: other, ["signed-on": "2026-10-13"])
            #expect(try await county.detail(other).state == "enrolled")
        }
    }

    @Test("A rebuild and a check of the lists ask no module, also when its program is gone")
    func replay() async throws {
        try await TestCounty.run(rules: patient) { county in
            try await county.activate(.way(handler: try .misbehaving()))
            let id = try await county.enrolled()
            try await county.step("ask-greet", of: id)
            let rows = try await county.moduleRows()
            let calls = await county.throughline.modules.status().map(\.calls)
            await county.throughline.stopModules()
            try FileManager.default.removeItem(atPath: county.throughline.modules.store.directory)
            try await county.site.runner.rebuild("screenings", jurisdictions: [TestCounty.slug])
            #expect(try await county.site.runner.check("screenings", jurisdiction: TestCounty.slug).isClean)
            #expect(try await county.moduleRows() == rows)
            #expect(!calls.isEmpty)
        }
    }

    @Test("A proposal that the document does not know is not taken, and stops nothing")
    func unknownProposal() async throws {
        try await TestCounty.run(rules: patient) { county in
            try await county.activate(.way(handler: try .misbehaving()))
            // The program answers each event with a notice that no document has.
            let id = try await county.enrolled()
            #expect(try await county.detail(id).notices.isEmpty)
            try await county.step("finish", of: id, as: .supervisor)
            #expect(try await county.detail(id).ending == "completed")
        }
    }
}

extension TestCounty {
    func moduleRows() async throws -> [String] {
        try await site.pool.run { session in
            try session.query(
                """
                select table_name || '/' || key || ': ' || columns::text from read.module_rows
                where jurisdiction = \(Self.slug) and columns ? 'by' order by 1
                """
            ).map { try $0.get(0) }
        }
    }
}
