/// A schema as the OpenAPI document writes it.
extension Schema {
    var document: JSON {
        var members: [String: JSON] = [:]
        switch form {
        case .string(let format):
            members["type"] = "string"
            switch format {
            case .time?: members["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
            case .moment?, nil: break
            case let format?: members["format"] = .string(format.rawValue)
            }
        case .integer(let range):
            members["type"] = "integer"
            members["format"] = "int64"
            if let range {
                members["minimum"] = .number(Double(range.lowerBound))
                members["maximum"] = .number(Double(range.upperBound))
            }
        case .number: members["type"] = "number"
        case .boolean: members["type"] = "boolean"
        case .array(let element):
            members["type"] = "array"
            members["items"] = element.document
        case .object(let properties):
            members["type"] = "object"
            members["properties"] = .object(
                Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.schema.document) }))
            let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
            if !required.isEmpty { members["required"] = .array(required) }
            members["additionalProperties"] = false
        case .either(let schemas): members["anyOf"] = .array(schemas.map(\.document))
        case .named(let name, _): return ["$ref": .string("#/components/schemas/\(name)")]
        case .anything: break
        }
        if let description { members["description"] = .string(description) }
        if let values { members["enum"] = .array(values.map(JSON.string)) }
        if let maxLength { members["maxLength"] = .number(Double(maxLength)) }
        return .object(members)
    }

    /// Every named schema in here, and in those.
    var names: [String: Schema] {
        switch form {
        case .named(let name, let schema): schema.names.merging([name: schema]) { first, _ in first }
        case .array(let element): element.names
        case .object(let properties): Self.names(of: properties.map(\.schema))
        case .either(let schemas): Self.names(of: schemas)
        default: [:]
        }
    }

    static func names(of schemas: [Schema]) -> [String: Schema] {
        schemas.reduce(into: [:]) { $0.merge($1.names) { first, _ in first } }
    }

    /// The type in a word or two, for people.
    var typeName: String {
        switch form {
        case .string(.uuid?): "id"
        case .string(.date?): "date"
        case .string(.dateTime?): "date and time"
        case .string(.moment?): "date, or date and time"
        case .string(.time?): "time"
        case .string(nil): values.map { "one of " + $0.joined(separator: ", ") } ?? "text"
        case .integer: "whole number"
        case .number: "number"
        case .boolean: "true or false"
        case .array(let element): "list of \(element.typeName)"
        case .object: "object"
        case .either(let schemas): schemas.map(\.typeName).joined(separator: " or ")
        case .named(let name, _): name
        case .anything: "anything"
        }
    }
}
