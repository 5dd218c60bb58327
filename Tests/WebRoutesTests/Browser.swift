import CountySupport
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// A browser without script: it keeps cookies, follows redirects and fills in the forms that it was shown.
actor Browser {
    private let client: any TestClientProtocol
    private var cookies: [String: String] = [:]
    private var extra: [String: String] = [:]
    /// Every address that was asked for or redirected to.
    private(set) var addresses: [String] = []
    var language = "en"

    init(_ client: any TestClientProtocol) { self.client = client }

    /// Sends a header with every request from now on.
    func remember(_ name: String, _ value: String) { extra[name] = value }

    func speak(_ language: String) { self.language = language }

    /// Asks for a page and follows its redirects.
    func get(_ path: String) async throws -> Page {
        try await follow(try await send(.get, path, nil))
    }

    /// Asks for exactly this, and follows nothing.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: [(String, String)]?,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Page {
        addresses.append(path)
        var headers: HTTPFields = [.acceptLanguage: language, .accept: "text/html"]
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        for (name, value) in extra { headers[try #require(HTTPField.Name(name))] = value }
        var body: ByteBuffer?
        if let fields {
            headers[.contentType] = type
            body = ByteBuffer(
                string: fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&"))
        }
        let uri = path.split(separator: "#", omittingEmptySubsequences: false)[0]
        let response = try await client.executeRequest(uri: String(uri), method: method, headers: headers, body: body)
        for cookie in response.headers[values: .setCookie] {
            let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            cookies[pair[0]] = parts.contains("Max-Age=0") ? nil : pair[1]
        }
        let page = Page(
            path: String(uri), status: response.status.code, headers: response.headers,
            html: String(buffer: response.body))
        if let location = page.location { addresses.append(location) }
        #expect(page.rawKeys.isEmpty, "\(path) says \(page.rawKeys)")
        #expect(page.status != 500, "\(path)")
        return page
    }

    func follow(_ page: Page) async throws -> Page {
        var page = page
        for _ in 0..<5 {
            guard page.status == 303, let location = page.location else { break }
            page = try await send(.get, location, nil)
        }
        return page
    }

    /// Sends the form with this action as the page has it, with some answers of one's own.
    func submit(_ page: Page, _ action: String, _ answers: [String: String] = [:], without removed: Set<String> = [])
        async throws -> Page
    {
        let form = try page.form(action)
        var fields = form.fields.filter { answers[$0.0] == nil && !removed.contains($0.0) }
        fields += answers.map { ($0.key, $0.value) }
        return try await follow(try await send(.post, form.action, fields))
    }

    func signIn(_ person: TestCounty.Person, password: String = TestCounty.password) async throws -> Page {
        let page = try await get("/sign-in")
        return try await submit(page, "/sign-in", ["email": person.email, "password": password])
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

/// A page as a browser got it.
struct Page: Sendable {
    var path: String
    var status: Int
    var headers: HTTPFields
    var html: String

    struct Form: Sendable {
        var action: String
        var fields: [(String, String)]

        subscript(name: String) -> String? { fields.first { $0.0 == name }?.1 }
    }

    struct NoSuchForm: Error, CustomStringConvertible {
        var description: String
    }

    var location: String? { headers[.location] }

    var heading: String {
        html.firstMatch(of: #/<h1[^>]*>([\s\S]*?)<\/h1>/#).map { Self.plain(String($0.output.1)) } ?? ""
    }

    /// Keys of words that the page shows instead of the words.
    var rawKeys: [String] {
        guard headers[.contentType]?.hasPrefix("text/html") == true, !path.hasPrefix("/docs") else { return [] }
        return text.matches(of: #/([a-z-]+)(\.[a-z_-]+)+/#)
            .filter { Self.prefixes.contains(String($0.output.1)) }.map { String($0.output.0) }
    }

    private static let prefixes = Set(
        ((try? Catalogue(directory: PageServer.resources.appendingPathComponent("Locales")))?.messages[.english] ?? [:])
            .keys.compactMap { $0.split(separator: ".").first.map(String.init) })

    /// The text of the page without its marks.
    var text: String { Self.plain(html) }

    func form(_ action: String) throws -> Form {
        for match in html.matches(of: #/<form([^>]*)>([\s\S]*?)<\/form>/#) {
            let found = Self.attribute("action", in: String(match.output.1)) ?? ""
            guard found == action || (action.hasSuffix("*") && found.hasPrefix(action.dropLast())) else { continue }
            return Form(action: found, fields: Self.fields(String(match.output.2)))
        }
        throw NoSuchForm(description: "no form \(action) on \(path) (\(status)): \(text.prefix(1500))")
    }

    private static func fields(_ html: String) -> [(String, String)] {
        var fields: [(String, String)] = []
        for match in html.matches(of: #/<(input|textarea|select)([^>]*)>/#) {
            let (tag, attributes) = (match.output.1, String(match.output.2))
            guard let name = attribute("name", in: attributes) else { continue }
            let rest = html[match.range.upperBound...]
            switch tag {
            case "input":
                let type = attribute("type", in: attributes) ?? "text"
                if ["radio", "checkbox"].contains(type), !attributes.contains(" checked") { continue }
                fields.append((name, attribute("value", in: attributes) ?? ""))
            case "textarea":
                fields.append((name, unescaped(String(rest.prefix { $0 != "<" }))))
            default:
                let options = rest[..<(rest.range(of: "</select>")?.lowerBound ?? rest.endIndex)]
                let chosen = options.firstMatch(of: #/<option value="([^"]*)" selected/#)
                fields.append((name, chosen.map { unescaped(String($0.output.1)) } ?? ""))
            }
        }
        return fields
    }

    private static func attribute(_ name: String, in text: String) -> String? {
        guard let start = text.range(of: " \(name)=\"") else { return nil }
        return unescaped(String(text[start.upperBound...].prefix { $0 != "\"" }))
    }

    private static func plain(_ html: String) -> String {
        unescaped(html.replacing(#/<[^>]*>/#, with: " ")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func unescaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&#x27;", with: "'").replacingOccurrences(of: "&amp;", with: "&")
    }
}
