/// A value that a writer has encoded and not written; good only inside the closure that got it.
package struct JSONWritten {
    package enum Kind { case null, string, array, other }

    private let writer: JSONWriter
    private let part: JSONPart

    fileprivate init(_ writer: JSONWriter, _ part: JSONPart) {
        self.writer = writer
        var part = part
        // What an encoder was handed out for is whole by now.
        while case .nested(let encoder) = part { part = encoder.part ?? .object(JSONObjectPart()) }
        self.part = part
    }

    package var kind: Kind {
        switch part {
        case .array: return .array
        case .object, .nested: return .other
        case .scalar(let range):
            return switch writer.scalars[range.lowerBound] {
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "n"): .null
            default: .other
            }
        }
    }

    /// Writes the value's JSON at the end of some bytes.
    package func append(jsonTo bytes: inout [UInt8]) { writer.write(part, to: &bytes) }

    /// Lends a string's text without quotation marks and escapes, and the JSON of anything else.
    package func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard case .scalar(let range) = part else {
            var bytes: [UInt8] = []
            append(jsonTo: &bytes)
            return bytes.withUnsafeBufferPointer(body)
        }
        let quotes = kind == .string ? 1 : 0
        writer.scalars.withUnsafeBufferPointer { scalars in
            let text = UnsafeBufferPointer(
                rebasing: scalars[range.lowerBound + quotes..<range.upperBound - quotes])
            guard quotes > 0, text.contains(UInt8(ascii: "\\")) else { return body(text) }
            JSONText.unescaped(text).withUnsafeBufferPointer(body)
        }
    }

    /// Calls a closure with each element of an array.
    package func forEachElement(_ body: (JSONWritten) throws -> Void) rethrows {
        guard case .array(let array) = part else { return }
        for part in array.parts { try body(JSONWritten(writer, part)) }
    }

    /// Calls a closure with each member of an object as it was encoded; of a key that was encoded twice the last counts.
    package func forEachMember(_ body: (_ name: String, JSONWritten) throws -> Void) rethrows {
        guard case .object(let object) = part else { return }
        for member in object.written(sorted: false) { try body(member.key, JSONWritten(writer, member.part)) }
    }
}

extension JSONWriter {
    /// Encodes a value and lends it instead of writing it, to whoever wants its parts and not one document.
    package func lend(_ value: some Encodable, to body: (JSONWritten) throws -> Void) throws {
        try encoding(value) { try body(JSONWritten(self, $0)) }
    }
}
