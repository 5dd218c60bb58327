public import EventModel

/// Something that a screening needs to know, or a field that a step records.
public struct Fact: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case text, choice, number, truth, day }

    /// Who may see an answer.
    public enum Sensitivity: String, Sendable, CaseIterable {
        /// Whoever may see the referral.
        case ordinary
        /// Sealed under the person's key.
        case personal
        /// Sealed, and shown to the office alone.
        case restricted
    }

    /// What the equity checks ask about.
    public enum Concern: String, Sendable, CaseIterable {
        /// The person's earlier convictions, arrests or diversions.
        case record
        /// Money that the person must pay.
        case fee
        /// An admission or a plea of guilty.
        case plea
    }

    public var name: String
    public var text: Words
    public var kind: Kind
    /// The values of a choice, with their words, by value.
    public var options: [String: Words]
    /// Where the record has it; `nil` when a person is asked.
    public var source: RecordField?
    public var concerns: Concern?
    public var sensitivity: Sensitivity

    /// Reads a value as people write it; `nil` when it is none of this fact's.
    public func value(_ written: String) -> FactValue? {
        FactValue(written, as: kind).flatMap { fits($0) ? $0 : nil }
    }

    /// Whether a value is one of this fact's: of its kind, and one of its options.
    public func fits(_ value: FactValue) -> Bool {
        switch (kind, value) {
        case (.text, .text(let text)): !text.allSatisfy(\.isWhitespace)
        case (.choice, .text(let option)): options[option] != nil
        case (.number, .number), (.truth, .truth), (.day, .day): true
        default: false
        }
    }

    /// What its values look like, for whoever wrote another.
    public var expectation: String {
        switch kind {
        case .text: "Write something."
        case .choice: "Use one of \(options.keys.sorted().joined(separator: ", "))."
        case .number: "Write a whole number."
        case .truth: "Write true or false."
        case .day: "Write a date as 2026-10-13."
        }
    }
}

/// What the record itself can answer.
public enum RecordField: String, Sendable, CaseIterable {
    case program = "referral.program"
    case sequence = "referral.sequence"
    case referredOn = "referral.referred-on"
    case receivedOn = "case.received-on"
    case offenseCategory = "charge.category"
    case offenseTitle = "charge.title"
    case statute = "charge.statute"
}

/// The value of a fact.
public enum FactValue: Sendable, Hashable, CustomStringConvertible {
    case text(String)
    case number(Int)
    case truth(Bool)
    case day(Day)

    /// Reads a value as its fact's kind writes it; `nil` when it is none.
    public init?(_ written: String, as kind: Fact.Kind) {
        switch kind {
        case .text, .choice: self = .text(written)
        case .number:
            guard let number = Int(written) else { return nil }
            self = .number(number)
        case .truth:
            guard let truth = Bool(written) else { return nil }
            self = .truth(truth)
        case .day:
            guard let day = Day(written) else { return nil }
            self = .day(day)
        }
    }

    public var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .truth(let truth): String(truth)
        case .day(let day): day.description
        }
    }
}
