import EventModel

extension PayloadSchema {
    init(_ document: JSONValue, at place: String, depth: Int) throws(SchemaError) {
        guard case .object(let keywords) = document else { throw .notAnObject(at: place) }
        guard depth < Self.depthLimit else { throw .tooDeep(at: place) }
        for (keyword, value) in keywords.sorted(by: { $0.key < $1.key }) {
            try read(keyword, value, at: place, depth: depth)
        }
    }

    private mutating func read(
        _ keyword: String, _ value: JSONValue, at place: String, depth: Int
    ) throws(SchemaError) {
        let here = "\(place)/\(keyword)"
        let wrong = SchemaError.wrongValue(of: keyword, at: place)
        switch (keyword, value) {
        case ("title", .string), ("description", .string): break
        case ("type", .string(let name)): kinds = [try kind(name, else: wrong)]
        case ("type", .array(let names)): kinds = try kinds(names, else: wrong)
        case ("properties", .object(let members)):
            for (name, schema) in members {
                properties[name] = try PayloadSchema(schema, at: "\(here)/\(name)", depth: depth + 1)
            }
        case ("required", .array(let names)): required = try strings(names, else: wrong)
        case ("additionalProperties", .bool(false)): refusesOthers = true
        case ("items", .object): items = .each(try PayloadSchema(value, at: here, depth: depth + 1))
        case ("enum", .array(let values)) where !values.isEmpty: choices = values
        case ("const", _): choices = [value]
        case ("minLength", .integer(let least)): try narrowLength(from: least, else: wrong)
        case ("maxLength", .integer(let most)): try narrowLength(to: most, else: wrong)
        case ("minimum", .integer(let least)): try narrowRange(from: least, else: wrong)
        case ("maximum", .integer(let most)): try narrowRange(to: most, else: wrong)
        case let (known, _) where Self.keywords.contains(known): throw wrong
        default: throw .unsupportedKeyword(keyword, at: place)
        }
    }

    private static let keywords: Set<String> = [
        "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum", "minLength",
        "maxLength", "minimum", "maximum",
    ]

    private func kind(_ name: String, else wrong: SchemaError) throws(SchemaError) -> Kind {
        guard let kind = Kind(rawValue: name) else { throw wrong }
        return kind
    }

    private func kinds(_ names: [JSONValue], else wrong: SchemaError) throws(SchemaError) -> Set<Kind> {
        var kinds: Set<Kind> = []
        for name in try strings(names, else: wrong) { kinds.insert(try kind(name, else: wrong)) }
        guard !kinds.isEmpty else { throw wrong }
        return kinds
    }

    private func strings(_ values: [JSONValue], else wrong: SchemaError) throws(SchemaError) -> [String] {
        var strings: [String] = []
        for value in values {
            guard case .string(let string) = value else { throw wrong }
            strings.append(string)
        }
        return strings
    }

    private mutating func narrowLength(
        from least: Int64? = nil, to most: Int64? = nil, else wrong: SchemaError
    ) throws(SchemaError) {
        let lower = least.map(Int.init) ?? length.lowerBound
        let upper = most.map(Int.init) ?? length.upperBound
        guard 0 <= lower, lower <= upper else { throw wrong }
        length = lower...upper
    }

    private mutating func narrowRange(
        from least: Int64? = nil, to most: Int64? = nil, else wrong: SchemaError
    ) throws(SchemaError) {
        let lower = least ?? range.lowerBound
        let upper = most ?? range.upperBound
        guard lower <= upper else { throw wrong }
        range = lower...upper
    }
}
