import EventLog
import EventModel
import Foundation

/// Something that answers events with further commands, once for each event.
///
/// A process may see an event twice, after a crash; what it does must be the same the second time. Commands get
/// their ids from the event's, so the log carries each out once.
protocol Process: Sendable {
    /// Names its checkpoint.
    var name: String { get }
    /// The event types that it answers.
    var types: Set<String> { get }
    /// Answers the next events of one jurisdiction, in order.
    func react(to events: [RecordedEvent], in jurisdiction: String) async throws
}
