public import ModuleKit
import Synchronization

/// The modules that take calls now, by id and version.
///
/// A new version takes over in one step: a call that came before ends on the old one, a call that comes after begins
/// on the new one, and none is refused in between.
public final class ModuleRegistry: Sendable {
    private struct Entry {
        var current: String
        var versions: [String: ModuleSupervisor]
    }

    /// What operators should know. One reader; the oldest are dropped when nobody reads.
    public let notices: AsyncStream<ModuleNotice>
    private let sink: AsyncStream<ModuleNotice>.Continuation
    private let rules: SupervisionRules
    private let entries = Mutex<[String: Entry]>([:])

    public init(rules: SupervisionRules = SupervisionRules()) {
        self.rules = rules
        (notices, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(512))
    }

    /// Starts a module and makes it the current version of its id; answers its manifest.
    ///
    /// The version before it is drained before this returns, unless it is kept for the cases that are pinned to it. A
    /// program of the same version takes the other's place in any case. Throws with nothing changed.
    @discardableResult
    public func install(_ program: ModuleProgram, keepingOlder: Bool = false) async throws(ModuleFailure) -> Manifest {
        let started = try await ModuleSupervisor.start(program, rules: rules) { [sink] in sink.yield($0) }
        let manifest = started.manifest
        let replaced = entries.withLock { entries -> [ModuleSupervisor] in
            var entry = entries[manifest.id] ?? Entry(current: manifest.version, versions: [:])
            var replaced: [ModuleSupervisor] = []
            if let same = entry.versions.updateValue(started, forKey: manifest.version) { replaced.append(same) }
            if !keepingOlder, entry.current != manifest.version,
                let older = entry.versions.removeValue(forKey: entry.current)
            {
                replaced.append(older)
            }
            entry.current = manifest.version
            entries[manifest.id] = entry
            return replaced
        }
        for supervisor in replaced { await supervisor.drain() }
        return manifest
    }

    /// Takes a version out of service and drains it; without effect when it is not there.
    public func retire(_ id: String, version: String) async {
        let retired = entries.withLock { entries -> ModuleSupervisor? in
            let retired = entries[id]?.versions.removeValue(forKey: version)
            if entries[id]?.versions.isEmpty == true { entries[id] = nil }
            return retired
        }
        await retired?.drain()
    }

    /// Lets a module out of quarantine.
    public func release(_ id: String, version: String? = nil) async throws(ModuleFailure) {
        try await find(id, version: version).release()
    }

    /// Drains every module; what is installed later is not touched.
    public func shutDown() async {
        let all = entries.withLock { entries in
            defer { entries = [:] }
            return entries.values.flatMap { $0.versions.values }
        }
        for supervisor in all { await supervisor.drain() }
        sink.finish()
    }

    /// The manifests of the current versions.
    public var manifests: [Manifest] {
        entries.withLock { entries in entries.values.compactMap { $0.versions[$0.current]?.manifest } }
            .sorted { $0.id < $1.id }
    }

    /// How every module is doing.
    public func status() async -> [ModuleStatus] {
        let all = entries.withLock { entries in entries.values.flatMap { $0.versions.values } }
        var statuses: [ModuleStatus] = []
        for supervisor in all { statuses.append(await supervisor.status()) }
        return statuses.sorted { ($0.module, $0.version) < ($1.module, $1.version) }
    }

    func find(_ id: String, version: String?) throws(ModuleFailure) -> ModuleSupervisor {
        let found = entries.withLock { entries in
            entries[id].flatMap { entry in entry.versions[version ?? entry.current] }
        }
        guard let found else { throw .notInstalled }
        return found
    }
}
