import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird
import Workflows

/// The registry of a county's modules.
extension WebRoutes {
    func addModules(to router: Router<GatewayContext>) {
        page("/admin/modules", on: router) { visit in
            let register = try await register(visit)
            let model = ModulesPage(
                register, county: visit.county?.title ?? "",
                warnings: register.unreadable.map {
                    visit.words("modules.unreadable", ["module": "\($0.id) \($0.version)"])
                },
                for: visit.reader)
            return visit.page(model, title: visit.words("nav.modules"), current: .modules)
        }
        data("/admin/modules.csv", on: router) { visit in
            let register = try await register(visit)
            var table = CSVTable(header: [
                "module", "version", "state", "packageHash", "from", "proposedBy", "answeredBy",
            ])
            for line in register.versions.map({ ModuleLine($0, register) }) {
                table.add([
                    line.module, line.version, line.state, line.packageHash, line.from, line.proposedBy,
                    line.answeredBy,
                ])
            }
            return .csv(table, named: "modules")
        }
        data("/admin/modules.json", on: router) { visit in
            let register = try await register(visit)
            return try .json(["items": register.versions.map { ModuleLine($0, register) }])
        }
        page("/admin/modules/:id/:version", on: router) { try await moduleVersion($0) }
        page("/admin/modules/:id/:version/trial", on: router) { try await moduleTrial($0) }
        for step in ModuleStep.allCases {
            post(RouterPath("/admin/modules/:id/:version/\(step.rawValue)"), on: router) { visit, form in
                try await moduleChanged(visit, step, form)
            }
        }
    }

    /// The version that a path names, in its three forms.
    private func moduleVersion(_ visit: Visit) async throws -> Response {
        let register = try await register(visit)
        let name = visit.context.parameters.get("version") ?? ""
        for ending in [".csv", ".json"] where name.hasSuffix(ending) {
            let module = try find(visit, register, String(name.dropLast(ending.count)))
            let rules = ModuleRule.all(of: module.document)
            if ending == ".json" { return try .json(ModuleFile(line: ModuleLine(module, register), rules: rules)) }
            var table = CSVTable(header: ["track", "rule", "text", "citation", "confidence", "from", "to"])
            for rule in rules {
                table.add([rule.track, rule.rule, rule.text, rule.citation, rule.confidence, rule.from, rule.to])
            }
            return .csv(table, named: "\(module.id)-\(module.version)")
        }
        return modulePage(visit, try find(visit, register, name), register)
    }

    /// What the version would have answered about past referrals; compared with the one in force, if that is another.
    private func moduleTrial(_ visit: Visit) async throws -> Response {
        let register = try await register(visit)
        let module = try find(visit, register, visit.context.parameters.get("version") ?? "")
        let other = register.versions.first { $0.id == module.id && register.state(of: $0) == .active }
        let trial = try await throughline.tryModule(
            module.document, against: other?.version == module.version ? nil : other?.document,
            in: register.jurisdiction, for: try visit.principal())
        let model = ModuleTrialPage(trial, of: module, for: visit.reader)
        return visit.page(model, title: model.title, current: .modules)
    }

    private func moduleChanged(_ visit: Visit, _ step: ModuleStep, _ form: SentForm) async throws -> Response {
        let register = try await register(visit)
        let module = try find(visit, register, visit.context.parameters.get("version") ?? "")
        do {
            try await take(step, module, register.jurisdiction, form, visit)
            return visit.goOn(to: module.pagePath, saying: FlashNote("event.module.\(step.said)"))
        } catch let failure as Failure {
            let names = Set(["from", "reason"] + module.document.settings.keys.map { "set.\($0)" })
            guard let complaints = visit.reader.complaints(failure, fields: names) else { throw failure }
            return modulePage(
                visit.belonging(to: module.pagePath), module, register,
                sent: form.submission(errors: complaints.errors),
                problem: complaints.problem, status: failure.isAboutForm ? .unprocessableContent : .conflict)
        }
    }

    private func take(
        _ step: ModuleStep, _ module: InstalledModule, _ slug: String, _ form: SentForm, _ visit: Visit
    ) async throws {
        let (id, version, context) = (module.id, module.version.description, try visit.command(form))
        switch step {
        case .propose:
            let from = try form["from"].map { text throws(Failure) in
                guard let day = Day(text) else { throw .invalid([InvalidField("from", .malformed)]) }
                return day
            }
            let settings = module.document.settings.keys.reduce(into: [String: String]()) {
                $0[$1] = form["set.\($1)"]
            }
            _ = try await throughline.proposeModule(id, version, in: slug, from: from, settings: settings, context)
        case .approve: _ = try await throughline.approveModule(id, version, in: slug, context)
        case .refuse:
            _ = try await throughline.refuseModule(
                id, version, in: slug, reason: form["reason"] ?? "", context)
        case .retire:
            _ = try await throughline.retireModule(
                id, version, in: slug, reason: form["reason"] ?? "", context)
        }
    }

