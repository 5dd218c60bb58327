import Casework
public import Foundation
public import Logging
public import ModuleHost
public import ModuleKit
import Workflows

/// The handlers that run in this server: started when they are first needed, or before, when their version comes into
/// force; drained when nobody needs them any more.
///
/// Whoever calls says which version, so a new one takes over without a gap: calls that came before end on the old one.
public actor ModuleRuntime {
    /// Something that an operator should look at.
    public struct Incident: Sendable, Hashable {
        public var at: Date
        public var notice: ModuleNotice
    }

    /// A handler that could not be started.
    public struct Absent: Sendable, Hashable {
        public var module: String
        public var version: String
        public var code: String
    }

    private typealias Key = InstalledModule.Key

    private struct Start {
        var task: Task<Result<Manifest, Failure>, Never>
        var at: ContinuousClock.Instant
    }

    /// A handler that did not start is tried again after this, so that a broken file does not cost every call.
    private static let pause = Duration.seconds(20)
    private static let incidentLimit = 50

    nonisolated let registry: ModuleRegistry
    nonisolated let store: ModuleStore
    private nonisolated let rules: SupervisionRules
    private let logger: Logger
    private var starts: [Key: Start] = [:]
    private var absent: [Key: Absent] = [:]
    public private(set) var incidents: [Incident] = []

    public init(store: ModuleStore, rules: SupervisionRules = SupervisionRules(), logger: Logger) {
        self.store = store
        self.logger = logger
        var rules = rules
        rules.reserved = CoreEvents.firstWords
        self.rules = rules
        registry = ModuleRegistry(rules: rules)
    }

    /// What an operator must know of this machine: one sentence for each wall around modules that is missing.
    public static var warnings: [String] { SandboxSupport.current.warnings }

    // MARK: Calls

    /// Asks which criteria a case meets.
    public nonisolated func screen(
        _ request: ScreenRequest, by module: InstalledModule
    ) async throws(Failure) -> ModuleKit.Screening {
        try await call(module) { registry, id, version throws(ModuleFailure) in
            try await registry.screen(request, by: id, version: version)
        }
    }

    /// Asks which events answer a command. They are of declared types and fit their schemas; the core's own rules are
    /// the caller's to check.
    public nonisolated func decide(
        _ request: DecideRequest, by module: InstalledModule
    ) async throws(Failure) -> ModuleHost.Decision {
        try await call(module) { registry, id, version throws(ModuleFailure) in
            try await registry.decide(request, by: id, version: version)
        }
    }

    /// Tells of an event and asks what should follow.
    public nonisolated func react(
        _ request: ReactRequest, by module: InstalledModule
    ) async throws(Failure) -> [Reaction] {
        try await call(module) { registry, id, version throws(ModuleFailure) in
            try await registry.react(request, by: id, version: version)
        }
    }

    /// Tells of an event and asks for the rows of the module's own read model that it changes.
    public nonisolated func project(
        _ request: ProjectRequest, by module: InstalledModule
    ) async throws(Failure) -> [RowChange] {
        try await call(module) { registry, id, version throws(ModuleFailure) in
            try await registry.project(request, by: id, version: version)
        }
    }

    /// What the handler says of itself, once it runs.
    public func manifest(of module: InstalledModule) async throws(Failure) -> Manifest { try await start(module) }

    private nonisolated func call<Answer: Sendable>(
        _ module: InstalledModule,
        _ body: @Sendable (ModuleRegistry, String, String) async throws(ModuleFailure) -> Answer
    ) async throws(Failure) -> Answer {
        // A handler that was drained between our look and our call has done nothing: it is started again.
        for _ in 0..<3 {
            _ = try await start(module)
            do throws(ModuleFailure) {
                return try await body(registry, module.id, module.version.description)
            } catch {
                guard error == .notInstalled else { throw Failure(error, of: module) }
                await forget(module)
            }
        }
        throw Failure(.notInstalled, of: module)
    }

    // MARK: Starting and draining

    /// Starts a handler once behind its walls, to see whether it is the one that a document speaks of.
    nonisolated func tryOut(_ path: String, as document: WorkflowDocument) async throws(Failure) {
        let rules = rules
        let manifest: Manifest
        do throws(ModuleFailure) {
            let once = try await ModuleSupervisor.start(ModuleStore.program(at: path, as: document), rules: rules)
            manifest = once.manifest
            await once.drain()
        } catch {
            throw .refused(
                Refused("module.handler-not-started", field: "document", ["module": document.id, "detail": "\(error)"]))
        }
        try Self.check(manifest, document)
    }

    private static func check(_ manifest: Manifest, _ document: WorkflowDocument) throws(Failure) {
        guard manifest.id == document.id, manifest.version == document.version.description else {
            throw .refused(
                Refused(
                    "module.handler-of-another", field: "document",
                    ["module": "\(document.id) \(document.version)", "handler": "\(manifest.id) \(manifest.version)"]))
        }
        let missing = document.handlerCommands.subtracting(manifest.commands.map(\.name)).sorted()
        guard missing.isEmpty else {
            throw .refused(
                Refused(
                    "module.handler-lacks-commands", field: "document",
                    ["module": document.id, "commands": missing.joined(separator: ", ")]))
        }
    }

    /// Brings the running handlers in line with what is needed: starts what is missing, drains the rest.
    func run(_ needed: [InstalledModule]) async {
        let wanted = Dictionary(
            needed.filter(\.hasHandler).map { ($0.key, $0) }
        ) { $1 }
        for key in starts.keys where wanted[key] == nil { await drain(key) }
        for module in wanted.values { _ = try? await start(module) }
    }

    /// Drains every handler.
    func shutDown() async {
        starts = [:]
        await registry.shutDown()
    }

    /// Lets a handler out of quarantine.
    func release(_ module: InstalledModule) async throws(Failure) {
        do throws(ModuleFailure) {
            try await registry.release(module.id, version: module.version.description)
        } catch { throw Failure(error, of: module) }
    }

    private func start(_ module: InstalledModule) async throws(Failure) -> Manifest {
        let key = module.key
        if let known = starts[key] {
            switch await known.task.value {
            case .success(let manifest): return manifest
            case .failure(let failure):
                guard known.at + Self.pause < .now, starts[key]?.at == known.at else { throw failure }
            }
        }
        let task = Task { await begin(module) }
        starts[key] = Start(task: task, at: .now)
        let result = await task.value
        absent[key] = result.refusal.map { Absent(module: key.id, version: key.version, code: $0) }
        return try result.get()
    }

    private nonisolated func begin(_ module: InstalledModule) async -> Result<Manifest, Failure> {
        do throws(Failure) {
            let program = try store.program(of: module)
            do throws(ModuleFailure) {
                let manifest = try await registry.install(program, keepingOlder: true)
                return .success(manifest)
            } catch { throw Failure(error, of: module) }
        } catch { return .failure(error) }
    }

    private func forget(_ module: InstalledModule) {
        starts[module.key] = nil
    }

    private func drain(_ key: Key) async {
        starts[key] = nil
        absent[key] = nil
        await registry.retire(key.id, version: key.version)
    }

    // MARK: What operators see

    /// How the handlers that run are doing.
    public nonisolated func status() async -> [ModuleStatus] { await registry.status() }

    /// What is wrong with a handler's file on this machine; `nil` when nothing is, or when there is no handler.
    public nonisolated func problem(of module: InstalledModule) -> String? {
        guard module.hasHandler else { return nil }
        do throws(Failure) {
            _ = try store.program(of: module)
            return nil
        } catch {
            guard case .refused(let refused) = error else { return nil }
            return refused.code
        }
    }

    /// The handlers that should run and do not.
    public var missing: [Absent] { absent.values.sorted { ($0.module, $0.version) < ($1.module, $1.version) } }

    /// Logs what modules do, and keeps what an operator should look at, until the registry is shut down.
    func listen() async {
        for await notice in registry.notices { note(notice) }
    }

    private func note(_ notice: ModuleNotice) {
        let about: Logger.Metadata = ["module": "\(notice.module)", "version": "\(notice.version)"]
        switch notice.what {
        case .started(let pid, let walls):
            logger.info(
                "a module's worker runs", metadata: about.merging(["pid": "\(pid)", "walls": "\(walls)"]) { $1 })
        case .crashed(let failure, _):
            logger.warning("a module lost a worker: \(failure)", metadata: about)
            keep(notice)
        case .restarting: break
        case .quarantined(let crashes):
            logger.error(
                "a module is in quarantine after \(crashes) crashes; look at /operations and release it",
                metadata: about)
            keep(notice)
        case .released:
            logger.notice("a module was released from quarantine", metadata: about)
            keep(notice)
        case .log(let line): logger.log(level: line.level.ours, "module: \(line.text)", metadata: about)
        case .logDropped(let lines): logger.warning("\(lines) lines of a module were dropped", metadata: about)
        case .stopped: logger.info("a module's workers have ended", metadata: about)
        }
    }

    private func keep(_ notice: ModuleNotice) {
        incidents.append(Incident(at: Date(), notice: notice))
        if incidents.count > Self.incidentLimit { incidents.removeFirst() }
    }
}

extension Result<Manifest, Failure> {
    /// The code of what was refused.
    fileprivate var refusal: String? {
        guard case .failure(.refused(let refused)) = self else { return nil }
        return refused.code
    }
}

extension LogLine.Level {
    fileprivate var ours: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
