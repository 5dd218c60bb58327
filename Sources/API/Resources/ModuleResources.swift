import Application
import EventModel
import Foundation
import Workflows

/// A version of a module in a list.
struct ModuleResource: Encodable, Sendable {
    struct Title: Encodable, Sendable {
        var en: String
        var es: String
    }

    struct Activation: Encodable, Sendable {
        var jurisdiction: String
        var state: String
        var from: Day
        var settings: [String: String]
        var proposedBy: String
        var proposedAt: String
        var answeredBy: String?
        var answeredAt: String?
        var retiredAt: String?
        var reason: String?

        init(_ activation: InstalledModule.Activation) {
            jurisdiction = activation.jurisdiction
            state = activation.state.rawValue
            from = activation.from
            settings = activation.settings
            proposedBy = activation.proposedBy.text
            proposedAt = activation.proposedAt.rfc3339
            answeredBy = activation.answeredBy?.text
            answeredAt = activation.answeredAt?.rfc3339
            retiredAt = activation.retiredAt?.rfc3339
            reason = activation.reason
        }
    }

    var id: String
    var version: String
    var title: Title
    var state: String
    var packageHash: String
    var handlerHash: String?
    var jurisdictions: [String]
    var installedAt: String
    var openScreenings: Int
    var activations: [Activation]

    init(_ module: InstalledModule, in register: ModuleRegister) {
        id = module.id
        version = module.version.description
        title = Title(en: module.document.title.en, es: module.document.title.es)
        state = register.state(of: module).rawValue
        packageHash = module.packageHash
        handlerHash = module.handlerHash
        jurisdictions = module.document.jurisdictions
        installedAt = module.installedAt.rfc3339
        openScreenings = register.openScreenings(of: module)
        activations = module.activations.filter { $0.jurisdiction == register.jurisdiction }.map(Activation.init)
    }

    private static let hash = Schema.text("SHA-256, in hexadecimal.")
    static let title = Schema.object([.needs("en", .text()), .needs("es", .text())]).named("Title")
    private static let activation = Schema.object([
        .needs("jurisdiction", .text()), .needs("state", .code(InstalledModule.Activation.State.self)),
        .needs("from", .day("The first day on which it decides, or was to decide.")),
        .needs("settings", Schema(.anything, "What the county decided of what the document leaves open.")),
        .needs("proposedBy", .id), .needs("proposedAt", .instant),
        .may("answeredBy", .id("Who approved or refused it.")),
        .may("answeredAt", .instant), .may("retiredAt", .instant),
        .may("reason", .text("Why it was refused or retired.")),
    ]).named("ModuleActivation")
    static let properties: [Schema.Property] = [
        .needs("id", .text()), .needs("version", .text()), .needs("title", title),
        .needs("state", .code(ModuleRegister.State.self, "How it stands in the jurisdiction that was asked about.")),
        .needs("packageHash", hash), .may("handlerHash", hash), .needs("jurisdictions", .list(.text())),
        .needs("installedAt", .instant),
        .needs("openScreenings", .integer("The jurisdiction's screenings that still go by it.")),
        .needs("activations", .list(activation, "In that jurisdiction, oldest first.")),
    ]
    static let schema = Schema.object(properties).named("Module")
    static let members: [String: JSON] = [
        "id": "us-il-cook.diversion", "version": "1.0.0", "title": ["en": "Diversion", "es": "Programa alternativo"],
        "state": "active", "packageHash": .string(String(repeating: "ab", count: 32)),
        "jurisdictions": [.string(Example.slug)], "installedAt": "2026-10-12T14:00:00Z", "openScreenings": 14,
        "activations": [
            [
                "jurisdiction": .string(Example.slug), "state": "active", "from": "2026-10-13",
                "settings": ["length-months": "12"], "proposedBy": .string(Example.office),
                "proposedAt": "2026-10-12T14:01:00Z", "answeredBy": .string(Example.partner),
                "answeredAt": "2026-10-12T15:00:00Z",
            ]
        ],
    ]
    static let example = JSON.object(members)
}

/// A version of a module with its forms.
struct ModuleDetail: Encodable, Sendable {
    struct Form: Encodable, Sendable {
        var id: String
        var title: ModuleResource.Title
        var track: String
        var schema: JSON
    }

    var module: ModuleResource
    var document: String
    var forms: [Form]

    init(_ found: InstalledModule, in register: ModuleRegister) {
        module = ModuleResource(found, in: register)
        document = found.document.source
        forms = found.document.tracks.flatMap { track in
            [Form(id: "screen", title: .init(track.title), track: track.id, schema: .screening(track, found.document))]
                + track.steps.map {
                    Form(id: $0.id, title: .init($0.title), track: track.id, schema: .step($0, found.document))
                }
        }
    }

    private enum Key: String, CodingKey { case document, forms }

