extension Shape {
    /// The JSON Schema (draft 2020-12) of this place, as a tree of values that JSON can hold.
    var schema: SchemaNode {
        switch self {
        case .text: ["type": "string", "minLength": 1]
        case .identifier: Self.identifierSchema
        case .translated: Shape.object(Words.keys).schema
        case .number: ["type": "integer"]
        case .count: Self.countSchema
        case .amount:
            [
                "anyOf": [
                    Self.countSchema,
                    [
                        "type": "object", "additionalProperties": false,
                        "properties": ["fact": ["type": "string"]], "required": ["fact"],
                    ],
                ]
            ]
        case .truth: ["type": "boolean"]
        case .day: ["type": "string", "format": "date"]
        case .scalar: ["type": ["string", "integer", "boolean"]]
        case .choice(let names): ["enum": .list(names.map(SchemaNode.text))]
        case .list(let shape): ["type": "array", "items": shape.schema]
        case .map(let shape): ["type": "object", "additionalProperties": shape.schema]
        case .named(let shape):
            ["type": "object", "propertyNames": Self.identifierSchema, "additionalProperties": shape.schema]
        case .object(let keys): .object(Self.object(keys))
        case .one(let keys): .object(Self.object(keys).merging(["minProperties": 1, "maxProperties": 1]) { $1 })
        case .condition: ["$ref": "#/$defs/condition"]
        case .command: ["type": "string", "pattern": "^[a-z0-9_-]+([.][a-z0-9_-]+)+$"]
        case .fileName: ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"]
        case .json: [:]
        }
    }

    private static let identifierSchema: SchemaNode = [
        "type": "string", "pattern": "^[a-z][a-z0-9]*([.-][a-z0-9]+)*$", "maxLength": 80,
    ]
    private static let countSchema: SchemaNode = [
        "type": "integer", "minimum": .number(Wait.range.lowerBound), "maximum": .number(Wait.range.upperBound),
    ]

    private static func object(_ keys: [Key]) -> [String: SchemaNode] {
        var properties: [String: SchemaNode] = [:]
        for key in keys {
            guard case .object(var schema) = key.shape.schema else { continue }
            schema["description"] = .text(key.about)
            properties[key.name] = .object(schema)
        }
        return [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .list(keys.filter(\.isRequired).map { .text($0.name) }),
        ]
    }
}

/// A value of a JSON Schema.
public enum SchemaNode: Sendable, Hashable, Encodable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case text(String)
    case truth(Bool)
    case number(Int)
    case list([SchemaNode])
    case object([String: SchemaNode])

    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .truth(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(arrayLiteral elements: SchemaNode...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, SchemaNode)...) {
        self = .object(Dictionary(elements) { $1 })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .truth(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

/// The JSON Schema of workflow documents, against which editors complete and check.
public enum WorkflowSchema {
    public static var document: SchemaNode {
        guard case .object(var schema) = WorkflowShape.document.schema else { return [:] }
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "Throughline workflow document, version 1"
        schema["$defs"] = ["condition": Condition.schema]
        return .object(schema)
    }
}
