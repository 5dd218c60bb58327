/// A pure rule book for one kind of stream: commands in, events or a refusal out.
///
/// Neither function may touch a clock, an id source, randomness or I/O: what a decision needs comes in with
/// the command. That is what lets replay give the same answer as the day it happened.
public protocol Decider: Sendable {
    associatedtype Command: Sendable
    associatedtype Event: Sendable
    associatedtype State: Sendable
    associatedtype Refusal: Error

    /// The state of a stream that has no events.
    static var initialState: State { get }

    /// Chooses the events that answer a command, or refuses it.
    static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event]

    /// Folds one event into the state. It must accept every event ever stored.
    static func evolve(_ state: inout State, with event: Event)
}

extension Decider {
    /// Rebuilds the state that a history leads to.
    public static func state(after history: some Sequence<Event>) -> State {
        history.reduce(into: initialState) { evolve(&$0, with: $1) }
    }
}
