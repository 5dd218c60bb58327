/// Bytes that are not a frame of this protocol.
public enum FrameError: Error, Hashable, Sendable {
    /// The length goes beyond the limit; nothing was read or reserved for it.
    case oversize(bytes: Int, limit: Int)
    /// The other side ended inside a frame.
    case truncated(expected: Int, got: Int)
    /// The body is not JSON of the shape that its kind has.
    case malformed(reason: String)
    /// No kind has this name.
    case unknownKind(String)
    /// The descriptor failed with this `errno`.
    case broken(code: Int32)
}

extension FrameError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .oversize(let bytes, let limit): "a frame of \(bytes) bytes is over the limit of \(limit)"
        case .truncated(let expected, let got): "the stream ended after \(got) of \(expected) bytes of a frame"
        case .malformed(let reason): "a frame's body cannot be read: \(reason)"
        case .unknownKind(let kind): "no frame is of kind \"\(kind)\""
        case .broken(let code): "the channel failed with error \(code)"
        }
    }
}
