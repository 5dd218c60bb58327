import Crypto
import Foundation

/// Seals what a form or an address carries from one page to the next, under the secret of the session.
///
/// So a name that somebody looks for, or a referral half written, can travel with the page and be read by nobody else:
/// not from an address bar, a bookmark or a log, and not after the session has ended.
struct SessionSeal: Sendable {
    private let key: SymmetricKey

    init(sessionToken: String) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(sessionToken.utf8)), info: Data("throughline page state".utf8),
            outputByteCount: 32)
    }

    func seal(_ data: Data) -> String? {
        guard let box = try? AES.GCM.seal(data, using: key).combined else { return nil }
        return box.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// Whether a text has the form of something sealed, by whatever session: nonce, a little text and tag in Base64.
    static func isSealed(_ text: String) -> Bool { (decoded(text)?.count ?? 0) > 28 }

    /// `nil` for what this session did not seal.
    func open(_ text: String) -> Data? {
        guard let data = Self.decoded(text), let box = try? AES.GCM.SealedBox(combined: data) else { return nil }
        return try? AES.GCM.open(box, using: key)
    }

    private static func decoded(_ text: String) -> Data? {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: padded)
    }
}
