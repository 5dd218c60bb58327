public import EventModel

/// The log's answer to one request; each is known only after its commit.
public enum AppendOutcome: Sendable, Hashable {
    /// The events have these positions, with no gap between them.
    case appended(first: Int64, last: Int64)
    /// The command was carried out before, with that fingerprint; nothing was written now.
    case alreadyDone(first: Int64, last: Int64, fingerprint: [UInt8])
    /// A stream is not as expected; nothing was written.
    case wrongVersion(stream: StreamID, expected: Int64, actual: Int64)
}
