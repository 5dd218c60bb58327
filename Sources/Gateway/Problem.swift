import Foundation
public import HTTPTypes
public import Hummingbird

/// An error as its reader gets it: `application/problem+json` of RFC 9457, or the same words on a page.
public struct Problem: Error, Sendable, Hashable {
    /// What is wrong with one field of a request.
    public struct FieldError: Sendable, Hashable, Encodable {
        /// Where it is in the body, as a JSON Pointer.
        public var pointer: String?
        /// Or the query parameter or header that it is.
        public var parameter: String?
        public var code: String
        public var detail: String
        /// The values that would be taken, where there are few.
        public var accepted: [String]?

        public init(
            pointer: String? = nil, parameter: String? = nil, code: String, detail: String, accepted: [String] = []
        ) {
            self.pointer = pointer
            self.parameter = parameter
            self.code = code
            self.detail = detail
            self.accepted = accepted.isEmpty ? nil : accepted
        }
    }

    public var kind: ProblemKind
    /// What happened and what to do, in a sentence.
    public var detail: String
    /// What the sentence speaks of, for those who write their own from `kind.code`.
    public var parameters: [String: String]
    public var errors: [FieldError]
    public var headers: HTTPFields

    public init(
        kind: ProblemKind, parameters: [String: String] = [:], errors: [FieldError] = [], headers: HTTPFields = [:]
    ) {
        self.kind = kind
        self.parameters = parameters
        self.errors = errors
        self.headers = headers
        detail = kind.detail(parameters)
    }

    public var code: String { kind.code }
    public var status: HTTPResponse.Status { HTTPResponse.Status(code: kind.status) }

    /// The same problem with other words.
    public func saying(_ detail: String) -> Problem {
        var problem = self
        problem.detail = detail
        return problem
    }

    private struct Document: Encodable {
        var type: String
        var title: String
        var status: Int
        var detail: String
        var code: String
        var errors: [FieldError]
        var traceId: String
    }

    public static let contentType = "application/problem+json"

    /// The problem as an answer.
    public func response(to request: Request, _ context: GatewayContext) -> Response {
        let document = Document(
            type: kind.type, title: kind.title, status: kind.status, detail: detail, code: kind.code, errors: errors,
            traceId: context.traceID)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else {
            preconditionFailure("Strings and numbers can always be written as JSON.")
        }
        var headers = headers
        headers[.contentType] = Self.contentType
        headers[.contentLength] = String(data.count)
        let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        return Response(status: status, headers: headers, body: body)
    }
}
