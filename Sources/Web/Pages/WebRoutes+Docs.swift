import Gateway
import Hummingbird

/// The API in words.
extension WebRoutes {
    func addDocs(to router: Router<GatewayContext>) {
        get("/docs", on: router) { visit in
            var groups: [DocsPage.Group] = []
            for operation in apiOperations {
                let shown = Self.shown(operation)
                if let place = groups.firstIndex(where: { $0.title == operation.group }) {
                    groups[place].operations.append(shown)
                } else {
                    groups.append(
                        .init(id: Self.anchor(operation.group), title: operation.group, operations: [shown]))
                }
            }
            let model = DocsPage(version: "1.0", base: "/api/v1", groups: groups)
            return visit.page(model, title: visit.words("docs.title"), layout: .wide)
        }
        // Where each problem document's `type` leads.
        get("/docs/errors", on: router) { visit in
            let operations = ProblemKind.all.sorted { $0.code < $1.code }.map { kind in
                var operation = DocsPage.Operation(
                    method: "\(kind.status)", path: kind.code, summary: "\(kind.title). \(kind.template)")
                operation.id = kind.code
                return operation
            }
            let group = DocsPage.Group(id: "errors", title: visit.words("docs.errors"), operations: operations)
            let model = DocsPage(version: "1.0", base: "/api/v1", groups: [group])
            return visit.page(model, title: visit.words("docs.errors"), layout: .wide)
        }
    }

    private static func anchor(_ title: String) -> String {
        "group-" + title.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    }

    private static func shown(_ operation: APIOperation) -> DocsPage.Operation {
        .init(
            method: operation.method, path: operation.path, summary: operation.summary,
            permission: operation.permission,
            parameters: operation.parameters.map {
                .init(name: $0.name, type: $0.type, isRequired: $0.isRequired, text: $0.text)
            },
            request: operation.request, response: operation.response,
            responses: operation.responses.map { .init(status: $0.status, text: $0.text) })
    }
}
