import EventModel

/// A case's way through the steps that an analyst wrote down. Monday to Friday are business days, without holidays.
private struct Way {
    let document: WorkflowDocument
    let track: Track
    var progress: TrackProgress
    var due: [String: Day] = [:]

    init?(_ document: WorkflowDocument, _ track: Track, _ given: KnownFacts) {
        guard let progress = document.begin(track) else { return nil }
        (self.document, self.track, self.progress) = (document, track, progress)
        run(track.deadlines(begunOn: given.day, known: given, isBusinessDay: Self.isBusinessDay))
    }

    mutating func take(_ step: Track.Step, _ taken: ScreeningCase.Taken, _ given: KnownFacts) throws(StepRefusal) {
        let known = KnownFacts(given.values, on: taken.on)
        let state = progress.state
        progress = try document.take(
            step, in: progress, track: track, facts: known, fields: taken.fields, reason: taken.reason)
        run(
            track.deadlines(
                after: step, from: state, open: Set(due.keys), on: taken.on, known: known.adding(progress.fields),
                isBusinessDay: Self.isBusinessDay))
    }

    private mutating func run(_ changes: DeadlineChanges) {
        for id in changes.met + changes.cancelled { due[id] = nil }
        for one in changes.set { due[one.deadline] = one.due }
    }

    private static func isBusinessDay(_ day: Day) -> Bool { day.weekday <= 5 }
}

extension ScreeningCase {
    func wayFailures(_ document: WorkflowDocument, _ track: Track) -> [String] {
        guard var way = Way(document, track, given) else {
            return steps.isEmpty ? [] : ["\(track.id) has no states, so no step can be taken"]
        }
        var refused: (step: String, code: String)?
        for taken in steps {
            guard let step = track.step(taken.step) else { return ["There is no step \(taken.step)."] }
            if let refused { return ["\(refused.step) is refused: \(refused.code)"] }
            do throws(StepRefusal) { try way.take(step, taken, given) } catch { refused = (step.id, error.code) }
        }
        var failures: [String] = []
        switch (refused, expected.refused) {
        case (let refused?, nil): failures.append("\(refused.step) is refused: \(refused.code)")
        case (let refused?, let code?) where refused.code != code:
            failures.append("\(refused.step) is refused: \(refused.code), not \(code)")
        case (nil, let code?): failures.append("\(steps.last?.step ?? "nothing") is taken, not refused: \(code)")
        default: break
        }
        if let state = expected.state, way.progress.state != state {
            failures.append("the state is \(way.progress.state), not \(state)")
        }
        if let milestones = expected.milestones, way.progress.milestones != milestones {
            failures.append("the milestones are \(Self.list(way.progress.milestones)), not \(Self.list(milestones))")
        }
        if let due = expected.due, way.due != due {
            failures.append("due are \(Self.list(way.due)), not \(Self.list(due))")
        }
        return failures
    }

    private static func list(_ ids: [String]) -> String { ids.isEmpty ? "none" : ids.joined(separator: ", ") }

    private static func list(_ due: [String: Day]) -> String {
        list(due.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "\($0.key) on \($0.value)" })
    }
}
