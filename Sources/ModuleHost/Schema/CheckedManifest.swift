import EventModel
import ModuleKit

/// A manifest that was accepted, with its schemas ready to check payloads.
struct CheckedManifest: Sendable {
    let manifest: Manifest
    private let inputs: Set<String>
    private let commands: [String: PayloadSchema]
    private let events: [String: PayloadSchema]

    /// Accepts a manifest; `reserved` are the first words of the core's own event types.
    init(_ manifest: Manifest, reserved: Set<String> = []) throws(ManifestError) {
        guard manifest.protocolVersion == Manifest.currentProtocol else {
            throw .protocolVersion(manifest.protocolVersion)
        }
        guard Self.areWords(manifest.id, and: "-") else { throw .id(manifest.id) }
        guard Self.isPlain(manifest.version.lowercased(), and: ".-+") else { throw .version(manifest.version) }
        guard !manifest.jurisdictions.isEmpty else { throw .noJurisdictions }
        self.manifest = manifest
        inputs = Set(manifest.inputs)
        commands = try Self.schemas(manifest.commands.map { ($0.name, $0.schema) }, reserved: reserved)
        events = try Self.schemas(manifest.events.map { ($0.type, $0.schema) }, reserved: reserved)
    }

    /// The facts that the module asked for, and no other.
    func asked(of facts: JSONObject) -> JSONObject { facts.filter { inputs.contains($0.key) } }

    /// Checks a command before the module sees it.
    func check(_ request: DecideRequest) throws(ModuleFailure) {
        guard let schema = commands[request.command] else { throw .undeclaredCommand(request.command) }
        do throws(SchemaViolation) {
            try schema.check(.object(request.payload))
        } catch {
            throw .commandBreaksSchema(request.command, error)
        }
    }

    /// Checks what the module proposes.
    func check(_ events: [ProposedEvent]) throws(ModuleFailure) {
        for event in events {
            guard let schema = self.events[event.type] else {
                throw .undeclaredEvent(type: String(event.type.prefix(128)))
            }
            do throws(SchemaViolation) {
                try schema.check(.object(event.payload))
            } catch {
                throw .eventBreaksSchema(type: event.type, error)
            }
        }
    }

    private static func schemas(
        _ declarations: [(name: String, schema: JSONValue)], reserved: Set<String>
    ) throws(ManifestError) -> [String: PayloadSchema] {
        var schemas: [String: PayloadSchema] = [:]
        for (name, document) in declarations {
            guard name.contains("."), areWords(name, and: "_-") else { throw .name(name) }
            guard !reserved.contains(String(name.prefix { $0 != "." })) else { throw .reserved(name) }
            guard schemas[name] == nil else { throw .declaredTwice(name) }
            do throws(SchemaError) {
                schemas[name] = try PayloadSchema(document)
            } catch {
                throw .schema(of: name, error)
            }
        }
        return schemas
    }

    /// Whether a text is made of plain words with a dot between each two.
    private static func areWords(_ text: String, and others: String) -> Bool {
        text.utf8.count <= 128
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isPlain($0, and: others) }
    }

    private static func isPlain(_ text: some StringProtocol, and others: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || others.utf8.contains($0) }
    }
}
