import EventModel
import Testing

/// Begins a rule: what happened before, what is asked, what comes of it.
func given<Rules: Decider>(_: Rules.Type, _ history: Rules.Event...) -> Given<Rules> { Given(history: history) }

func given<Rules: Decider>(_: Rules.Type, _ history: [Rules.Event]) -> Given<Rules> { Given(history: history) }

/// A history that a command meets.
struct Given<Rules: Decider> {
    let history: [Rules.Event]

    func when(_ command: Rules.Command) -> When<Rules> {
        do throws(Rules.Refusal) {
            return When(answer: .success(try Rules.decide(command, given: Rules.state(after: history))))
        } catch {
            return When(answer: .failure(error))
        }
    }
}

/// The answer to a command, to be compared with the one that the rule wants.
struct When<Rules: Decider> {
    let answer: Result<[Rules.Event], Rules.Refusal>
}

extension When where Rules.Event: Equatable, Rules.Refusal: Equatable {
    func then(_ events: Rules.Event..., at location: SourceLocation = #_sourceLocation) {
        then(events, at: location)
    }

    func then(_ events: [Rules.Event], at location: SourceLocation = #_sourceLocation) {
        #expect(answer == .success(events), sourceLocation: location)
    }

    func thenNothing(at location: SourceLocation = #_sourceLocation) { then([], at: location) }

    func refused(_ refusal: Rules.Refusal, at location: SourceLocation = #_sourceLocation) {
        #expect(answer == .failure(refusal), sourceLocation: location)
    }
}

/// A command that must be refused after a history, as one row of a table.
struct RefusalRow<Rules: Decider>: Sendable, CustomTestStringConvertible
where Rules.Event: Equatable & Sendable, Rules.Refusal: Equatable {
    let testDescription: String
    let history: [Rules.Event]
    let command: Rules.Command
    let refusal: Rules.Refusal

    init(_ rule: String, _ history: [Rules.Event], _ command: Rules.Command, _ refusal: Rules.Refusal) {
        testDescription = rule
        self.history = history
        self.command = command
        self.refusal = refusal
    }

    func check() { given(Rules.self, history).when(command).refused(refusal) }
}
