import Foundation
import Gateway
import ReadModels

/// A named value in the path or the query.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query }

    var name: String
    var place: Place
    var schema: Schema
    var description: String

    static func query(_ name: String, _ schema: Schema, _ description: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, description: description)
    }

    static func path(_ name: String, _ description: String) -> Parameter {
        Parameter(name: name, place: .path, schema: .id, description: description)
    }

    static let jurisdiction = query(
        "jurisdiction", .text(maxLength: 200),
        "A jurisdiction's slug or Open Civic Data division id. Without it, the first that you work in.")
    static let minPosition = query(
        "minPosition", .integer("A position of the jurisdiction's log.", 0...Int.max),
        "Waits up to 5 seconds until the answer shows this position, which a command's answer gave.")
    static let at = query(
        "at", Schema(.string(.moment)), "As it stood at this moment; a date means all of that day.")
    static let position = query(
        "position", .integer("In the log.", 0...Int.max),
        "As it stood after this event; a position that the log does not have is refused.")
    static let clock = query(
        "clock", .code(HistoryClock.self), "On record by then (`recorded`), or true by then (`occurred`).")
    static let cursor = query(
        "cursor", .text(maxLength: 200), "Where the next page begins, from the Link header or `next`.")
    static func limit(_ most: Int, _ usual: Int) -> Parameter {
        query("limit", .integer("A number of items.", 1...most), "How many at most; \(usual) without it.")
    }

    /// What is wrong with a value of it.
    func check(_ text: String) -> Problem.FieldError? {
        let value: JSON =
            switch schema.resolved.form {
            case .integer, .number: Double(text).map(JSON.number) ?? .string(text)
            case .boolean: ["true": .bool(true), "false": .bool(false)][text] ?? .string(text)
            default: .string(text)
            }
        guard var error = schema.check(value).first else { return nil }
        error.pointer = nil
        error.parameter = name
        return error
    }
}
