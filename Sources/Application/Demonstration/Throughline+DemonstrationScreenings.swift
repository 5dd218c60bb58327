import Access
import Casework
import EventLog
import EventModel
import Foundation
import Logging
import Postgres
import ReadModels
import Workflows

extension Throughline {
    /// Screens some of the invented people by the modules that are in force in their county, as its staff would.
    ///
    /// These are commands of today, not invented history: modules came into force today. Each has an id of its own, so
    /// a second start repeats none.
    public func demonstrateScreenings(processes: ProcessRunner) async throws {
        let cast = DemonstrationCast.standard
        for county in cast.counties {
            let today = Day(now(), in: try await directory.zone(of: county.slug))
            let tracks = try await activeModules(in: county.slug, on: today).flatMap { $0.document.tracks.map(\.id) }
            let invented = InventedScreening.all(for: Set(tracks))
            guard let screener = cast.prosecutor(of: county.slug) else { continue }
            let cases = try await firstCases(invented.count, of: screener.organization, in: county.slug)
            for (index, (invented, file)) in zip(invented, cases).enumerated() {
                try await screen(invented, file, "\(county.slug)/\(index)", in: county.slug, as: screener)
            }
            try await processes.catchUp(county.slug)
            try await runner.catchUp(county.slug)
        }
    }

    private func screen(
        _ invented: InventedScreening, _ file: (id: UUID, participant: UUID), _ name: String, in slug: String,
        as staff: Principal
    ) async throws {
        func context(_ part: String) -> CommandContext {
            CommandContext(staff, commandID: DemonstrationCast.id("screening/\(name)/\(part)", 0))
        }
        let input = ScreeningInput(
            participant: file.participant, caseId: file.id, track: invented.track, facts: invented.facts)
        do {
            let receipt = try await screen(input, in: slug, context("make"))
            switch invented.course {
            case .open, .notMet: break
            case .asked(_, let reason):
                _ = try await askOverride(of: receipt.id, to: "met", reason: reason, context("override"))
            case .steps(let count):
                for index in 0..<count {
                    let file = try await screeningFile(receipt.id, in: slug)
                    guard !receipt.wasRepeat, let step = file.rules.openSteps(file.state, on: file.made.on).first else {
                        break
                    }
                    _ = try await takeStep(
                        step.id, of: receipt.id, with: Self.answers(to: step, in: file), context("step/\(index)"))
                }
            }
        } catch Failure.refused(let refused) {
            // A county's module may ask for more than is invented here; the screening stands as far as it came.
            logger.info("a demonstration screening goes no further", metadata: ["why": "\(refused.code)"])
        } catch Failure.invalid {
            logger.info("a demonstration screening does not fit the module's questions")
        }
    }

    /// Plausible answers to a step's form.
    private static func answers(to step: Track.Step, in file: ScreeningFile) -> StepInput {
        var fields: [String: JSONValue] = [:]
        for name in step.needs {
            guard let field = file.rules.document.fields[name] else { continue }
            switch field.kind {
            case .truth: fields[name] = true
            case .number: fields[name] = 1
            case .day: fields[name] = .string(file.made.on.description)
            case .text: fields[name] = "Four talks with a mentor, and the fence is mended together."
            case .choice: fields[name] = field.options.keys.sorted().first.map(JSONValue.string)
            }
        }
        return StepInput(fields: fields, reason: step.reasons.first)
    }

    private func firstCases(
        _ count: Int, of office: UUID, in slug: String
    ) async throws -> [(id: UUID, participant: UUID)] {
        try await pool.run { session in
            try session.query(
                """
                select key::uuid, participants[1] from read.cases_v1
                where jurisdiction = \(slug) and office = \(office) and disposition is null
                    and cardinality(participants) > 0
                order by opened_at desc, key limit \(count)
                """
            ).map { (id: try $0.get(0, as: UUID.self), participant: try $0.get(1, as: UUID.self)) }
        }
    }
}

extension DemonstrationCast {
    /// Somebody who screens cases in a county, as if signed in.
    fileprivate func prosecutor(of slug: String) -> Principal? {
        people.first { counties(of: $0).contains(slug) && $0.roles.contains(.prosecutor) }.map { person in
            Principal(
                accountID: person.id, displayName: person.name, email: person.email, organization: person.office,
                organizationKind: .prosecutor, jurisdictions: counties(of: person), roles: person.roles,
                language: person.language, channel: .session(csrf: ""))
        }
    }
}
