public import Foundation

/// The digest that is stored with each event.
public enum PayloadDigest {
    /// SHA-256 of the salt and the payload's stored bytes after it.
    public static func of(salt: some ContiguousBytes, payload: some ContiguousBytes) -> Hash256 {
        salt.withUnsafeBytes { salt in payload.withUnsafeBytes { Hash256(hashing: salt, $0) } }
    }
}
