/// What a writer believes about a stream when it appends.
public enum ExpectedVersion: Sendable, Hashable {
    /// Whatever the stream has by now.
    case any
    /// This many events; 0 means that the stream must not exist.
    case exactly(Int64)
}
