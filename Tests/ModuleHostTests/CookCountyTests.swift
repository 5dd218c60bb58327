import BundledModules
import EventModel
import Foundation
import ModuleKit
import Testing
import Workflows

@testable import ModuleHost

@Suite("The handler of Cook County", .timeLimit(.minutes(5)))
struct CookCountyTests {
    private let folder = BundledModules.folder("CookCounty")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func handler() throws -> ModuleProgram { ModuleProgram(executable: try built("cook-county-handler")) }

    @Test("It keeps the cases beside its document")
    func cases() async throws {
        let cases = try HandlerCase.read(yaml: text("handler-cases.yaml"))
        #expect(cases.count >= 10)
        try await ModuleTester.with(handler()) { module in
            for one in cases {
                let answer = try await module.answer(to: one.question)
                #expect(one.failures(of: answer) == [], "\(one.name)")
            }
        }
    }

    @Test("Its id, version and jurisdictions are those of the document")
    func manifest() async throws {
        let document = try WorkflowDocument(yaml: text("workflow.yaml"))
        try await ModuleTester.with(handler()) { module in
            #expect(module.manifest.id == document.id)
            #expect(module.manifest.version == document.version.description)
            #expect(module.manifest.jurisdictions == document.jurisdictions)
        }
    }

    @Test("On whatever day it was filed, the court date is a Wednesday 5 to 9 days later for Monday to Friday")
    func wednesdays() async throws {
        let first = try #require(Day("2026-10-12"))
        try await ModuleTester.with(handler()) { module in
            for filed in (0..<400).map(first.adding(days:)) where filed.weekday <= 5 {
                let request = DecideRequest(
                    jurisdiction: "us-il-cook", on: filed, command: "cook.file_agreement",
                    payload: [
                        "filed-on": .string(filed.description), "in-open-court": true,
                        "waives-preliminary-examination": true,
                    ])
                guard case .events(let events) = try await module.answer(to: .decide(request)),
                    case .string(let text)? = events.first?.payload["courtDate"], let courtDate = Day(text)
                else {
                    Issue.record("\(filed) has no court date")
                    continue
                }
                #expect(courtDate.weekday == 3)
                #expect((5...9).contains(courtDate.daysSince1970 - filed.daysSince1970))
            }
        }
    }

    @Test("A command that lacks a field does not reach it")
    func incomplete() async throws {
        let request = DecideRequest(
            jurisdiction: "us-il-cook", on: Day(daysSince1970: 20_000), command: "cook.file_agreement",
            payload: ["in-open-court": true, "waives-preliminary-examination": true])
        let missing = SchemaViolation(place: "/filed-on", keyword: "required")
        _ = try await ModuleTester.with(handler()) { module in
            await #expect(throws: ModuleFailure.commandBreaksSchema("cook.file_agreement", missing)) {
                try await module.answer(to: .decide(request))
            }
        }
    }
}
