/// A read model: a pure fold from events to rows of one table.
///
/// The runner loads the row that an event touches, calls `evolve`, and writes the row and the checkpoint in one
/// transaction. The same function answers *as of* a past moment, in memory or in scratch tables, so a read model
/// and the time machine can never disagree.
public protocol Projection: Sendable {
    /// One row. Its coded keys are the table's columns; `key` is among them.
    associatedtype Row: Codable & Sendable

    /// The table's name without its version, and the name that `projection list` shows.
    static var name: String { get }
    /// Goes up when the shape or the meaning of the rows changes; each version has tables of its own.
    static var version: Int { get }
    /// The event types that it reads; others only move the checkpoint.
    static var types: Set<String> { get }
    /// The row that an event touches, or `nil` when it touches none.
    static func key(for event: RecordedEvent) throws -> String?
    /// Folds one event into its row; setting `nil` deletes it.
    static func evolve(_ row: inout Row?, with event: RecordedEvent) throws
}
