public import Foundation

/// What one event says, in today's shape.
///
/// The stored name never changes; the Swift name may. When the shape changes, `version` goes up by one and
/// `upcasts` gains the step that lifts a document of the version before.
public protocol EventPayload: Codable, Sendable, Hashable {
    /// The stored name, `stream.past_tense` in lower case.
    static var type: String { get }
    /// The version that this build writes.
    static var version: Int { get }
    /// For each older version, the step that lifts a document to the next one.
    static var upcasts: [Int: @Sendable (inout JSONObject) -> Void] { get }
}

extension EventPayload {
    public static var version: Int { 1 }
    public static var upcasts: [Int: @Sendable (inout JSONObject) -> Void] { [:] }

    /// Decodes a stored document of any version that this build knows.
    ///
    /// - Parameter opener: opens personal fields; without one they stay sealed.
    /// - Throws: `EventCodingError` for a version from the future or a missing step, `DecodingError` for a
    ///   document of the wrong shape.
    public init(stored data: Data, version: Int, opener: PersonalOpener? = nil) throws {
        guard version <= Self.version else {
            throw EventCodingError(.fromTheFuture, type: Self.type, version: version)
        }
        let reader = JSONReader()
        if let opener { reader.userInfo[.personalOpener] = opener }
        guard version < Self.version else {
            self = try reader.decode(Self.self, from: data)
            return
        }
        var document = try reader.decode(JSONObject.self, from: data)
        for step in version..<Self.version {
            guard let upcast = Self.upcasts[step] else {
                throw EventCodingError(.missingUpcast, type: Self.type, version: step)
            }
            upcast(&document)
        }
        self = try reader.decode(Self.self, from: JSONWriter().encode(document))
    }

    /// The bytes that are hashed and stored: sorted keys, no white space, moments as text, personal fields sealed.
    ///
    /// - Throws: `EncodingError` when a personal field is still in the clear and no sealer was given.
    public func stored(sealer: PersonalSealer? = nil) throws -> Data {
        let writer = JSONWriter()
        if let sealer { writer.userInfo[.personalSealer] = sealer }
        return try writer.encode(self)
    }
}

/// The events of one kind of stream as one type, so that a fold is one exhaustive `switch`.
public protocol EventFamily: Sendable, Hashable {
    /// How each stored type becomes a case.
    static var decoders: EventDecoders<Self> { get }
    /// The payload that is stored.
    var payload: any EventPayload { get }
}

/// Reads one stored event type into its family.
public struct EventDecoder<Family: Sendable>: Sendable {
    public let type: String
    public let version: Int
    public let payloadType: any EventPayload.Type
    let decode: @Sendable (Data, Int, PersonalOpener?) throws -> Family

    public init<Payload: EventPayload>(_ make: @escaping @Sendable (Payload) -> Family) {
        type = Payload.type
        version = Payload.version
        payloadType = Payload.self
        decode = { try make(Payload(stored: $0, version: $1, opener: $2)) }
    }
}

/// A family's decoders, found by the name of the type: every event that is read asks for one.
public struct EventDecoders<Family: Sendable>: Sendable, Sequence, ExpressibleByArrayLiteral {
    private let decoders: [EventDecoder<Family>]
    private let indexes: [String: Int]

    public init(arrayLiteral decoders: EventDecoder<Family>...) {
        self.decoders = decoders
        indexes = Dictionary(uniqueKeysWithValues: zip(decoders.map(\.type), decoders.indices))
    }

    public func makeIterator() -> IndexingIterator<[EventDecoder<Family>]> { decoders.makeIterator() }

    func decode(_ event: RecordedEvent, _ opener: PersonalOpener?) throws -> Family? {
        guard let index = indexes[event.type] else { return nil }
        return try decoders[index].decode(event.payload, event.schemaVersion, opener)
    }
}

extension EventFamily {
    /// Reads a recorded event, or answers `nil` when its type belongs to another family.
    public init?(_ event: RecordedEvent, opener: PersonalOpener? = nil) throws {
        guard let happened = try Self.decoders.decode(event, opener) else { return nil }
        self = happened
    }
}

/// A stored event that this build cannot read.
public struct EventCodingError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base { case fromTheFuture, missingUpcast }
        let base: Base

        /// The event was written by a newer build.
        public static let fromTheFuture = Code(base: .fromTheFuture)
        /// No step lifts the document from its version.
        public static let missingUpcast = Code(base: .missingUpcast)
    }

    public let code: Code
    public let type: String
    public let version: Int

    init(_ code: Code, type: String, version: Int) {
        self.code = code
        self.type = type
        self.version = version
    }

    public var description: String {
        switch code.base {
        case .fromTheFuture: "\(type) version \(version) was written by a newer Throughline; upgrade this server."
        case .missingUpcast: "\(type) version \(version) has no upcast step."
        }
    }
}
