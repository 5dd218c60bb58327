/// What may stand at a place of a document: the one description that the reader, the JSON Schema and the help share.
indirect enum Shape: Sendable {
    case text
    /// Lower-case words joined by hyphens and dots, as `br9.no-violence`.
    case identifier
    /// Text in English and Spanish.
    case translated
    case number
    /// A whole number that a calendar can count with.
    case count
    /// A count, or `{fact: name}` of what holds it.
    case amount
    case truth
    /// A date as `2026-10-13`.
    case day
    /// A text, a number, a truth or a date.
    case scalar
    case choice([String])
    case list(Shape)
    /// Any keys, each with a value of one shape.
    case map(Shape)
    /// Identifiers of the author's choice, each with a value of one shape.
    case named(Shape)
    case object([Key])
    /// One of the keys, and no other.
    case one([Key])
    /// The tree of a rule.
    case condition
    /// A command of the module's handler, as `cook.file_agreement`.
    case command
    /// The name of a file, without folders.
    case fileName
    /// Anything that JSON can hold.
    case json

    struct Key: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool
        /// A sentence for the author of a document.
        let about: String

        init(_ name: String, _ shape: Shape, required: Bool = false, _ about: String) {
            self.name = name
            self.shape = shape
            isRequired = required
            self.about = about
        }
    }
}
