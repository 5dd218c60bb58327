import Casework
import EventModel
import Foundation
import Workflows

/// Puts a screening together with the words of its document, for one reader. Pure.
struct ScreeningView {
    let file: ScreeningFile
    /// The events of its deadlines and notices.
    let side: [RecordedEvent]
    let language: String
    /// Whether the reader works for the office; others are not shown what is restricted.
    let isOffice: Bool
    let today: Day
    let accounts: [UUID: String]
    let organizations: [UUID: OrganizationInfo]

    private var document: WorkflowDocument { file.rules.document }
    private var track: Track { file.rules.track }
    private var state: Casework.Screening.State { file.state }

    func detail() throws -> ScreeningDetail {
        let passed = try side.reduce(into: Casework.Deadline.initialState) { state, event in
            if let event = try Casework.Deadline.Event(event) { Casework.Deadline.evolve(&state, with: event) }
        }
        let completed = try completedOn()
        let (made, rules) = (file.made, file.rules)
        return ScreeningDetail(
            id: file.id, jurisdiction: file.jurisdiction, version: file.version,
            position: max(file.history.last?.position ?? -1, side.last?.position ?? -1),
            participant: made.participant, name: .unknown, caseID: made.caseID,
            office: organizations[made.office]?.name, screenedBy: accounts[made.by], on: made.on,
            module: made.module, moduleTitle: document.title.text(language), moduleVersion: state.version,
            packageHash: state.packageHash, movesTo: [], track: track.id, trackTitle: track.title.text(language),
            kind: track.kind.rawValue, months: track.months, finding: state.finding.rawValue,
            outcome: state.outcome.rawValue, answers: answers(), facts: known(state.facts, of: document.facts),
            missing: missing(), exception: track.exception?.text.text(language), override: override(),
            state: state.position, stateTitle: state.position.flatMap(track.state)?.title.text(language),
            ending: state.ending?.rawValue, isUnderWay: state.isUnderWay,
            steps: rules.openSteps(state, on: today).map(step),
            taken: state.steps.map {
                taken($0.step, $0.fields, $0.reason, askedBy: $0.askedBy, approvedBy: $0.approvedBy)
            },
            asked: state.stepAsked.map { taken($0.step, $0.fields, $0.reason, askedBy: $0.by, approvedBy: nil) },
            milestones: state.milestones.compactMap { track.step($0)?.milestone?.text(language) },
            deadlines: passed.entries.map(deadline),
            notices: passed.notices.map { notice in
                .init(
                    id: notice.notice, text: document.notices[notice.notice]?.text.text(language) ?? notice.notice,
                    to: notice.to.rawValue, isSeen: notice.isSeen, mayMark: false)
            },
            relief: track.relief.map { ReliefInfo($0, completedOn: completed, in: language) },
            evidence: track.evidence.map { EvidenceInfo(text: $0.text.text(language), citation: $0.citation) },
            timeline: try timeline(), mayAdd: false, mayOverride: false, mayApprove: false, mayRefuse: false)
    }

    // MARK: The answer

    private func answers() -> [ScreeningDetail.Answer] {
        state.answers.map { answer in
            let criterion = track.criteria.first { $0.id == answer.criterion }
            return .init(
                criterion: answer.criterion, text: criterion?.text.text(language) ?? answer.criterion,
                finding: answer.finding.rawValue,
                source: Source(criterion?.citation, criterion?.confidence ?? .unverified),
                known: answer.known.compactMap(basis),
                missing: answer.finding == .notKnown ? answer.missing.compactMap(question) : [])
        }
    }

    /// What an answer rests on: a fact of the case, or what the county decided.
    private func basis(_ name: String) -> KnownValue? {
        guard let value = file.rules.settings[name]?.description, let setting = document.fact(named: name) else {
            return known(name, state.facts, of: document.facts)
        }
        return known(setting, .known, value)
    }

    /// Each open question once, in the order of the rules.
    private func missing() -> [Question] {
        let open = Set(state.answers.filter { $0.finding == .notKnown }.flatMap(\.missing))
        return document.facts(askedBy: track).filter { open.contains($0.name) }.map { Question($0, in: language) }
    }

    private func question(_ name: String) -> Question? { document.facts[name].map { Question($0, in: language) } }

    private func override() -> ScreeningDetail.Override? {
        if let asked = state.overrideAsked {
            return .init(to: asked.to.rawValue, reason: quote(asked.reason), askedBy: accounts[asked.by])
        }
        guard let to = state.overriddenTo else { return nil }
        var decided = ScreeningDetail.Override(to: to.rawValue)
        for event in file.history {
            switch file.opened[event.id] {
            case .overrideAsked(let asked)?: decided.reason = quote(asked.reason)
            case .overridden(let overridden)?:
                decided.askedBy = accounts[overridden.askedBy]
                decided.approvedBy = accounts[overridden.approvedBy]
            default: break
            }
        }
        return decided
    }

    /// A reason is for the office; oversight reads that there is one.
    private func quote(_ text: Personal) -> String? { isOffice ? text.text : nil }

