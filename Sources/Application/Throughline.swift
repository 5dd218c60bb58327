public import Access
public import EventLog
public import EventModel
public import Foundation
public import Logging
public import Postgres
import Synchronization
public import Vault

/// The use cases: every command and every query of the product, behind one permission check.
///
/// Pages, API, importers and the command line all call these; none of them touches the log or a table by itself.
public final class Throughline: Sendable {
    let appender: Appender
    let reader: EventReader
    let runner: ProjectionRunner
    let vault: Vault
    public let access: AccessStore
    let pool: PostgresPool
    let ids: any IDSource
    /// The time now. A parameter, so that demonstration data and tests can live at another time.
    public let now: @Sendable () -> Date
    let logger: Logger
    let directory: Directory
    /// The handlers of this server's modules.
    public let modules: ModuleRuntime
    /// What was last read of the network's modules.
    let knownModules = Mutex(ModuleCatalog())
    /// Set by the process runner of this server, where it has one.
    let processes = Mutex<ProcessRunner?>(nil)

    public init(
        appender: Appender, reader: EventReader, runner: ProjectionRunner, vault: Vault, access: AccessStore,
        pool: PostgresPool, modules: ModuleRuntime, ids: any IDSource = TimeOrderedIDs(), logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.appender = appender
        self.reader = reader
        self.runner = runner
        self.vault = vault
        self.access = access
        self.pool = pool
        self.ids = ids
        self.now = now
        self.logger = logger
        directory = Directory(pool: pool)
        self.modules = modules
    }

    /// Waits until the read models show everything up to a position; answers false when that takes too long.
    public func catchUp(_ jurisdiction: String, to position: Int64) async -> Bool {
        await runner.waitFor(jurisdiction, position: position, timeout: .seconds(5))
    }
}
