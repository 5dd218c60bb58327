import Application
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

extension Call {
    /// An answer without a version.
    func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        let data = Self.encoded(value)
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.contentLength] = String(data.count)
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// One resource with its version as the tag, or 304 to whoever has it already.
    func resource(_ value: @autoclosure () -> some Encodable, version: Int64) -> Response {
        let tag = "\"\(version)\""
        let held = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        if held.contains(where: { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }) {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        return json(value(), headers: [.eTag: tag])
    }

    /// One page of a list, with the links to the next and the first.
    func page<Item: Encodable>(_ items: [Item], next: String?) -> Response {
        let wrapped = next.map(Cursor.wrapped)
        let pairs = QueryText.pairs(request.uri.query ?? "").filter { $0.name != "cursor" }
        func link(_ relation: String, _ cursor: String?) -> String {
            let query = QueryText.text(pairs + (cursor.map { [("cursor", $0)] } ?? []))
            return "<\(request.uri.path)\(query.isEmpty ? "" : "?\(query)")>; rel=\"\(relation)\""
        }
        let links = [link("first", nil)] + (wrapped.map { [link("next", $0)] } ?? [])
        return json(ListAnswer(items: items, next: wrapped), headers: [.link: links.joined(separator: ", ")])
    }

    static func encoded(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.rfc3339)
        }
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("A resource holds texts, numbers and dates only.")
        }
        return data
    }
}

/// A list, or a page of one.
struct ListAnswer<Item: Encodable>: Encodable {
    var items: [Item]
    var next: String?
}

extension Schema {
    /// A list of all there is.
    static func items(_ element: Schema) -> Schema { .object([.needs("items", .list(element))]) }
    /// A page of a list.
    static func page(_ element: Schema) -> Schema {
        .object([.needs("items", .list(element)), .may("next", .text("The cursor of the next page, if there is one."))])
    }
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link") ?? .location
}
