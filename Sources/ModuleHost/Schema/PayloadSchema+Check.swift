import EventModel

extension PayloadSchema {
    func check(_ value: JSONValue, at place: String) throws(SchemaViolation) {
        func refuse(_ keyword: String) -> SchemaViolation { SchemaViolation(place: place, keyword: keyword) }
        if let kinds, !kinds.contains(value.kind) { throw refuse("type") }
        if let choices, !choices.contains(value) { throw refuse(choices.count == 1 ? "const" : "enum") }
        switch value {
        case .null, .bool: break
        case .integer(let number):
            if number < range.lowerBound { throw refuse("minimum") }
            if number > range.upperBound { throw refuse("maximum") }
        case .string(let text):
            // JSON Schema counts code points, not what a reader sees as one character.
            let count = text.unicodeScalars.count
            if count < length.lowerBound { throw refuse("minLength") }
            if count > length.upperBound { throw refuse("maxLength") }
        case .array(let elements):
            guard case .each(let schema) = items else { return }
            for (index, element) in elements.enumerated() { try schema.check(element, at: "\(place)/\(index)") }
        case .object(let members): try check(members, at: place)
        }
    }

    private func check(_ members: JSONObject, at place: String) throws(SchemaViolation) {
        for name in required where members[name] == nil {
            throw SchemaViolation(place: "\(place)/\(name)", keyword: "required")
        }
        for (name, value) in members {
            if let schema = properties[name] {
                try schema.check(value, at: "\(place)/\(name)")
            } else if refusesOthers {
                throw SchemaViolation(place: "\(place)/\(name.prefix(64))", keyword: "additionalProperties")
            }
        }
    }
}

extension JSONValue {
    fileprivate var kind: PayloadSchema.Kind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .integer: .integer
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
