import Foundation

/// Cuts a stream of bytes into frames, whatever pieces it comes in.
///
/// It trusts nothing: a length beyond the limit is refused before any byte of the body is kept, so the other side can
/// never make this one reserve more than one frame and what came with it.
public struct FrameParser: Sendable {
    private let limit: Int
    private var bytes = Data()

    public init(limit: Int = Frame.sizeLimit) { self.limit = limit }

    /// Whether the stream is inside a frame now.
    public var isInsideFrame: Bool { !bytes.isEmpty }

    public mutating func append(_ piece: some Collection<UInt8>) { bytes.append(contentsOf: piece) }

    /// Takes the next whole frame, or answers `nil` when it has not come yet.
    ///
    /// After an error the stream has no meaning any more.
    public mutating func next() throws(FrameError) -> Frame? {
        guard let length else { return nil }
        guard length <= limit else { throw .oversize(bytes: length, limit: limit) }
        guard bytes.count >= Frame.headerSize + length else { return nil }
        let body = bytes.dropFirst(Frame.headerSize).prefix(length)
        defer { bytes = Data(bytes.dropFirst(Frame.headerSize + length)) }
        return try Frame(json: body)
    }

    /// Says that no more bytes will come; throws `.truncated` inside a frame.
    public func finish() throws(FrameError) {
        guard isInsideFrame else { return }
        throw .truncated(expected: Frame.headerSize + (length ?? 0), got: bytes.count)
    }

    private var length: Int? {
        guard bytes.count >= Frame.headerSize else { return nil }
        return bytes.prefix(Frame.headerSize).reduce(0) { $0 << 8 | Int($1) }
    }
}
