import Access
import HTTPTypes

/// One operation of the API, as a page shows it.
public struct OperationSummary: Sendable, Hashable {
    public struct Parameter: Sendable, Hashable {
        public var name: String
        /// `path`, `query` or `header`.
        public var place: String
        public var type: String
        public var isRequired: Bool
        public var text: String
    }

    public struct Answer: Sendable, Hashable {
        public var status: Int
        public var text: String
    }

    public var id: String
    public var tag: String
    public var method: String
    /// Below `APIRoutes.base`.
    public var path: String
    public var summary: String
    /// The roles that may call it; empty when everybody who is signed in may.
    public var roles: [String]
    /// The token scopes of which one is needed.
    public var scopes: [String]
    public var parameters: [Parameter]
    /// An example that decodes, pretty-printed.
    public var request: String?
    public var response: String
    public var responses: [Answer]

    init(_ endpoint: Endpoint) {
        id = endpoint.operationID
        tag = endpoint.tag.rawValue
        method = endpoint.method.rawValue
        path = endpoint.path
        summary = endpoint.summary
        roles = endpoint.action?.roles.map(\.rawValue) ?? []
        scopes = endpoint.action?.scopes.map(\.rawValue).sorted() ?? []
        parameters = endpoint.parameters.map { parameter in
            Parameter(
                name: parameter.name, place: parameter.place.rawValue, type: parameter.schema.typeName,
                isRequired: parameter.place == .path, text: parameter.description)
        }
        parameters += endpoint.headers.map { header in
            Parameter(
                name: header.name, place: "header", type: "text", isRequired: header.isRequired, text: header.text)
        }
        request = endpoint.body?.example.text(pretty: true)
        response = endpoint.answer.example.text(pretty: true)
        responses =
            [Answer(status: endpoint.answer.status.code, text: endpoint.answer.description)]
            + endpoint.problems.map { Answer(status: $0.status, text: $0.text) }
    }
}
