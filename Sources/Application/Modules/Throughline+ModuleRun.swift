public import Access
public import EventLog
import EventModel
import Foundation
import Logging

/// Keeps the handlers that run in step with what the log says is in force.
extension Throughline {
    /// Follows the network's log until its task is cancelled, and drains every handler then.
    public func runModules(following follower: LogFollower, interval: Duration = .seconds(60)) async {
        for warning in ModuleRuntime.warnings { logger.warning("\(warning)") }
        let wakeups = follower.wakeups()
        await withTaskGroup { group in
            group.addTask { await self.modules.listen() }
            group.addTask {
                for await changed in wakeups where changed.contains(networkLog) { await self.refreshModules() }
            }
            group.addTask {
                while !Task.isCancelled {
                    await self.refreshModules()
                    try? await Task.sleep(for: interval)
                }
            }
        }
        await stopModules()
    }

    /// Drains every handler; none is started again.
    public func stopModules() async { await modules.shutDown() }

    /// Starts the handlers that are needed by now and drains those that are not.
    public func refreshModules() async {
        do {
            await modules.run(try await neededModules())
        } catch {
            logger.warning(
                "the modules in force are not known; they are looked up again", metadata: ["error": "\(error)"])
        }
    }

    /// The versions that are in force or will be, anywhere, and those that open screenings still go by.
    private func neededModules() async throws -> [InstalledModule] {
        let pinned = try await pinnedScreenings()
        return try await catalog().modules.values.joined().filter { module in
            module.activations.contains { $0.state == .active } || pinned[module.key] != nil
        }
    }
}

extension Throughline {
    /// Lets a module of this server out of quarantine.
    public func releaseModule(_ id: String, _ version: String, for principal: Principal) async throws {
        try check(principal, .releaseModules, Resource(jurisdiction: networkLog))
        try await modules.release(try await installedModule(id, version))
    }
}
