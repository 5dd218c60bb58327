import Access
import Application
import Casework
import Gateway
import HTTPTypes
import Hummingbird
import Workflows

extension Endpoint {
    private static let module: [Parameter] = [
        Parameter(name: "id", place: .path, schema: .text(maxLength: 80), description: "The module."),
        Parameter(name: "version", place: .path, schema: .text(maxLength: 20), description: "Its version."),
    ]

    /// Jurisdiction modules: each county's own rules.
    static let modules: [Endpoint] = [
        Endpoint(
            .get, "/modules", "listModules", .modules, "Lists the versions of modules that are for a jurisdiction.",
            .viewModules, parameters: [.jurisdiction],
            answer: .ok(
                "The versions, by module, later ones first.", .items(ModuleResource.schema),
                ["items": [ModuleResource.example]])
        ) { call in
            let register = try await call.throughline.modules(in: try await call.jurisdiction(), for: call.principal)
            return call.json(ListAnswer(items: register.versions.map { ModuleResource($0, in: register) }))
        },
        Endpoint(
            .get, "/modules/{id}/{version}", "getModule", .modules,
            "Reads one version: its document, and its forms as JSON Schema.", .viewModules,
            parameters: module + [.jurisdiction],
            answer: .ok("The version.", ModuleDetail.schema, ModuleDetail.example)
        ) { call in
            let register = try await call.throughline.modules(in: try await call.jurisdiction(), for: call.principal)
            guard let found = register.version(call.moduleVersion, of: call.moduleID) else {
                throw Gateway.Problem.notFound
            }
            return call.json(ModuleDetail(found, in: register))
        },
        Endpoint(
            .post, "/modules", "installModule", .modules,
            "Installs a version; nothing is in force by it, and it never changes.", .manageModules,
            body: .init(ModuleInput.self, ModuleInput.schema, example: ModuleInput.example),
            answer: .created("It is installed.", CommandAnswer.schema, CommandAnswer.example), install),
        step(
            "activations", "proposeModule", "Proposes to put a version into force; somebody else approves it.",
            .manageModules,
            .init(
                ModuleActivationInput.self, ModuleActivationInput.schema, example: ModuleActivationInput.example)
        ) { call in
            let input = try call.input(ModuleActivationInput.self)
            return try await call.throughline.proposeModule(
                call.moduleID, call.moduleVersion, in: Jurisdiction.slug(of: input.jurisdiction), from: input.from,
                settings: input.settings ?? [:], try call.commandContext())
        },
        step(
            "approve", "approveModule", "Approves a proposal of somebody else.", .approveModules,
            .init(ModulePlaceInput.self, ModulePlaceInput.schema, example: ModulePlaceInput.example)
        ) { call in
            let input = try call.input(ModulePlaceInput.self)
            return try await call.throughline.approveModule(
                call.moduleID, call.moduleVersion, in: Jurisdiction.slug(of: input.jurisdiction),
                try call.commandContext())
        },
        step(
            "refuse", "refuseModule", "Answers a proposal with no, or takes it back.", .approveModules,
            .init(ModuleReasonInput.self, ModuleReasonInput.schema, example: ModuleReasonInput.example)
        ) { call in
            let input = try call.input(ModuleReasonInput.self)
            return try await call.throughline.refuseModule(
                call.moduleID, call.moduleVersion, in: Jurisdiction.slug(of: input.jurisdiction),
                reason: input.reason, try call.commandContext())
        },
        step(
            "retire", "retireModule",
            "Takes a version out of force; an earlier one that was never retired decides again.",
            .manageModules,
            .init(ModuleReasonInput.self, ModuleReasonInput.schema, example: ModuleReasonInput.example)
        ) { call in
            let input = try call.input(ModuleReasonInput.self)
            return try await call.throughline.retireModule(
                call.moduleID, call.moduleVersion, in: Jurisdiction.slug(of: input.jurisdiction),
                reason: input.reason, try call.commandContext())
        },
    ]

    private static func step(
        _ name: String, _ operation: String, _ summary: String, _ action: Action, _ body: Body,
        _ command: @escaping @Sendable (Call) async throws -> Receipt
    ) -> Endpoint {
        Endpoint(
            .post, "/modules/{id}/{version}/\(name)", operation, .modules, summary, action, parameters: module,
            body: body, answer: .ok("It was recorded.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in call.done(CommandAnswer(try await command(call)), tagged: false) }
    }

    @Sendable private static func install(_ call: Call) async throws -> Response {
        let county = try await call.jurisdiction()
        try call.throughline.require(.manageModules, on: Resource(jurisdiction: county), for: call.principal)
        let input = try call.input(ModuleInput.self)
        let package: ModulePackage
        do throws(ModulePackageError) {
            package = try call.throughline.modulePackage(yaml: input.document)
        } catch {
            throw Gateway.Problem.invalid([.init(pointer: "/document", code: "field.malformed", detail: "\(error)")])
        }
        let receipt = try await call.throughline.installModule(package, try call.commandContext())
        return call.done(
            CommandAnswer(receipt), location: "/modules/\(package.document.id)/\(package.document.version)",
            tagged: false)
    }
}

extension Call {
    fileprivate var moduleID: String { context.parameters.get("id") ?? "" }
    fileprivate var moduleVersion: String { context.parameters.get("version") ?? "" }
}
