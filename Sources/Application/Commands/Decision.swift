import Casework
import EventLog
import EventModel
import Foundation

/// What a use case decided: events for one or more streams, and what must still be true of the streams it read.
struct Decision {
    struct Entry {
        /// The event's id, where it is known beforehand.
        var id: UUID?
        var stream: StreamID
        var payload: any EventPayload
        /// Whose key seals the personal fields.
        var subject: UUID
        var occurred: Occurrence?
    }

    /// The county's rules that decided.
    struct Policy: Sendable, Hashable {
        var module: String
        /// The version and the hash of its package.
        var version: String
    }

    private(set) var entries: [Entry] = []
    private(set) var expecting: [StreamID: ExpectedVersion] = [:]
    /// Where a county's module decided, which one.
    var policy: Policy?

    /// Adds what a decider chose for a stream that was read at `version`.
    mutating func add(
        _ events: [some EventFamily], to stream: StreamID, at version: Int64, subject: UUID,
        occurred: (any EventPayload) -> Occurrence? = { _ in nil }
    ) {
        expecting[stream] = .exactly(version)
        for event in events {
            let payload = event.payload
            entries.append(Entry(stream: stream, payload: payload, subject: subject, occurred: occurred(payload)))
        }
    }

    /// Makes the decision hold only while a stream that it read, but does not write, is unchanged.
    mutating func rely(on stream: StreamID, at version: Int64) { expecting[stream] = .exactly(version) }
}

/// A stream folded to its state.
struct Loaded<D: Decider> {
    var stream: StreamID
    var version: Int64
    var state: D.State
}

/// The kinds of streams.
enum StreamKind {
    static let referral = "referral"
    static let clock = "clock"
    static let `case` = "case"
    static let screening = "screening"
    static let deadline = "deadline"
    static let participant = "participant"
    static let program = "program"
    static let organization = "organization"
    static let jurisdiction = "jurisdiction"
    static let module = "module"
}

/// The log of what belongs to no one county.
public let networkLog = "network"
