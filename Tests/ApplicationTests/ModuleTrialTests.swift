import Access
import Application
import BundledModules
import Casework
import CountySupport
import EventModel
import Foundation
import ReadModels
import Testing
import Vault
import Workflows

@testable import Application

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
            #expect(trial.referrals.map(\.track) == ["drug-deferred-prosecution"])
            #expect(trial.referrals.map(\.screened) == [11])
            #expect(trial.referrals[0].byRace.cells == [[.count(0), .count(11), .count(0)]])
            #expect(try await county.head() == head)
        }
    }

    @Test("Past screenings are asked again with what was learned of each, and compared with what was answered")
    func screenings() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way())
            for _ in 0..<11 { _ = try await county.screened() }
            for _ in 0..<12 {
                let open = try await county.screened(["misdemeanor": true, "age": 17, "convictions": 0])
                _ = try await county.throughline.addFacts(["category": "Theft"], to: open, county.context(.prosecutor))
            }
            let head = try await county.head()
            let candidate = ModulePackage.way("1.1.0", under: 20).document
            let trial = try await county.throughline.tryModule(candidate, in: TestCounty.slug, for: .commandLine)
            let track = try #require(trial.screenings.first)
            #expect(trial.screenings.count == 1 && track.track == "first-chance" && track.screened == 23)
            #expect(track.byRace.rows == ["Black"] && track.byRace.cells == [[.count(12), .count(11), .count(0)]])
            #expect(track.differences?.columns == ["met → not-met", "the same"])
            #expect(track.differences?.cells == [[.count(11), .count(12)]])
            #expect(trial.referrals.isEmpty && trial.screeningsOutside == 0)
            #expect(try await county.head() == head)

            let gone = try await county.detail(try await county.screened()).participant
            _ = try await county.throughline.vault.destroyKey(subject: gone, in: TestCounty.slug)
            let after = try await county.throughline.tryModule(candidate, in: TestCounty.slug, for: .commandLine)
            #expect(after.screenings.first?.screened == 23 && after.screeningsOutside == 1)

            let later = try await county.throughline.tryModule(
                candidate, in: TestCounty.slug, from: county.clock.today.adding(days: 1), for: .commandLine)
            #expect(later.screenings.isEmpty && later.screeningsOutside == 0)
        }
    }

    @Test("A trial goes by the county's settings; screenings for other tracks are counted apart")
    func settings() async throws {
        try await TestCounty.run { county in
            try await county.activate(.way(under: nil), settings: ["age-limit": "20"])
            for _ in 0..<11 { _ = try await county.screened() }
            let same = try await county.throughline.tryModule(
                ModulePackage.way("1.1.0", under: nil).document, in: TestCounty.slug, for: .commandLine)
            #expect(same.screenings.first?.byRace.cells == [[.count(0), .count(11), .count(0)]])
            let other = try await county.throughline.tryModule(
                try cookCounty(), in: TestCounty.slug, for: .commandLine)
            #expect(other.screenings.isEmpty && other.screeningsOutside == 11)
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
