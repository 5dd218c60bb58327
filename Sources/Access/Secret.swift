import Foundation
import Crypto

/// Random secrets, and the digests that are kept instead of them.
enum Secret {
    /// 32 random bytes in URL-safe Base64, 43 characters.
    static func sessionToken() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
    }

    static func sha256(_ text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }

    /// A digest under a key, for low-entropy things such as e-mail and network addresses.
    static func tag(_ purpose: String, _ text: String, pepper: Data) -> Data {
        var code = HMAC<SHA256>(key: SymmetricKey(data: pepper))
        code.update(data: Data("\(purpose)\u{0}\(text)".utf8))
        return Data(code.finalize())
    }

    /// The form token of a session: derived from the session's secret, so the database never holds it.
    static func csrf(forSession token: String) -> String {
        tag("throughline csrf", "", pepper: Data(token.utf8)).base64URL
    }

    /// Compares in a time that does not depend on where they differ.
    static func equal(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
        let (left, right) = (Array(left), Array(right))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Data {
    var base64URL: String {
        base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Base64 without padding, as password hash strings have it.
    var base64Unpadded: String { base64EncodedString().replacingOccurrences(of: "=", with: "") }

    init?(base64Unpadded text: some StringProtocol) {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(base64Encoded: text + padding)
    }
}
