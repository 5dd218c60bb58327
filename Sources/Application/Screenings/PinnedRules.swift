import Casework
import EventModel
import Workflows

/// The rules that a screening goes by: the version that it began with or was moved to, and the county's settings.
struct PinnedRules: Sendable {
    var module: InstalledModule
    var settings: [String: FactValue]
    var track: Track

    var document: WorkflowDocument { module.document }
    var policy: Decision.Policy { Decision.Policy(module: module.id, version: module.policyVersion) }

    /// Values of a person as they are stored: those that say something about them will be sealed.
    static func values(_ values: [String: FactValue], of facts: [String: Fact]) -> Casework.Screening.Values {
        values.reduce(into: Casework.Screening.Values()) { stored, value in
            if facts[value.key]?.sensitivity == .ordinary {
                stored.clear[value.key] = value.value.description
            } else {
                stored.sealed[value.key] = .clear(value.value.description)
            }
        }
    }

    /// What is known of a case on a day.
    func known(_ facts: Casework.Screening.Values, on day: Day) -> KnownFacts {
        KnownFacts(document.facts.recall(facts.readable), settings: settings, on: day)
    }

    /// The same with what the steps have recorded.
    func known(_ state: Casework.Screening.State, on day: Day) -> KnownFacts {
        known(state.facts, on: day).adding(document.fields.recall(state.fields.readable))
    }

    /// What the rules say of a case.
    func screen(
        _ facts: Casework.Screening.Values, on day: Day
    ) -> (finding: Casework.Screening.Finding, answers: [Casework.Screening.Answer]) {
        let screening = document.screen(known(facts, on: day), for: track)
        let answers = screening.answers.map { answer in
            Casework.Screening.Answer(
                criterion: answer.criterion, finding: .init(answer.finding), known: answer.known.keys.sorted(),
                missing: answer.missing)
        }
        return (.init(screening.finding), answers)
    }

    func progress(_ state: Casework.Screening.State) -> TrackProgress? {
        state.position.map {
            TrackProgress(
                state: $0, fields: document.fields.recall(state.fields.readable), milestones: state.milestones)
        }
    }

    /// The steps that are open to a case now.
    func openSteps(_ state: Casework.Screening.State, on day: Day) -> [Track.Step] {
        guard state.isUnderWay, let progress = progress(state) else { return [] }
        return document.steps(open: progress, track: track, facts: known(state.facts, on: day))
    }

    func notice(_ id: String) -> Casework.Deadline.NoticeGiven? {
        document.notices[id].map { .init(notice: id, to: side(of: $0.to)) }
    }

    func side(of role: String) -> Casework.Screening.Side {
        document.roles[role].flatMap { Casework.Screening.Side(rawValue: $0.kind.rawValue) } ?? .prosecutor
    }
}

extension Casework.Screening.Finding {
    init(_ finding: Workflows.Finding) { self = Self(rawValue: finding.rawValue) ?? .notKnown }
}
