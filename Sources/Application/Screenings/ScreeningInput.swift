public import EventModel
public import Foundation
import Workflows

/// What a screening begins with. Without a case, the last one of the person is meant.
public struct ScreeningInput: Codable, Sendable, Hashable {
    public var participant: UUID
    public var caseId: UUID?
    /// Opens a case under this number, where there is none yet.
    public var caseNumber: String?
    public var track: String
    /// Which module's track, where several have one of that name.
    public var module: String?
    /// The date whose rules are asked; today without it.
    public var on: Day?
    /// What is known, by the document's names: texts, numbers, true or false, dates as text.
    public var facts: [String: JSONValue]?

    public init(
        participant: UUID, caseId: UUID? = nil, caseNumber: String? = nil, track: String, module: String? = nil,
        on: Day? = nil, facts: [String: JSONValue]? = nil
    ) {
        self.participant = participant
        self.caseId = caseId
        self.caseNumber = caseNumber
        self.track = track
        self.module = module
        self.on = on
        self.facts = facts
    }
}

/// What a step's form says.
public struct StepInput: Codable, Sendable, Hashable {
    public var fields: [String: JSONValue]?
    /// One of the reasons that the document lists.
    public var reason: String?

    public init(fields: [String: JSONValue]? = nil, reason: String? = nil) {
        self.fields = fields
        self.reason = reason
    }
}

extension [String: Fact] {
    /// Reads what people or programs wrote, by name; an empty answer is none. Every fault is named at once.
    func read(_ written: [String: JSONValue]?, at path: String) throws(Failure) -> [String: FactValue] {
        var values: [String: FactValue] = [:]
        var invalid: [InvalidField] = []
        for (name, value) in (written ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let text = value.asWritten else { continue }
            guard let fact = self[name] else {
                invalid.append(InvalidField("\(path).\(name)", .unknownValue, accepted: keys.sorted()))
                continue
            }
            if let value = fact.value(text) {
                values[name] = value
            } else {
                let accepted = fact.kind == .choice ? fact.options.keys.sorted() : [fact.expectation]
                invalid.append(
                    InvalidField(
                        "\(path).\(name)", fact.kind == .choice ? .unknownValue : .malformed, accepted: accepted))
            }
        }
        guard invalid.isEmpty else { throw .invalid(invalid) }
        return values
    }

    /// Reads what was stored, by name; what this version does not know is left out.
    func recall(_ stored: [String: String]) -> [String: FactValue] {
        stored.reduce(into: [:]) { $0[$1.key] = self[$1.key]?.value($1.value) }
    }
}

extension JSONValue {
    /// What somebody would have written for it; `nil` where nothing is said.
    fileprivate var asWritten: String? {
        switch self {
        case .string(let text):
            text.allSatisfy(\.isWhitespace) ? nil : text.trimmingCharacters(in: .whitespacesAndNewlines)
        case .integer(let number): String(number)
        case .bool(let truth): String(truth)
        case .null: nil
        // Nothing is written like this, so that no kind of fact takes it.
        case .array, .object: "\u{0}"
        }
    }
}

extension FactValue {
    /// As a handler is given it.
    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .integer(Int64(number))
        case .truth(let truth): .bool(truth)
        case .day(let day): .string(day.description)
        }
    }
}
