import Access
import Application
import BundledModules
import Casework
import CountySupport
import EventModel
import Foundation
import ReadModels
import Testing
import Workflows

@Suite("Trials of a module", .timeLimit(.minutes(3)))
struct ModuleTrialTests {
    private func cookCounty() throws -> WorkflowDocument {
        let path = BundledModules.folder("CookCounty").appendingPathComponent("workflow.yaml")
        return try WorkflowDocument(yaml: String(contentsOf: path, encoding: .utf8))
    }

    @Test("A trial screens what the record has, and records nothing")
    func pure() async throws {
        try await TestCounty.run { county in
            let rows = try (1...11).map {
                try TakenOverReferral.row("\($0)", case: "\($0)", person: "\($0)", program: "DDPP")
            }
            _ = try await county.takeOver(rows)
            let head = try await county.head()
            let trial = try await county.throughline.tryModule(
                try cookCounty(), in: TestCounty.slug, for: .commandLine)
            #expect(trial.tracks.map(\.track) == ["drug-deferred-prosecution"])
            #expect(trial.tracks.map(\.screened) == [11])
            #expect(trial.tracks[0].byRace.cells == [[.count(0), .count(11), .count(0)]])
            #expect(try await county.head() == head)
        }
    }

    @Test("A trial is for those who may see counts of the jurisdiction")
    func permission() async throws {
        try await TestCounty.run { county in
            await #expect(throws: Failure.self) {
                try await county.throughline.tryModule(
                    try cookCounty(), in: TestCounty.slug, for: county.principal(.operator))
            }
        }
    }
}
