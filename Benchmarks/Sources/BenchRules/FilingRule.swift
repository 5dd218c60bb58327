public import ModuleKit

/// A rule as large as a real one: the court date that follows a filing.
public struct FilingRule: HandlerModule {
    public static let manifest = Manifest(
        id: "us-zz-bench.filing", version: "1.0.0", jurisdictions: ["us-zz-bench"],
        commands: [CommandDeclaration(name: "bench.file", schema: object(["filed-on": date]))],
        events: [EventDeclaration(type: "bench.scheduled", schema: object(["courtDate": date, "filedOn": date]))])

    private static let date: JSONObject = ["type": "string", "minLength": 10, "maxLength": 10]

    private static func object(_ members: [String: JSONObject]) -> JSONValue {
        .object([
            "type": "object", "additionalProperties": false,
            "required": .array(members.keys.sorted().map(JSONValue.string)),
            "properties": .object(members.mapValues(JSONValue.object)),
        ])
    }

    public init() {}

    public func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
        guard case .string(let text) = request.payload["filed-on"], let filed = Day(text), filed <= request.on else {
            throw Refusal(code: "not_filed_yet", reason: "Give the day of the filing.")
        }
        let courtDate = filed.adding(days: 1 - filed.weekday + 9)
        return [
            ProposedEvent(
                type: "bench.scheduled",
                payload: ["courtDate": .string(courtDate.description), "filedOn": .string(text)])
        ]
    }
}
