import ModuleKit

extension CookCountyHandler {
    static let fileAgreement = "cook.file_agreement"
    static let scheduled = "cook.branch9_scheduled"

    /// Id and version are those of the document that names this handler.
    static let manifest = Manifest(
        id: "us-il-cook.diversion", version: "1.0.0", jurisdictions: ["us-il-cook"],
        commands: [
            CommandDeclaration(
                name: fileAgreement,
                schema: object([
                    "filed-on": date, "in-open-court": ["type": "boolean"],
                    "waives-preliminary-examination": ["type": "boolean"],
                ]))
        ],
        events: [
            EventDeclaration(
                type: scheduled,
                schema: object([
                    "agreementFiledOn": date, "courtDate": date, "courtTime": ["enum": .array(["13:30"])],
                ]))
        ])

    private static let date: JSONObject = ["type": "string", "minLength": 10, "maxLength": 10]

    /// An object with these members, all of them and no other.
    private static func object(_ members: [String: JSONObject]) -> JSONValue {
        .object([
            "type": "object", "additionalProperties": false,
            "required": .array(members.keys.sorted().map(JSONValue.string)),
            "properties": .object(members.mapValues(JSONValue.object)),
        ])
    }
}
