import Foundation
import Gateway

/// Where a page begins, wrapped so that nobody reads a meaning into it.
enum Cursor {
    static func wrapped(_ value: String) -> String {
        Data(value.utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    static func unwrapped(_ text: String) throws(Problem) -> String {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        guard let data = Data(base64Encoded: standard + padding), let value = String(validating: data, as: UTF8.self)
        else {
            throw .invalid([
                .init(
                    parameter: "cursor", code: "field.malformed", detail: "Use the cursor of the page before as it is.")
            ])
        }
        return value
    }
}