    // MARK: Values

    private func known(_ values: Casework.Screening.Values, of facts: [String: Fact]) -> [KnownValue] {
        Set(values.clear.keys).union(values.sealed.keys).sorted().compactMap { known($0, values, of: facts) }
    }

    private func known(
        _ name: String, _ values: Casework.Screening.Values, of facts: [String: Fact]
    ) -> KnownValue? {
        guard let fact = facts[name] else { return nil }
        let isWithheld = fact.sensitivity == .restricted && !isOffice
        let value = values.clear[name] ?? values.sealed[name]?.text
        return isWithheld
            ? known(fact, .withheld, nil) : known(fact, value == nil ? .erased : .known, value)
    }

    private func known(_ fact: Fact, _ status: KnownValue.Status, _ value: String?) -> KnownValue {
        KnownValue(
            name: fact.name, text: fact.text.text(language), kind: .init(rawValue: fact.kind.rawValue) ?? .text,
            status: status, value: value, words: value.flatMap { fact.options[$0]?.text(language) })
    }

    // MARK: The way

    private func step(_ step: Track.Step) -> ScreeningDetail.Step {
        .init(
            id: step.id, title: step.title.text(language),
            by: document.roles[step.by]?.text.text(language) ?? step.by, text: step.text?.text(language),
            source: Source(step.citation, step.confidence),
            questions: step.asks.compactMap { name in
                document.fields[name].map {
                    Question($0, isRequired: step.needs.contains(name), in: language)
                }
            },
            reasons: step.reasons.map {
                .init(value: $0, text: document.reasons[$0]?.text.text(language) ?? $0)
            }, needsApproval: step.needsSupervisor, mayTake: false)
    }

    private func taken(
        _ id: String, _ fields: Casework.Screening.Values, _ reason: String?, askedBy: UUID?, approvedBy: UUID?
    ) -> ScreeningDetail.TakenStep {
        .init(
            id: id, title: track.step(id)?.title.text(language) ?? id, fields: known(fields, of: document.fields),
            reason: reason.map { document.reasons[$0]?.text.text(language) ?? $0 },
            askedBy: askedBy.flatMap { accounts[$0] }, approvedBy: approvedBy.flatMap { accounts[$0] })
    }

    private func deadline(_ entry: Casework.Deadline.State.Entry) -> ScreeningDetail.Deadline {
        let deadline = track.deadline(entry.deadline)
        return .init(
            id: entry.deadline, text: deadline?.text.text(language) ?? entry.deadline, due: entry.due,
            status: entry.status.rawValue, source: deadline.map { Source($0.citation, $0.confidence) })
    }

    private func completedOn() throws -> Day? {
        for event in file.history where event.type == Casework.Screening.StepTaken.type {
            let taken = try Casework.Screening.StepTaken(stored: event.payload, version: event.schemaVersion)
            if taken.ends == .completed || taken.ends == .declined {
                return Day(event.occurredAt, in: file.jurisdiction.zone)
            }
        }
        return nil
    }

    // MARK: What happened

    private func timeline() throws -> [ScreeningDetail.Entry] {
        try (file.history + side).sorted { $0.position < $1.position }.map { event in
            let told = try told(event)
            return .init(
                type: event.type, position: event.position, at: event.occurredAt, recordedAt: event.recordedAt,
                actor: event.actor.flatMap { accounts[$0] },
                organization: event.organization.flatMap { organizations[$0]?.name }, about: told.about,
                quote: told.quote.flatMap(quote))
        }
    }

    private func told(_ event: RecordedEvent) throws -> (about: String?, quote: Personal?) {
        func title(_ step: String) -> String { track.step(step)?.title.text(language) ?? step }
        func text(_ deadline: String) -> String { track.deadline(deadline)?.text.text(language) ?? deadline }
        func notice(_ id: String) -> String { document.notices[id]?.text.text(language) ?? id }
        switch try Casework.Deadline.Event(event) {
        case .set(let set): return (text(set.deadline), nil)
        case .met(let met): return (text(met.deadline), nil)
        case .missed(let missed): return (text(missed.deadline), nil)
        case .cancelled(let cancelled): return (text(cancelled.deadline), nil)
        case .noticeGiven(let given): return (notice(given.notice), nil)
        case .noticeSeen(let seen): return (notice(seen.notice), nil)
        case nil: break
        }
        switch file.opened[event.id] {
        case .overrideAsked(let asked)?: return (nil, asked.reason)
        case .overrideRefused(let refused)?: return (nil, refused.reason)
        case .stepAsked(let asked)?: return (title(asked.step), nil)
        case .stepTaken(let taken)?: return (title(taken.step), nil)
        case .stepRefused(let refused)?: return (title(refused.step), refused.reason)
        case .moduleRecorded(let recorded)?: return (recorded.name, nil)
        case .moved(let moved)?: return (moved.toVersion, moved.reason)
        default: return (nil, nil)
        }
    }
}
