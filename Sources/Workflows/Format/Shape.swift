/// What may stand at a place of a document: the one description that the reader, the JSON Schema and the help share.
indirect enum Shape: Sendable {
    case text
    /// Lower-case words joined by hyphens and dots, as `br9.no-violence`.
    case identifier
    /// Text in English and Spanish.
    case translated
    case number
    case truth
    /// A date as `2026-10-13`.
    case day
    /// A text, a number, a truth or a date.
    case scalar
    case choice([String])
    case list(Shape)
    /// Any keys, each with a value of one shape.
    case map(Shape)
    case object([Key])
    /// The tree of a rule.
    case condition
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
