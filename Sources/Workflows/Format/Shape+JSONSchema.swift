extension Shape {
    /// The JSON Schema (draft 2020-12) of this place, as a tree of values that JSON can hold.
    var schema: SchemaNode {
        switch self {
        case .text: ["type": "string", "minLength": 1]
        case .identifier: ["type": "string", "pattern": "^[a-z][a-z0-9]*([.-][a-z0-9]+)*$", "maxLength": 80]
        case .translated: Shape.object(Words.keys).schema
        case .number: ["type": "integer"]
        case .truth: ["type": "boolean"]
        case .day: ["type": "string", "format": "date"]
        case .scalar: ["type": ["string", "integer", "boolean"]]
        case .choice(let names): ["enum": .list(names.map(SchemaNode.text))]
        case .list(let shape): ["type": "array", "items": shape.schema]
        case .map(let shape): ["type": "object", "additionalProperties": shape.schema]
        case .object(let keys): Self.object(keys)
        case .condition: ["$ref": "#/$defs/condition"]
        case .json: [:]
        }
    }

    private static func object(_ keys: [Key]) -> SchemaNode {
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
