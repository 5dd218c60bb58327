/// The API in words, from the same route table that serves it.
struct DocsPage: PageModel {
    static let template = "docs"

    struct Parameter: Sendable {
        var name: String
        var type: String
        var isRequired: Bool
        var text: String
    }

    struct Response: Sendable {
        var status: String
        var text: String
    }

    struct Operation: Sendable {
        var id: String
        var method: String
        var path: String
        var summary: String
        /// Who may call it: "prosecutor, supervisor".
        var permission: String?
        var parameters: [Parameter]
        var hasParameters: Bool
        /// A request body that decodes, pretty-printed.
        var request: String?
        var response: String?
        var responses: [Response]

        init(
            method: String, path: String, summary: String, permission: String? = nil, parameters: [Parameter] = [],
            request: String? = nil, response: String? = nil, responses: [Response] = []
        ) {
            id = (method + path).lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
            self.method = method
            self.path = path
            self.summary = summary
            self.permission = permission
            self.parameters = parameters
            hasParameters = !parameters.isEmpty
            self.request = request
            self.response = response
            self.responses = responses
        }
    }

    struct Group: Sendable {
        var id: String
        var title: String
        var operations: [Operation]
    }

    var version: String
    var base: String
    var openAPIHref = "/openapi.json"
    var groups: [Group]
}
