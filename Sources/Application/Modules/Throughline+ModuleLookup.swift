import Access
import EventLog
import EventModel
import Foundation
import Postgres
import Synchronization
import Workflows

/// Which rules decide: for the use cases, which have checked already who asks.
extension Throughline {
    /// What the network's log says of modules by now.
    func catalog() async throws -> ModuleCatalog {
        var catalog = knownModules.withLock { $0 }
        let head = try await reader.head(networkLog)
        while catalog.position < head {
            let events = try await reader.read(networkLog, after: catalog.position, limit: 500)
            guard let last = events.last else { break }
            for event in events { try catalog.apply(event) }
            catalog.position = last.position
        }
        let found = catalog
        knownModules.withLock { known in
            if known.position < found.position { known = found }
        }
        return found
    }

    /// The modules that decide in a jurisdiction on a day, one version of each, by id.
    func activeModules(in slug: String, on day: Day) async throws -> [ActiveModule] {
        try await catalog().active(in: slug, on: day)
    }

    /// The version of a module that decides in a jurisdiction on a day.
    func activeModule(_ id: String, in slug: String, on day: Day) async throws -> ActiveModule? {
        try await activeModules(in: slug, on: day).first { $0.id == id }
    }

    /// The module that has a track in a jurisdiction on a day; the first by id where several have one of that name.
    func activeModule(withTrack track: String, in slug: String, on day: Day) async throws -> ActiveModule? {
        try await activeModules(in: slug, on: day).first { $0.document.track(track) != nil }
    }

    /// How many screenings that have not come to their end go by each version, in one jurisdiction or in all.
    func pinnedScreenings(in slug: String? = nil) async throws -> [InstalledModule.Key: Int] {
        try await pool.run { session in
            let rows = try session.query(
                """
                select module, module_version, count(*) from read.screenings_v1
                where ending is null and (\(slug) is null or jurisdiction = \(slug)) group by 1, 2
                """)
            return try rows.reduce(into: [:]) { pinned, row in
                pinned[InstalledModule.Key(id: try row.get(0), version: try row.get(1))] = try row.get(2)
            }
        }
    }

    /// A version that a case is pinned to, whether it is still in force or not.
    func installedModule(_ id: String, _ version: String) async throws -> InstalledModule {
        guard let found = try await catalog().version(version, of: id) else { throw Failure.notFound }
        return found
    }
}
