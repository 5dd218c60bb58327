/// A JSON Schema (2020-12), as far as the API's bodies need one.
///
/// The same value checks a request, and is written into the OpenAPI document.
struct Schema: Sendable {
    indirect enum Form: Sendable {
        case string(Format?)
        case integer(ClosedRange<Int>?)
        case number
        case boolean
        case array(Schema)
        /// An object with these members and no others.
        case object([Property])
        case either([Schema])
        /// A schema with a name of its own under `components`.
        case named(String, Schema)
        case anything
    }

    /// What a text means.
    enum Format: String, Sendable {
        case date, uuid
        case dateTime = "date-time"
        /// A wall-clock time such as `14:30`.
        case time
        /// A date or a date and time.
        case moment
    }

    struct Property: Sendable {
        var name: String
        var schema: Schema
        var isRequired: Bool
    }

    var form: Form
    var description: String?
    /// The only values that are taken.
    var values: [String]?
    var maxLength: Int?

    init(_ form: Form, _ description: String? = nil, values: [String]? = nil, maxLength: Int? = nil) {
        self.form = form
        self.description = description
        self.values = values
        self.maxLength = maxLength
    }
}

extension Schema {
    static func text(_ description: String? = nil, maxLength: Int? = nil) -> Schema {
        Schema(.string(nil), description, maxLength: maxLength)
    }
    static let id = Schema(.string(.uuid))
    static func id(_ description: String) -> Schema { Schema(.string(.uuid), description) }
    static let day = Schema(.string(.date))
    static func day(_ description: String) -> Schema { Schema(.string(.date), description) }
    static let instant = Schema(.string(.dateTime))
    static func instant(_ description: String) -> Schema { Schema(.string(.dateTime), description) }
    static let flag = Schema(.boolean)
    static func flag(_ description: String) -> Schema { Schema(.boolean, description) }
    static let count = Schema(.integer(0...Int(Int32.max)))
    static func integer(_ description: String, _ range: ClosedRange<Int>? = nil) -> Schema {
        Schema(.integer(range), description)
    }
    static func list(_ element: Schema, _ description: String? = nil) -> Schema { Schema(.array(element), description) }
    static func either(_ schemas: Schema...) -> Schema { Schema(.either(schemas)) }
    static func object(_ properties: [Property], _ description: String? = nil) -> Schema {
        Schema(.object(properties), description)
    }
    static func code<Code: RawRepresentable<String> & CaseIterable>(
        _: Code.Type, _ description: String? = nil
    ) -> Schema {
        Schema(.string(nil), description, values: Code.allCases.map(\.rawValue))
    }
    static func code(_ values: [String], _ description: String? = nil) -> Schema {
        Schema(.string(nil), description, values: values)
    }

    func named(_ name: String) -> Schema { Schema(.named(name, self)) }

    /// The schema itself, where this only names it.
    var resolved: Schema { if case .named(_, let schema) = form { schema.resolved } else { self } }
}

/// Words of up to 4,000 characters, as a note or a question is.
func words(_ description: String) -> Schema { .text(description, maxLength: 4000) }

extension Schema.Property {
    static func needs(_ name: String, _ schema: Schema) -> Schema.Property {
        Schema.Property(name: name, schema: schema, isRequired: true)
    }
    static func may(_ name: String, _ schema: Schema) -> Schema.Property {
        Schema.Property(name: name, schema: schema, isRequired: false)
    }
}
