/// What a log says of itself at one size: who it is, how many entries, and the root over them (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    public let origin: String
    public let size: UInt64
    public let root: Hash256
    /// Further lines, which are signed too. Ours has none; others' are kept.
    public let extensions: [String]

    public init(origin: String, size: UInt64, root: Hash256) throws(FormatError) {
        guard KeyName.isValid(origin) else {
            throw FormatError("origin of a log", "is empty or has a space, a plus sign or a control character")
        }
        guard size <= Int64.max else { throw FormatError("checkpoint", "has an impossible size") }
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a note. It says nothing about who signed it.
    public init(text: String) throws(FormatError) {
        var lines = Lines(text)
        guard let origin = lines.next(), !origin.isEmpty, let size = lines.next(), let root = lines.next() else {
            throw FormatError("checkpoint", "has not the three lines of origin, size and root")
        }
        guard let size = Decimal64.value(size) else {
            throw FormatError("checkpoint", "has a size that is no plain decimal number")
        }
        guard let root = Hash256(base64: root) else {
            throw FormatError("checkpoint", "has a root that is not 32 bytes in Base 64")
        }
        guard size > 0 || root == .emptyTree else {
            throw FormatError("checkpoint", "has no entries but another root than the empty log's")
        }
        var extensions: [String] = []
        while let line = lines.next() {
            guard !line.isEmpty else { throw FormatError("checkpoint", "has an empty line") }
            extensions.append(String(line))
        }
        guard lines.rest.isEmpty else { throw FormatError("checkpoint", "does not end with a newline") }
        self.origin = String(origin)
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// The checkpoint as it is published.
    public func signed(by key: SigningKey) throws(FormatError) -> SignedNote { try SignedNote(text, by: key) }
}

extension SignedNote {
    /// The checkpoint that a log signed, once the log's key and its name are found right.
    public func checkpoint(of log: VerifierKey) throws -> Checkpoint {
        try verify([log])
        let checkpoint = try Checkpoint(text: text)
        guard KeyName.isSame(checkpoint.origin, log.name) else {
            throw FormatError("checkpoint", "is of \(checkpoint.origin), not of \(log.name)")
        }
        return checkpoint
    }
}
