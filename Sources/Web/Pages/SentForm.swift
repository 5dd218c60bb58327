import Crypto
import Foundation
import Gateway
import Hummingbird
import NIOCore

/// The fields that a form or an address sends, in their order.
struct SentForm: Sendable {
    /// The most that a form may weigh.
    static let limit = 64 * 1024
    static let contentType = "application/x-www-form-urlencoded"

    private(set) var pairs: [(name: String, value: String)]

    init(_ pairs: [(name: String, value: String)] = []) { self.pairs = pairs }

    /// Reads the part of an address after the question mark; what cannot be read there is left out.
    init(query: String?) {
        pairs = (query ?? "").split(separator: "&").compactMap { part in
            let (name, value) = Self.halves(part)
            guard let name = Self.decoded(name), let value = Self.decoded(value) else { return nil }
            return (name, value)
        }
    }

    /// Reads the body of a form.
    init(body: Data) throws(Problem) {
        guard body.count <= Self.limit else { throw .tooLarge.saying("A form may weigh at most 64 kB. Write less.") }
        guard let text = String(validating: body, as: UTF8.self) else { throw Self.unreadable }
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let (name, value) = Self.halves(part)
            guard let name = Self.decoded(name), let value = Self.decoded(value) else { throw Self.unreadable }
            pairs.append((name, value))
        }
        guard pairs.count <= 200 else { throw Self.unreadable }
        self.pairs = pairs
    }

    /// Reads the form that a request brings.
    static func read(_ request: Request) async throws -> SentForm {
        let type = request.headers[.contentType]?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces)
        guard type?.lowercased() == contentType else { throw Problem.unsupportedType([contentType]) }
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return try SentForm(body: Data(buffer.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge.saying("A form may weigh at most 64 kB. Write less.")
        }
    }

    /// The first value of a field, without white space around it; `nil` when there is none or it is empty.
    subscript(name: String) -> String? {
        guard let value = pairs.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = value.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    func all(_ name: String) -> [String] { pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// What a form is shown with again.
    func submission(errors: [String: String] = [:]) -> Submission {
        let values = pairs.reduce(into: [String: [String]]()) { $0[$1.name, default: []].append($1.value) }
        return Submission(values: values.filter { !["csrf", "key", "password"].contains($0.key) }, errors: errors)
    }

    /// What was asked, without what differs from one sending to the next; the same question has the same bytes.
    var content: Data {
        let parts = pairs.filter { $0.name != "csrf" && $0.name != "key" }.map { "\($0.name)\u{0}\($0.value)" }.sorted()
        return Data(parts.joined(separator: "\u{1}").utf8)
    }

    private static let unreadable = Problem.malformed.saying(
        "The form cannot be read. Open the page again and send it once more.")

    private static func halves(_ part: Substring) -> (Substring, Substring) {
        guard let equals = part.firstIndex(of: "=") else { return (part, "") }
        return (part[..<equals], part[part.index(after: equals)...])
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        // A text area sends CR LF; the record keeps plain line feeds.
        return String(validating: bytes, as: UTF8.self)?.replacingOccurrences(of: "\r\n", with: "\n")
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
