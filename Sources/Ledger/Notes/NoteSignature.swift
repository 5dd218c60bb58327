/// One signature line of a note: who signed, with which key, and the bytes.
public struct NoteSignature: Hashable, Sendable {
    public let keyName: String
    public let keyID: UInt32
    /// The signature without the key id.
    public let bytes: [UInt8]

    init(keyName: String, keyID: UInt32, bytes: [UInt8]) {
        self.keyName = keyName
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line as `line` writes it, without its newline.
    public init(line: some StringProtocol) throws(FormatError) {
        let line = Substring(line)
        guard line.utf8.starts(with: Self.mark.utf8) else {
            throw FormatError("note", "has a line among its signatures that is none")
        }
        let parts = line.utf8.dropFirst(Self.mark.utf8.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, KeyName.isValid(Substring(parts[0])), let blob = Base64.bytes(Substring(parts[1])),
            blob.count > 4
        else { throw FormatError("note", "has a signature line that cannot be read") }
        keyName = String(Substring(parts[0]))
        keyID = blob.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(blob.dropFirst(4))
    }

    /// The line with its newline.
    public var line: String {
        "\(Self.mark)\(keyName) \(Base64.text(BigEndian.bytes(keyID) + bytes))\n"
    }

    private static let mark = "\u{2014} "
}

/// What a key may be called: anything without spaces, plus signs and control characters, and not nothing.
enum KeyName {
    static func isValid(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    /// Byte for byte: two spellings that Unicode calls equivalent are two names.
    static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}

enum BigEndian {
    static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
