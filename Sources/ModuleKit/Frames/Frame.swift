import EventModel
public import Foundation

/// One message and the call that it belongs to.
///
/// On the wire: four bytes of length, most significant first, then that many bytes of JSON:
/// `{"kind": "decide", "call": 7, "body": {…}}`. The length counts the JSON only.
public struct Frame: Hashable, Sendable {
    /// The largest JSON that either side accepts.
    public static let sizeLimit = 1 << 20
    static let headerSize = 4

    /// Counts the host's calls from 1; 0 in frames that belong to none (`ready`, `log`).
    public var call: UInt64
    public var message: Message

    public init(call: UInt64 = 0, _ message: Message) {
        self.call = call
        self.message = message
    }

    /// Reads the JSON of one frame, without its length.
    public init(json: Data) throws(FrameError) {
        do {
            self = try JSONReader().decode(Frame.self, from: json)
        } catch let error as FrameError {
            throw error
        } catch let error as DecodingError {
            throw .malformed(reason: error.place)
        } catch {
            throw .malformed(reason: "it is not JSON")
        }
    }

    /// The bytes for the wire, length included; throws `.oversize` when the other side would refuse them.
    public func encoded(limit: Int = Frame.sizeLimit) throws(FrameError) -> Data {
        guard let json = try? JSONWriter().encode(self) else {
            throw .malformed(reason: "it cannot be written as JSON")
        }
        guard json.count <= limit else { throw .oversize(bytes: json.count, limit: limit) }
        var bytes = Data(capacity: json.count + Frame.headerSize)
        withUnsafeBytes(of: UInt32(json.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(json)
        return bytes
    }
}

extension DecodingError {
    /// Where and why, without the value itself: that could be about a person.
    fileprivate var place: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "a wrong type at \(path(context))"
        case .keyNotFound(let key, let context): "\"\(key.stringValue)\" is missing at \(path(context))"
        case .dataCorrupted(let context): "a wrong value at \(path(context))"
        @unknown default: "an unknown reason"
        }
    }

    private func path(_ context: Context) -> String {
        context.codingPath.isEmpty ? "the top" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
