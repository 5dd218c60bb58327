public import Foundation

/// Writes any `Encodable` as JSON, byte for byte as Foundation's encoder does, for the places where that is hot.
///
/// No white space, no escaped slashes, and keys in the order of their bytes unless that is turned off. `Data`, `URL`
/// and `Decimal` have no stored form here and are refused. One writer may write many documents, one after another;
/// it is not for several threads.
public final class JSONWriter {
    public var userInfo: [CodingUserInfoKey: Any] = [:]
    let moments: JSONMoments
    private let sortsKeys: Bool
    private let outerName: ((String) -> String)?
    private var outerNames: [String: String] = [:]
    /// The text of every scalar, in the order in which they were encoded.
    var scalars: [UInt8] = []

    /// - Parameter outerName: how the keys of the outermost object are spelled; its UUIDs, and those in its arrays,
    ///   are then in lower case, as a database writes them.
    public init(moments: JSONMoments = .stored, sortsKeys: Bool = true, outerName: ((String) -> String)? = nil) {
        self.moments = moments
        self.sortsKeys = sortsKeys
        self.outerName = outerName
    }

    public func encode(_ value: some Encodable) throws -> Data {
        var document: [UInt8] = []
        try append(value, to: &document)
        return Data(document)
    }

    /// Writes a value at the end of some bytes.
    public func append(_ value: some Encodable, to document: inout [UInt8]) throws {
        try encoding(value) { write($0, to: &document) }
    }

    func encoding(_ value: some Encodable, _ body: (JSONPart) throws -> Void) throws {
        precondition(scalars.isEmpty, "A writer writes one document at a time.")
        defer { scalars.removeAll(keepingCapacity: true) }
        guard let part = try part(of: value, at: nil) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(type(of: value)) encoded nothing."))
        }
        try body(part)
    }

    var renamesOuter: Bool { outerName != nil }

    /// The key as the outermost object spells it.
    func outer(_ key: String) -> String {
        guard let outerName else { return key }
        if let name = outerNames[key] { return name }
        let name = outerName(key)
        outerNames[key] = name
        return name
    }

    func write(_ part: JSONPart, to document: inout [UInt8]) {
        switch part {
        case .scalar(let range): document.append(contentsOf: scalars[range])
        case .nested(let encoder): write(encoder.part ?? .object(JSONObjectPart()), to: &document)
        case .array(let array):
            document.append(UInt8(ascii: "["))
            for (index, part) in array.parts.enumerated() {
                if index > 0 { document.append(UInt8(ascii: ",")) }
                write(part, to: &document)
            }
            document.append(UInt8(ascii: "]"))
        case .object(let object):
            document.append(UInt8(ascii: "{"))
            for (index, member) in object.written(sorted: sortsKeys).enumerated() {
                if index > 0 { document.append(UInt8(ascii: ",")) }
                document.append(json: member.key)
                document.append(UInt8(ascii: ":"))
                write(member.part, to: &document)
            }
            document.append(UInt8(ascii: "}"))
        }
    }
}
