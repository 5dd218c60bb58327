import Access
import Application
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

extension Endpoint {
    /// Checks a request in the order in which a client can mend it, and hands it to the handler.
    func respond(to request: Request, _ context: GatewayContext, _ service: Service) async throws -> Response {
        let principal = try context.signedIn()
        try checkAccept(request)
        if isCommand { try context.checkCSRF(request.headers[.csrfToken]) }
        var call = Call(
            endpoint: self, service: service, request: request, context: context, principal: principal,
            query: try readQuery(request.uri.query))
        if isCommand {
            let key = try IdempotencyKey(request.headers[values: .idempotencyKey])
            let version = try readIfMatch(request.headers[.ifMatch])
            call.body = try await readBody(request)
            let content = Data("\(request.method.rawValue) \(request.head.path ?? "")\n".utf8) + call.body
            call.command = CommandContext(principal, key: key.text, content: content, ifVersion: version)
        }
        return try await handler(call)
    }

    private func checkAccept(_ request: Request) throws(Problem) {
        let accept = request.headers[values: .accept].joined(separator: ",")
        guard accept.isEmpty || AcceptHeader(accept).accepts(anyOf: answer.types) else {
            throw .notAcceptable(answer.types)
        }
    }

    private func readQuery(_ text: String?) throws(Problem) -> [String: String] {
        let known = parameters.filter { $0.place == .query }
        var values: [String: String] = [:]
        var errors: [Problem.FieldError] = []
        for (name, value) in QueryText.pairs(text ?? "") {
            guard let parameter = known.first(where: { $0.name == name }) else {
                let hint = Nearest.to(name, in: known.map(\.name)).map { "Did you mean \($0)?" } ?? "Leave it out."
                errors.append(
                    .init(
                        parameter: name, code: "field.unknown-key",
                        detail: "There is no parameter \(name) here. \(hint)",
                        accepted: known.map(\.name)))
                continue
            }
            guard !value.isEmpty else { continue }
            // A plus sign that was not escaped arrives as a space; no moment has one.
            let isMoment = [.moment, .dateTime].contains(parameter.schema.format)
            let value = isMoment ? value.replacingOccurrences(of: " ", with: "+") : value
            if let error = parameter.check(value) { errors.append(error) } else { values[name] = value }
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        return values
    }

    private func readIfMatch(_ header: String?) throws(Problem) -> Int64? {
        guard versioning != .none else { return nil }
        guard let header = header?.trimmingCharacters(in: .whitespaces), !header.isEmpty else {
            if versioning == .required { throw .versionRequired }
            return nil
        }
        if header == "*" { return nil }
        // A tag that is none of ours, or a weak one, never matches; no stream has this version.
        guard header.hasPrefix("\""), header.hasSuffix("\""), let version = Int64(header.dropFirst().dropLast()) else {
            return -1
        }
        return version
    }

    private func readBody(_ request: Request) async throws -> Data {
        let data = try await request.bodyData()
        guard !data.isEmpty else {
            // A command without fields may leave the body out.
            try checkBody(.object([:]))
            return data
        }
        let type = request.headers[.contentType]?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces)
        guard let type = type?.lowercased(), type == "application/json" || type.hasSuffix("+json") else {
            throw Problem.unsupportedType(["application/json"])
        }
        guard String(validating: data, as: UTF8.self) != nil,
            let value = try? JSONDecoder().decode(JSON.self, from: data), case .object = value
        else { throw Problem.malformed }
        try checkBody(value)
        return data
    }

    private func checkBody(_ value: JSON) throws(Problem) {
        let errors = (body?.schema ?? .object([])).check(value)
        guard errors.isEmpty else { throw .invalid(errors) }
    }
}

extension Schema {
    fileprivate var format: Format? {
        if case .string(let format) = resolved.form { format } else { nil }
    }
}
