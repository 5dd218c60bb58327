/// What the vault could not do. Its text never holds what was sealed.
public struct VaultError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base { case tampered, noKey, keyFileMismatch }
        let base: Base

        /// A sealed field was changed, or moved to another event, field or person.
        public static let tampered = Code(base: .tampered)
        /// There is no key for this person to seal with.
        public static let noKey = Code(base: .noKey)
        /// The key file does not belong to this database, or is an older copy.
        public static let keyFileMismatch = Code(base: .keyFileMismatch)
    }

    public let code: Code

    public init(_ code: Code) { self.code = code }

    public var description: String {
        switch code.base {
        case .tampered: "A sealed field is not what was sealed here; verify the log."
        case .noKey: "There is no key for this person."
        case .keyFileMismatch: "The key file does not belong to this database; restore the one that does."
        }
    }
}
