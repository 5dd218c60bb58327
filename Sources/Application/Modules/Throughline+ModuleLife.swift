import Access
import Casework
import Crypto
import EventLog
public import EventModel
import Foundation
import Workflows

/// Modules are installed, proposed, approved and retired while everybody works on.
extension Throughline {
    /// A document that came over the network, with its handler's file from the folder that only the operator fills.
    public func modulePackage(yaml: String) throws(ModulePackageError) -> ModulePackage {
        try ModulePackage(yaml: yaml, handlerIn: modules.store.directory)
    }

    /// Keeps a version; nothing is in force by it. The same version again changes nothing.
    public func installModule(_ package: ModulePackage, _ context: CommandContext) async throws -> Receipt {
        let document = package.document
        for slug in document.jurisdictions {
            try check(context.principal, .manageModules, Resource(jurisdiction: slug))
        }
        let faults = document.check().filter { $0.weight == .fault }
        guard faults.isEmpty else {
            let first = faults.map(\.description).prefix(3).joined(separator: " ")
            throw Failure.refused(Refused("module.faults", field: "document", ["first": first]))
        }
        let installed = JurisdictionModule.Installed(
            module: document.id, version: document.version.description, packageHash: package.hash,
            document: document.source, handlerHash: package.handler?.hash, jurisdictions: document.jurisdictions)
        guard (document.handler == nil) == (package.handler == nil) else {
            throw Failure.refused(Refused("module.handler-not-given", field: "document", ["module": document.id]))
        }
        try ModuleStore.check(document)
        if let handler = package.handler {
            try await modules.tryOut(handler.path, as: document)
            try modules.store.keep(handler, of: document.id, document.version.description)
        }
        return try await change(document.id, .install(installed), context)
    }

    /// The first person's half of an activation.
    ///
    /// - parameter from: the first day on which it is to decide; today in the jurisdiction where none is given.
    public func proposeModule(
        _ id: String, _ version: String, in slug: String, from: Day? = nil, settings: [String: String] = [:],
        _ context: CommandContext
    ) async throws -> Receipt {
        let account = try person(context.principal, may: .manageModules, in: slug)
        let module = try await installedModule(id, version)
        let today = try await today(in: slug, context)
        do throws(Problems) {
            _ = try module.document.settings(settings)
        } catch {
            throw Failure.refused(
                Refused("module.settings", field: "settings", ["problems": "\(error)"]))
        }
        let questions = module.document.check().count { $0.weight == .question }
        let proposed = JurisdictionModule.ActivationProposed(
            version: version, jurisdiction: slug, from: from ?? today, settings: settings, by: account)
        return try await change(id, .propose(proposed, openQuestions: questions, today: today), context)
    }

    /// The second person's half: from its day on the version decides.
    public func approveModule(
        _ id: String, _ version: String, in slug: String, _ context: CommandContext
    ) async throws -> Receipt {
        let account = try person(context.principal, may: .approveModules, in: slug)
        let today = try await today(in: slug, context)
        return try await change(
            id, .approve(.init(version: version, jurisdiction: slug), by: account, today: today), context)
    }

    /// Answers a proposal with no, or takes it back.
    public func refuseModule(
        _ id: String, _ version: String, in slug: String, reason: String, _ context: CommandContext
    ) async throws -> Receipt {
        _ = try person(context.principal, may: .approveModules, in: slug)
        return try await change(id, .refuse(.init(version: version, jurisdiction: slug), reason: reason), context)
    }

    /// Takes a version out of force; an earlier one that was never retired decides again.
    public func retireModule(
        _ id: String, _ version: String, in slug: String, reason: String, _ context: CommandContext
    ) async throws -> Receipt {
        _ = try person(context.principal, may: .manageModules, in: slug)
        return try await change(id, .retire(.init(version: version, jurisdiction: slug), reason: reason), context)
    }

    /// Each of these steps is somebody's: from a shell it must be said whose, and that account must be one that may.
    private func person(_ principal: Principal, may action: Action, in slug: String) throws(Failure) -> UUID {
        guard principal.accountID != Principal.system.accountID else {
            throw .refused(Refused("module.person-needed", field: "by"))
        }
        var asked = principal
        if principal.channel == .commandLine { asked.channel = .session(csrf: "") }
        try check(asked, action, Resource(jurisdiction: slug))
        return principal.accountID
    }

    private func today(in slug: String, _ context: CommandContext) async throws -> Day {
        Day(context.at ?? now(), in: try await directory.zone(of: slug))
    }

    private func change(
        _ id: String, _ command: JurisdictionModule.Command, _ context: CommandContext
    ) async throws -> Receipt {
        let stream = UUID(version8From: SHA256.hash(data: Data("module/\(id)".utf8)))
        return try await perform(context, in: networkLog, about: StreamID(StreamKind.module, stream)) {
            let loaded = try await load(JurisdictionModule.self, StreamKind.module, stream, in: networkLog)
            do throws(JurisdictionModule.Refusal) {
                let events = try JurisdictionModule.decide(command, given: loaded.state)
                var decision = Decision()
                decision.add(events, to: loaded.stream, at: loaded.version, subject: stream)
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
    }
}
