import HTTPTypes
import Access
import Gateway

/// The OpenAPI 3.1.1 document, built from the table that serves.
enum OpenAPI {
    static let version = "1.0.0"

    static func document(_ endpoints: [Endpoint]) -> JSON {
        var paths: [String: JSON] = [:]
        for endpoint in endpoints {
            guard case .object(var item) = paths[endpoint.path] ?? [:] else { continue }
            item[endpoint.method.rawValue.lowercased()] = operation(endpoint)
            paths[endpoint.path] = .object(item)
        }
        let schemas = Schema.names(of: endpoints.flatMap { [$0.answer.schema, $0.body?.schema].compactMap { $0 } })
        return [
            "openapi": "3.1.1", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": [
                "title": "Throughline API", "version": .string(version),
                "summary": "Referrals between prosecutors and community partners, with a history that can be proved.",
                "description": .string(introduction), "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(APIRoutes.base)]],
            "tags": .array(
                Endpoint.Tag.allCases.map {
                    ["name": .string($0.rawValue), "description": .string($0.description)]
                }),
            "security": [["bearer": []], ["session": []]], "paths": .object(paths),
            "components": [
                "schemas": .object(schemas.mapValues(\.document).merging(["Problem": problem]) { first, _ in first }),
                "responses": ["Problem": problemAnswer],
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description":
                            "A token from `throughline token create`, with the scopes that an operation names.",
                    ],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": "__Host-throughline",
                        "description": "A signed-in browser; commands need its X-CSRF-Token header too.",
                    ],
                ],
            ],
        ]
    }

    private static let introduction = """
        Every command carries an Idempotency-Key that you make; sending the same again is safe. A step of a referral \
        carries in If-Match the ETag that you read. A command's answer has a `position`; a read with `minPosition` \
        shows at least that. Errors are `application/problem+json` with a stable `code`.
        """

    private static func operation(_ endpoint: Endpoint) -> JSON {
        var members: [String: JSON] = [
            "operationId": .string(endpoint.operationID), "summary": .string(endpoint.summary),
            "tags": [.string(endpoint.tag.rawValue)], "description": .string(permission(of: endpoint)),
            "responses": responses(of: endpoint),
        ]
        let parameters = endpoint.parameters.map(parameter) + endpoint.headers.map(header)
        if !parameters.isEmpty { members["parameters"] = .array(parameters) }
        if let body = endpoint.body {
            members["requestBody"] = [
                "required": .bool(body.schema.isNeeded),
                "content": ["application/json": ["schema": body.schema.document, "example": body.example]],
            ]
        }
        return .object(members)
    }

    private static func permission(of endpoint: Endpoint) -> String {
        guard let action = endpoint.action else { return "For everybody who is signed in." }
        let roles = action.roles.map(\.rawValue).joined(separator: ", ")
        let scopes = action.scopes.map { "`\($0.rawValue)`" }.sorted().joined(separator: " or ")
        return "For: \(roles). A token needs the scope \(scopes)."
    }

    private static func parameter(_ parameter: Parameter) -> JSON {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.place == .path), "description": .string(parameter.description),
            "schema": parameter.schema.document,
        ]
    }

    private static func header(_ header: Endpoint.Header) -> JSON {
        [
            "name": .string(header.name), "in": "header", "required": .bool(header.isRequired),
            "description": .string(header.text),
            "schema": ["type": "string", "maxLength": header.name == "Idempotency-Key" ? 255 : 100],
        ]
    }

    private static func responses(of endpoint: Endpoint) -> JSON {
        let content: JSON = ["schema": endpoint.answer.schema.document, "example": endpoint.answer.example]
        var success: [String: JSON] = [
            "description": .string(endpoint.answer.description),
            "content": .object(
                Dictionary(
                    uniqueKeysWithValues: endpoint.answer.types.map { type in
                        (type, type == "text/event-stream" ? ["schema": ["type": "string"]] : content)
                    })),
        ]
        var headers: [String: JSON] = [:]
        func add(_ name: String, _ text: String) {
            headers[name] = ["description": .string(text), "schema": ["type": "string"]]
        }
        if endpoint.answersTag || endpoint.versioning != .none { add("ETag", "The version, for If-Match.") }
        if endpoint.answer.status == .created { add("Location", "Where to read it.") }
        if endpoint.parameters.contains(where: { $0.name == "cursor" || $0.name == "after" }) {
            add("Link", "The next and the first page (RFC 8288).")
        }
        if !headers.isEmpty { success["headers"] = .object(headers) }
        var responses = [String(endpoint.answer.status.code): JSON.object(success)]
        if endpoint.answersTag { responses["304"] = ["description": "You have this version already."] }
        for problem in endpoint.problems {
            responses[String(problem.status)] = [
                "description": .string(problem.text),
                "content": [.problem: ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
        }
        responses["default"] = ["$ref": "#/components/responses/Problem"]
        return .object(responses)
    }

    private static let problem: JSON = [
        "type": "object", "required": ["type", "title", "status", "detail", "code", "errors", "traceId"],
        "properties": [
            "type": ["type": "string", "format": "uri-reference"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string", "description": "What to do about it."],
            "code": ["type": "string", "enum": .array(ProblemKind.all.map { .string($0.code) })],
            "traceId": ["type": "string", "description": "Tell us this when you ask about it."],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["code", "detail"],
                    "properties": [
                        "pointer": ["type": "string", "description": "A JSON Pointer into the body."],
                        "parameter": ["type": "string"], "code": ["type": "string"], "detail": ["type": "string"],
                        "accepted": ["type": "array", "items": ["type": "string"]],
                    ],
                ],
            ],
        ],
    ]

    private static let problemAnswer: JSON = [
        "description": "Any other problem.",
        "content": [.problem: ["schema": ["$ref": "#/components/schemas/Problem"]]],
    ]
}

extension String {
    fileprivate static let problem = Problem.contentType
}

extension Schema {
    /// Whether a body must be sent.
    fileprivate var isNeeded: Bool {
        if case .object(let properties) = resolved.form { properties.contains(where: \.isRequired) } else { true }
    }
}
