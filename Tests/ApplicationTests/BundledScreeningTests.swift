import Access
import Application
import BundledModules
import Casework
import CountySupport
import EventModel
import Foundation
import Testing
import Workflows

@testable import Application

/// What a county's analyst wrote down as given, when and then must hold on the server too: sealed, stored, read again.
@Suite("The bundled counties' own cases on a server", .timeLimit(.minutes(5)))
struct BundledScreeningTests {
    /// Cook County's document needs its program, which is made for that county alone and has tests of its own.
    private static let names = BundledModules.names.filter { $0 != "CookCounty" }

    @Test("Each case is screened as its county says, and goes the county's way", arguments: names)
    func cases(name: String) async throws {
        let (document, cases) = try Self.module(name)
        let first = try #require(cases.map(\.given.day).min())
        try await TestCounty.run { county in
            // A module comes into force today or later, so today is before the first case.
            county.clock.advance(days: Double(first.daysSince1970 - county.clock.today.daysSince1970 - 1))
            let settings = cases[0].given.values.filter { $0.key.hasPrefix(Setting.prefix) }
            try await county.activate(
                ModulePackage(document: document),
                settings: settings.reduce(into: document.settings.mapValues { _ in "6" }) {
                    $0[String($1.key.dropFirst(Setting.prefix.count))] = $1.value.description
                })
            for kept in cases
            where kept.given.values.filter({ $0.key.hasPrefix(Setting.prefix) }) == settings {
                try await county.keep(kept)
            }
        }
    }

    /// The module as if it were the test county's, without its program: that has tests of its own.
    private static func module(_ name: String) throws -> (WorkflowDocument, [ScreeningCase]) {
        let folder = BundledModules.folder(name)
        let source = try String(contentsOf: folder.appending(path: "workflow.yaml"), encoding: .utf8)
            .replacing(#/jurisdictions: \[[a-z-]*\]/#, with: "jurisdictions: [\(TestCounty.slug)]")
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("handler:") }.joined(separator: "\n")
        let document = try WorkflowDocument(yaml: source)
        let cases = try String(contentsOf: folder.appending(path: "cases.yaml"), encoding: .utf8)
        return (document, try ScreeningCase.read(yaml: cases, for: document))
    }
}

extension TestCounty {
    /// Screens a case and takes its steps as it says, and holds what comes of it against what is expected.
    fileprivate func keep(_ kept: ScreeningCase) async throws {
        func context(_ person: Person, on day: Day) -> CommandContext {
            let noon = day.instant(secondsAfterMidnight: 12 * 3600, in: TimeZone(identifier: Self.zone) ?? .gmt)
            return CommandContext(principal(person), commandID: UUID(), at: noon)
        }
        var other = principal(.supervisor)
        other.accountID = UUID()
        let day = kept.given.day
        let somebody = try await registered()
        let facts = kept.given.values.filter { !$0.key.hasPrefix(Setting.prefix) }
        let made = try await throughline.screen(
            .init(
                participant: somebody.id, caseId: somebody.caseID, track: kept.track, on: day,
                facts: facts.mapValues(\.json)), in: Self.slug, context(.prosecutor, on: day))
        let screened = try await detail(made.id)
        if let finding = kept.expected.finding { #expect(screened.finding == finding.rawValue, "\(kept.name)") }
        for (criterion, finding) in kept.expected.criteria {
            let answer = screened.answers.first { $0.criterion == criterion }
            #expect(answer?.finding == finding.rawValue, "\(kept.name): \(criterion)")
        }
        guard !kept.steps.isEmpty else { return }
        // Cases of the way need not say what meets the rules; two people then decide so.
        if screened.outcome != "met" {
            _ = try await throughline.askOverride(
                of: made.id, to: "met", reason: "As the case has it", context(.prosecutor, on: day))
            var yes = context(.supervisor, on: day)
            yes.principal = other
            _ = try await throughline.approveScreening(made.id, yes)
        }
        try await catchUp()
        for (index, step) in kept.steps.enumerated() {
            let isRefused = kept.expected.refused != nil && index == kept.steps.count - 1
            do {
                _ = try await throughline.takeStep(
                    step.step, of: made.id,
                    with: StepInput(fields: step.fields.mapValues(\.json), reason: step.reason),
                    context(.supervisor, on: step.on))
                var yes = context(.supervisor, on: step.on)
                yes.principal = other
                if try await detail(made.id).asked != nil {
                    _ = try await throughline.approveScreening(made.id, yes)
                }
                #expect(!isRefused, "\(kept.name): \(step.step) was taken")
            } catch let failure as Failure {
                #expect(isRefused, "\(kept.name): \(step.step): \(failure)")
            }
            try await catchUp()
        }
        let file = try await throughline.screeningFile(made.id, in: Self.slug)
        if let state = kept.expected.state { #expect(file.state.position == state, "\(kept.name)") }
        if let milestones = kept.expected.milestones { #expect(file.state.milestones == milestones, "\(kept.name)") }
        if let due = kept.expected.due {
            let deadlines = try await throughline.load(
                Casework.Deadline.self, StreamKind.deadline, made.id, in: Self.slug)
            let open = deadlines.state.open.reduce(into: [:]) { $0[$1.deadline] = $1.due }
            #expect(open == due, "\(kept.name)")
        }
    }
}
