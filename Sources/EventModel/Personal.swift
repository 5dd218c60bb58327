public import Foundation

/// Text about a person: a name, a birth date, a phone number, a note.
///
/// A clear value cannot be stored: encoding it without a sealer throws, so no event can carry one by mistake.
/// A stored value is sealed under its person's own key; once that key is destroyed it reads as `erased`.
public enum Personal: Hashable, Sendable {
    /// Readable text, in memory only.
    case clear(String)
    /// Sealed text, as stored.
    case sealed(SealedText)
    /// The key was destroyed; nobody can read this again.
    case erased

    /// The readable text, when there is any.
    public var text: String? {
        if case .clear(let text) = self { text } else { nil }
    }

    /// Whether it says nothing; a sealed or erased value once said something.
    public var isBlank: Bool { text?.allSatisfy(\.isWhitespace) ?? false }
}

extension Personal: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .clear(value) }
}

extension Personal: CustomStringConvertible {
    /// Never the text itself: this is what a log line would show.
    public var description: String {
        switch self {
        case .clear: "(personal)"
        case .sealed: "(sealed)"
        case .erased: "(erased)"
        }
    }
}

extension Personal: CustomReflectable {
    /// Empty, so that `dump` and a failed expectation show no text either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One sealed field: which key, and the nonce, cipher text and tag in Base64.
public struct SealedText: Hashable, Sendable, Codable {
    public var key: UUID
    public var box: String

    public init(key: UUID, box: String) {
        self.key = key
        self.box = box
    }
}

/// Seals a clear field on its way into an event; `field` is its path in the payload.
public typealias PersonalSealer = @Sendable (_ text: String, _ field: String) throws -> SealedText

/// Opens a sealed field on its way out; answers `erased` when the key is gone.
public typealias PersonalOpener = @Sendable (_ sealed: SealedText, _ field: String) throws -> Personal

extension CodingUserInfoKey {
    static let personalSealer = CodingUserInfoKey(literal: "throughline.personal.sealer")
    static let personalOpener = CodingUserInfoKey(literal: "throughline.personal.opener")

    private init(literal: StaticString) {
        guard let key = CodingUserInfoKey(rawValue: "\(literal)") else {
            preconditionFailure("A user info key is a plain string and always accepted.")
        }
        self = key
    }
}

extension Personal: Codable {
    public init(from decoder: any Decoder) throws {
        let sealed = try SealedText(from: decoder)
        guard let opener = decoder.userInfo[.personalOpener] as? PersonalOpener else {
            self = .sealed(sealed)
            return
        }
        self = try opener(sealed, decoder.fieldPath)
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .sealed(let sealed):
            try sealed.encode(to: encoder)
        case .clear(let text):
            guard let sealer = encoder.userInfo[.personalSealer] as? PersonalSealer else {
                throw EncodingError.invalidValue(
                    self,
                    .init(codingPath: encoder.codingPath, debugDescription: "A personal field must be sealed first."))
            }
            try sealer(text, encoder.codingPath.fieldPath).encode(to: encoder)
        case .erased:
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "An erased field cannot be stored again.")
            )
        }
    }
}

extension Decoder {
    fileprivate var fieldPath: String { codingPath.fieldPath }
}

extension [any CodingKey] {
    /// An array's place is its plain number: Foundation's own word for it ("Index 0") may change.
    fileprivate var fieldPath: String { map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") }
}
