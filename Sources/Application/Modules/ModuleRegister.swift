public import Access
public import EventModel
public import Foundation
public import ModuleHost
import Workflows

/// The modules of one county as those see them who answer for them.
public struct ModuleRegister: Sendable {
    /// How a version stands in the county.
    public enum State: String, Sendable, CaseIterable {
        /// Installed, and nobody has proposed it.
        case draft
        /// It waits for a second person.
        case proposed
        /// Approved, and its day is still to come.
        case upcoming
        /// It decides.
        case active
        /// A version that came later decides instead.
        case replaced
        case retired
    }

    public var jurisdiction: String
    public var today: Day
    /// By id, later versions first.
    public var versions: [InstalledModule]
    /// The names of those who acted.
    public var names: [UUID: String]
    /// The handlers that run in this server.
    public var running: [ModuleStatus]
    /// The handlers that should run in this server and do not.
    public var missing: [ModuleRuntime.Absent]
    /// Versions that this build cannot read.
    public var unreadable: [ModuleCatalog.Unreadable]
    fileprivate var deciding: Set<InstalledModule.Key>
    fileprivate var pinned: [InstalledModule.Key: Int]

    public func state(of module: InstalledModule) -> State {
        if deciding.contains(module.key) { return .active }
        if module.proposal(in: jurisdiction) != nil { return .proposed }
        switch module.activation(in: jurisdiction) {
        case let last? where last.state == .active: return last.from > today ? .upcoming : .replaced
        case .some: return .retired
        case nil: return .draft
        }
    }

    public func version(_ version: String, of id: String) -> InstalledModule? {
        versions.first { $0.id == id && $0.version.description == version }
    }

    /// How many of the county's screenings that have not come to their end go by the version.
    public func openScreenings(of module: InstalledModule) -> Int { pinned[module.key] ?? 0 }

    public func status(of module: InstalledModule) -> ModuleStatus? {
        running.first { $0.module == module.id && $0.version == module.version.description }
    }
}

extension Throughline {
    /// The modules of a county, with how their handlers do in this server.
    public func modules(in slug: String, for principal: Principal) async throws -> ModuleRegister {
        try check(principal, .viewModules, Resource(jurisdiction: slug))
        let catalog = try await catalog()
        let today = Day(now(), in: try await directory.zone(of: slug))
        let versions = catalog.versions(in: [slug])
        let people = versions.flatMap { module in
            [module.installedBy].compactMap { $0 }
                + module.activations.flatMap { [$0.proposedBy, $0.answeredBy, $0.retiredBy].compactMap { $0 } }
        }
        return ModuleRegister(
            jurisdiction: slug, today: today, versions: versions, names: try await access.displayNames(of: people),
            running: await modules.status(), missing: await modules.missing, unreadable: catalog.unreadable,
            deciding: Set(catalog.active(in: slug, on: today).map(\.module.key)),
            pinned: try await pinnedScreenings(in: slug))
    }

    /// Every version of every module that is for a jurisdiction of the caller, by id, later versions first.
    public func installedModules(for principal: Principal) async throws -> [InstalledModule] {
        let catalog = try await catalog()
        guard principal.channel == .commandLine || principal.channel == .system else {
            let own = principal.jurisdictions.filter {
                Permission.allows(principal, .viewModules, on: Resource(jurisdiction: $0))
            }
            return catalog.versions(in: own)
        }
        return catalog.modules.keys.sorted().flatMap { catalog.modules[$0]?.reversed() ?? [] }
    }
}
