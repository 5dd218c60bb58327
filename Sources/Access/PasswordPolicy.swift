import Foundation

/// Why a password was refused; its raw value is a key for messages.
public enum WeakPassword: String, Error, Sendable, CaseIterable {
    case tooShort = "password.tooShort"
    case tooLong = "password.tooLong"
    case common = "password.common"
    case likeEmail = "password.likeEmail"
}

/// Which passwords are refused. There are no rules of composition and no forced changes.
public enum PasswordPolicy {
    public static let minimumLength = 8
    public static let maximumLength = 128

    public static func check(_ password: String, email: String) throws(WeakPassword) {
        let normalized = PasswordPolicy.normalized(password)
        guard normalized.count >= minimumLength else { throw .tooShort }
        guard normalized.utf8.count <= maximumLength * 4, normalized.count <= maximumLength else { throw .tooLong }
        let folded = normalized.lowercased()
        let email = EmailAddress.normalized(email)
        let name = email.prefix { $0 != "@" }
        if folded.contains(email) || (name.count >= 4 && folded.contains(name)) { throw .likeEmail }
        let stem = folded.trimmingCharacters(in: .decimalDigits.union(.punctuationCharacters).union(.symbols))
        if common.contains(folded) || common.contains(stem) || Set(folded).count < 3 || isSequence(folded) {
            throw .common
        }
    }

    /// One form for what looks the same on every keyboard (NFKC).
    static func normalized(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

    /// `12345678`, `hgfedcba`.
    private static func isSequence(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        return steps == [1] || steps == [-1]
    }

    /// The most used passwords of eight characters and more, and stems that people add digits to.
    private static let common: Set<String> = [
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "password1", "password123", "passwort", "motdepasse",
        "contraseña", "12345678", "123456789", "1234567890", "123123123", "11111111", "00000000", "87654321",
        "987654321", "12341234", "11223344", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "1qazxsw2", "q1w2e3r4",
        "qwertyui", "qwertyuiop", "qwerty123", "qwerty", "asdfghjk", "asdfghjkl", "asdf1234", "zxcvbnm", "zxcvbnm1",
        "zaq12wsx", "abcd1234", "abc12345", "abcdefgh", "aa123456", "a1b2c3d4", "iloveyou", "iloveyou1", "sunshine",
        "princess", "football", "baseball", "basketball", "superman", "batman", "starwars", "trustno1", "whatever",
        "welcome", "welcome1", "letmein", "letmein1", "dragon", "monkey", "michelle", "jennifer", "computer",
        "internet", "samsung", "corvette", "mercedes", "mustang", "cheese", "chocolate", "butterfly", "liverpool",
        "elizabeth", "alexander", "charlie", "jordan23", "michael", "jonathan", "victoria", "nicholas", "danielle",
        "changeme", "changeit", "default", "administrator", "admin", "admin123", "root", "secret", "topsecret",
        "testtest", "test1234", "guest", "user", "login", "access", "master", "summer", "winter", "spring", "autumn",
        "january", "february", "september", "october", "november", "december", "chicago", "america", "illinois",
        "throughline", "diversion", "prosecutor", "supervisor", "corrections", "probation", "justice", "referral",
    ]
}
