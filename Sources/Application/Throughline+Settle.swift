import EventLog
import Logging
import Synchronization

extension Throughline {
    /// Waits until a command's effects are complete: the clocks it starts, and every read model.
    ///
    /// Answers false when that takes too long; what was acknowledged is safe either way.
    @discardableResult
    public func settle(_ jurisdiction: String, to position: Int64) async -> Bool {
        guard let processes = processes.withLock({ $0 }) else { return await catchUp(jurisdiction, to: position) }
        do {
            try await processes.catchUp(jurisdiction)
            guard try await processes.waitForOthers(jurisdiction, position: position) else { return false }
            return await catchUp(jurisdiction, to: try await reader.head(jurisdiction))
        } catch {
            logger.warning("a command's effects are late", metadata: ["error": "\(error)"])
            return false
        }
    }
}
