/// A value where it lies in a document that is being read; good only inside the closure that got it.
package struct JSONSlice {
    package enum Kind { case null, bool, number, string, array, object }

    private let reader: JSONReader
    private let index: Int

    init(_ reader: JSONReader, _ index: Int) {
        self.reader = reader
        self.index = index
    }

    package var kind: Kind {
        switch token.kind {
        case .null: .null
        case .yes, .no: .bool
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The JSON of the value as it stands.
    package var json: UnsafeBufferPointer<UInt8> {
        let quotes = kind == .string ? 1 : 0
        return UnsafeBufferPointer(rebasing: reader.bytes[Int(token.start) - quotes..<Int(token.end) + quotes])
    }

    /// Lends a string's text without quotation marks and escapes, and the JSON of anything else.
    package func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let text = UnsafeBufferPointer(rebasing: reader.bytes[Int(token.start)..<Int(token.end)])
        guard token.kind == .escapedString else { return body(text) }
        JSONText.unescaped(text).withUnsafeBufferPointer(body)
    }

    /// A member's value; nil when there is none.
    package subscript(member name: String) -> JSONSlice? {
        guard token.kind == .object else { return nil }
        return reader.member(name, of: index).map { JSONSlice(reader, $0) }
    }

    /// Calls a closure with each element of an array.
    package func forEachElement(_ body: (JSONSlice) throws -> Void) rethrows {
        guard token.kind == .array else { return }
        var next = index + 1
        for _ in 0..<token.count {
            try body(JSONSlice(reader, next))
            next = Int(reader.tokens[next].next)
        }
    }

    private var token: JSONToken { reader.tokens[index] }
}

extension JSONReader {
    /// Scans a document and lends its outermost value.
    package func scan<Result>(_ document: [UInt8], _ body: (JSONSlice) throws -> Result) throws -> Result {
        try document.withUnsafeBufferPointer { buffer in
            try reading(buffer) { try body(JSONSlice(self, 0)) }
        }
    }
}
