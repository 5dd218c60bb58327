public import Foundation

/// Reads JSON into any `Decodable`, for the places where that is hot.
///
/// It scans a document once, where it lies, and reads only what it is asked for. What it reads is what Foundation's
/// decoder reads: where a key stands twice the first one counts, and a number such as `1.0` is an integer. Unlike
/// Foundation it takes no trailing comma and no byte order mark. `Data`, `URL` and `Decimal` have no stored form
/// here and are refused.
///
/// One reader may read many documents, one after another; it is not for several threads.
public final class JSONReader {
    public var userInfo: [CodingUserInfoKey: Any] = [:]
    let moments: JSONMoments
    /// How the keys of the outermost object are spelled; nil for as they are coded.
    private let outerName: ((String) -> String)?
    private var outerNames: [String: String] = [:]
    // Both only while a document is read: a decoder that somebody kept finds no tokens and traps on the array's bounds.
    private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var tokens: [JSONToken] = []

    public init(moments: JSONMoments = .stored, outerName: ((String) -> String)? = nil) {
        self.moments = moments
        self.outerName = outerName
    }

    /// - Throws: `DecodingError`; where the bytes are not JSON its underlying error is a `JSONSyntaxError`.
    public func decode<Value: Decodable>(_ type: Value.Type, from document: Data) throws -> Value {
        try document.withUnsafeBytes { buffer in
            try buffer.withMemoryRebound(to: UInt8.self) { bytes in
                try reading(bytes) { try value(type, at: 0, in: nil) }
            }
        }
    }

    /// Scans a document, which is there to be read while the closure runs.
    func reading<Result>(_ document: UnsafeBufferPointer<UInt8>, _ body: () throws -> Result) throws -> Result {
        precondition(bytes.isEmpty, "A reader reads one document at a time.")
        bytes = document
        defer {
            bytes = UnsafeBufferPointer(start: nil, count: 0)
            tokens.removeAll(keepingCapacity: true)
        }
        do throws(JSONSyntaxError) {
            try JSONScanner.scan(document, into: &tokens)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: error.description, underlyingError: error))
        }
        return try body()
    }

    /// The key as the outermost object spells it.
    func outer(_ key: String) -> String {
        guard let outerName else { return key }
        if let name = outerNames[key] { return name }
        let name = outerName(key)
        outerNames[key] = name
        return name
    }

    var renamesOuter: Bool { outerName != nil }
}
