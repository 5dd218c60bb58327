import ModuleKit

/// Decides what the document cannot say: here a hearing on the first Monday a month after the agreement.
@main
struct Handler: HandlerModule {
    /// Id and version are those of the document.
    static let manifest = Manifest(
        id: "us-zz-example.diversion", version: "0.1.0", jurisdictions: ["us-zz-example"],
        commands: [CommandDeclaration(name: "example.agree", schema: object(with: "agreed-on"))],
        events: [EventDeclaration(type: "example.hearing_set", schema: object(with: "hearingOn"))])

    func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
        guard case .string(let text) = request.payload["agreed-on"], let agreed = Day(text) else {
            throw Refusal(code: "no_such_date", reason: "The day of the agreement is no date. Write it as 2026-10-13.")
        }
        guard agreed <= request.on else {
            throw Refusal(code: "not_agreed_yet", reason: "The day of the agreement is still to come.")
        }
        let later = agreed.adding(months: 1)
        let monday = later.adding(days: (8 - later.weekday) % 7)
        return [ProposedEvent(type: "example.hearing_set", payload: ["hearingOn": .string(monday.description)])]
    }

    /// An object with one date, and nothing else.
    private static func object(with name: String) -> JSONValue {
        .object([
            "type": "object", "additionalProperties": false, "required": .array([.string(name)]),
            "properties": .object([name: .object(["type": "string", "minLength": 10, "maxLength": 10])]),
        ])
    }
}