    private func modulePage(
        _ visit: Visit, _ module: InstalledModule, _ register: ModuleRegister, sent: Submission = Submission(),
        problem: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        let model = ModulePage(
            module, in: register, actions: actions(visit, module, register, sent), problem: problem,
            for: visit.reader)
        return visit.page(model, title: model.title, current: .modules, status: status)
    }

    /// The forms of what can be done now, by whoever asks.
    private func actions(
        _ visit: Visit, _ module: InstalledModule, _ register: ModuleRegister, _ sent: Submission
    ) -> ModulePage.Actions {
        guard let principal = visit.context.principal else { return ModulePage.Actions() }
        func may(_ action: Action) -> Bool {
            Permission.allows(principal, action, on: Resource(jurisdiction: register.jurisdiction))
        }
        var actions = ModulePage.Actions()
        switch register.state(of: module) {
        case .draft, .retired:
            guard may(.manageModules) else { break }
            actions.propose = ModulePage.propose(
                module, today: register.today, tokens: visit.tokens(), sent: sent, for: visit.reader)
        case .proposed:
            guard may(.approveModules) else { break }
            if module.proposal(in: register.jurisdiction)?.proposedBy != principal.accountID {
                actions.approve = PostButton(
                    label: visit.words("module.approve"), action: "\(module.pagePath)/approve", tokens: visit.tokens(),
                    isMain: true)
            }
            actions.refuse = ModulePage.ending(
                "refuse", module, tokens: visit.tokens(), sent: sent, for: visit.reader)
        case .upcoming, .active, .replaced:
            guard may(.manageModules) else { break }
            actions.retire = ModulePage.ending(
                "retire", module, tokens: visit.tokens(), sent: sent, for: visit.reader)
        }
        return actions
    }

    private func register(_ visit: Visit) async throws -> ModuleRegister {
        try await throughline.modules(in: try visit.slug(), for: try visit.principal())
    }

    private func find(
        _ visit: Visit, _ register: ModuleRegister, _ version: String
    ) throws(Failure) -> InstalledModule {
        guard let found = register.version(version, of: visit.context.parameters.get("id") ?? "") else {
            throw .notFound
        }
        return found
    }
}

/// What a form of a version's page asks for.
private enum ModuleStep: String, CaseIterable, Sendable {
    case propose, approve, refuse, retire

    /// The end of the words' key that says that it was done.
    var said: String {
        switch self {
        case .propose: "proposed"
        case .approve: "approved"
        case .refuse: "refused"
        case .retire: "retired"
        }
    }
}

/// A version as a line of the list for other tools.
private struct ModuleLine: Encodable, Sendable {
    var module: String
    var version: String
    var state: String
    var packageHash: String
    var from: String?
    var proposedBy: String?
    var answeredBy: String?

    init(_ found: InstalledModule, _ register: ModuleRegister) {
        let last = found.activations.last { $0.jurisdiction == register.jurisdiction }
        module = found.id
        version = found.version.description
        state = register.state(of: found).rawValue
        packageHash = found.packageHash
        from = last?.from.description
        proposedBy = last.flatMap { register.names[$0.proposedBy] }
        answeredBy = last?.answeredBy.flatMap { register.names[$0] }
    }
}

/// One rule of a version.
private struct ModuleRule: Encodable, Sendable {
    var track: String
    var rule: String
    var text: String
    var citation: String?
    var confidence: String
    var from: String?
    var to: String?

    static func all(of document: WorkflowDocument) -> [ModuleRule] {
        document.tracks.flatMap { track in
            track.criteria.map {
                ModuleRule(
                    track: track.id, rule: $0.id, text: $0.text.en, citation: $0.citation,
                    confidence: $0.confidence.rawValue, from: $0.from?.description, to: $0.to?.description)
            }
        }
    }
}

private struct ModuleFile: Encodable, Sendable {
    var line: ModuleLine
    var rules: [ModuleRule]

    private enum Key: String, CodingKey { case rules }

    func encode(to encoder: any Encoder) throws {
        try line.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(rules, forKey: .rules)
    }
}