    func encode(to encoder: any Encoder) throws {
        try module.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(document, forKey: .document)
        try container.encode(forms, forKey: .forms)
    }

    static let schema = Schema.object(
        ModuleResource.properties + [
            .needs("document", .text("The workflow document, in YAML.")),
            .needs(
                "forms",
                .list(
                    Schema.object([
                        .needs("id", .text("`screen`, or the step's id.")), .needs("title", ModuleResource.title),
                        .needs("track", .text()),
                        .needs("schema", Schema(.anything, "The JSON Schema of what the form sends.")),
                    ]).named("ModuleForm"), "What a screening asks for, and what each step records.")),
        ]
    ).named("ModuleDetail")
    static let example = JSON.object(
        ModuleResource.members.merging([
            "document": "throughline: workflow/1\n…",
            "forms": [
                [
                    "id": "screen", "title": ["en": "First chance", "es": "Primera oportunidad"],
                    "track": "first-chance",
                    "schema": [
                        "type": "object",
                        "properties": ["misdemeanor": ["type": "boolean", "title": "The charge is a misdemeanor"]],
                    ],
                ]
            ],
        ]) { $1 })
}

extension ModuleResource.Title {
    init(_ words: Workflows.Words) {
        en = words.en
        es = words.es
    }
}

extension JSON {
    /// What a screening for a track can be told.
    fileprivate static func screening(_ track: Track, _ document: WorkflowDocument) -> JSON {
        let named = track.criteria.reduce(into: Set<String>()) { $0.formUnion($1.rule.facts) }
        return form(document.facts.values.filter { named.contains($0.name) && $0.source == nil }, required: [])
    }

    /// What a step records.
    fileprivate static func step(_ step: Track.Step, _ document: WorkflowDocument) -> JSON {
        form(
            step.asks.compactMap { document.fields[$0] }, required: step.needs,
            reasons: step.reasons.compactMap { document.reasons[$0]?.id })
    }

    private static func form(_ facts: [Workflows.Fact], required: [String], reasons: [String] = []) -> JSON {
        var properties: [String: JSON] = [:]
        for fact in facts { properties[fact.name] = value(of: fact) }
        if !reasons.isEmpty { properties["reason"] = ["type": "string", "enum": .array(reasons.map(JSON.string))] }
        return [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .array((required + (reasons.isEmpty ? [] : ["reason"])).map(JSON.string)),
        ]
    }

    private static func value(of fact: Workflows.Fact) -> JSON {
        var schema: [String: JSON] =
            switch fact.kind {
            case .text: ["type": "string"]
            case .choice: ["type": "string", "enum": .array(fact.options.keys.sorted().map(JSON.string))]
            case .number: ["type": "integer"]
            case .truth: ["type": "boolean"]
            case .day: ["type": "string", "format": "date"]
            }
        schema["title"] = .string(fact.text.en)
        return .object(schema)
    }
}

/// What `POST /modules` takes.
struct ModuleInput: Codable, Sendable {
    var document: String

    static let schema = Schema.object([
        .needs(
            "document",
            .text(
                "The workflow document, in YAML. A handler that it names is never taken from the network: the operator puts its file into `modules.directory` first.",
                maxLength: 262_144))
    ]).named("ModuleInput")
    static let example: JSON = ["document": "throughline: workflow/1\nid: us-il-cook.diversion\nversion: 1.0.0\n"]
}

/// What proposes to put a version into force.
struct ModuleActivationInput: Codable, Sendable {
    var jurisdiction: String
    var from: Day?
    var settings: [String: String]?

    static let schema = Schema.object([
        .needs("jurisdiction", .text("Its slug or division id.", maxLength: 200)),
        .may("from", .day("The first day on which it decides; today in the jurisdiction without it.")),
        .may("settings", Schema(.anything, "What the document leaves to the county: text by the setting's id.")),
    ]).named("ModuleActivationInput")
    static let example: JSON = [
        "jurisdiction": .string(Example.slug), "from": "2026-11-02", "settings": ["length-months": "12"],
    ]
}

/// Where a version is approved.
struct ModulePlaceInput: Codable, Sendable {
    var jurisdiction: String

    static let schema = Schema.object([.needs("jurisdiction", .text("Its slug or division id.", maxLength: 200))])
        .named("ModulePlaceInput")
    static let example: JSON = ["jurisdiction": .string(Example.slug)]
}

/// Where a version is refused or retired, and why.
struct ModuleReasonInput: Codable, Sendable {
    var jurisdiction: String
    var reason: String

    static let schema = Schema.object([
        .needs("jurisdiction", .text("Its slug or division id.", maxLength: 200)), .needs("reason", words("Why.")),
    ]).named("ModuleReasonInput")
    static let example: JSON = ["jurisdiction": .string(Example.slug), "reason": "The policy has changed."]
}
