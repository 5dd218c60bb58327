/// What a form was last sent with: the values to keep, and what to fix, by field name.
struct Submission: Hashable, Sendable {
    var values: [String: [String]] = [:]
    /// What to do about a field, in the reader's words.
    var errors: [String: String] = [:]

    init(_ values: [String: String] = [:], errors: [String: String] = [:]) {
        self.values = values.mapValues { [$0] }
        self.errors = errors
    }

    init(values: [String: [String]], errors: [String: String] = [:]) {
        self.values = values
        self.errors = errors
    }

    subscript(name: String) -> String? { values[name]?.first }

    func all(_ name: String) -> [String] { values[name] ?? [] }
}
