import Access
import Application
import EmbeddedPostgres
import EventLog
import Foundation
import Ledger
import Logging
import Notary
import Postgres
import ReadModels
import Schema
import Telemetry
import Vault

/// Everything that a command or the server works with, wired together. The only place that knows every concrete type.
struct Site: Sendable {
    let settings: Settings
    let cluster: EmbeddedCluster?
    let pool: PostgresPool
    let appender: Appender
    let follower: LogFollower
    let share: WorkShare
    let runner: ProjectionRunner
    let reader: EventReader
    let access: AccessStore
    let application: Throughline
    let processes: ProcessRunner
    let publisher: Publisher
    /// The public key that the key file has for a log's origin.
    let verifierKey: @Sendable (String) throws -> VerifierKey
    let logger: Logger

    static let projections: [AnyProjection] = [
        AnyProjection(WorklistProjection.self), AnyProjection(InboxProjection.self),
        AnyProjection(ReferralProjection.self), AnyProjection(HistoryProjection.self),
        AnyProjection(CapacityProjection.self), AnyProjection(TimelinessProjection.self),
        AnyProjection(ClocksProjection.self), AnyProjection(OrganizationsProjection.self),
        AnyProjection(JurisdictionsProjection.self), AnyProjection(ScreeningsProjection.self),
        AnyProjection(CasesProjection.self),
    ]

    /// Starts or attaches to the database, migrates it, and wires the rest.
    ///
    /// - Parameter answerTimeout: how long a statement may go unanswered; nil for commands, whose statements may be long.
    static func open(
        _ settings: Settings, logger: Logger, migrates: Bool = true, answerTimeout: Duration? = nil
    ) async throws -> Site {
        let (cluster, url) = try await database(settings, logger)
        do {
            if migrates {
                try await Migrator(try Schema.migrations(), logger: logger).migrate(PostgresConfiguration(url))
            }
            return try wire(settings, cluster, url, answerTimeout, logger)
        } catch {
            try? await cluster?.stop()
            throw error
        }
    }

    static func database(_ settings: Settings, _ logger: Logger) async throws -> (EmbeddedCluster?, String) {
        if let url = settings.databaseURL { return (nil, url) }
        let cluster = try await EmbeddedCluster.start(dataDirectory: settings.dataDirectory, logger: logger)
        return (cluster, cluster.connectionString)
    }

    private static func wire(
        _ settings: Settings, _ cluster: EmbeddedCluster?, _ url: String, _ answerTimeout: Duration?, _ logger: Logger
    ) throws -> Site {
        let configuration = PostgresConfiguration(url, role: "throughline_app", answerTimeout: answerTimeout)
        let pool = PostgresPool(configuration, size: settings.poolSize, logger: logger)
        let keys = try KeyFile.loadOrCreate(settings.keysFile)
        let appender = Appender(configuration: configuration, logger: logger)
        let follower = LogFollower(configuration: configuration, signal: appender.signal, logger: logger)
        let share = WorkShare(configuration: configuration, logger: logger)
        let runner = ProjectionRunner(
            pool: pool, projections: projections, follower: follower, share: share, logger: logger)
        let reader = EventReader(pool: pool)
        let access = AccessStore(pool: pool, pepper: keys.secret(for: "access"))
        let verifierKey: @Sendable (String) throws -> VerifierKey = { try signingKey($0, keys).verifier }
        let application = Throughline(
            appender: appender, reader: reader, runner: runner, vault: Vault(pool: pool, keys: keys), access: access,
            pool: pool,
            modules: ModuleRuntime(store: ModuleStore(directory: settings.modulesDirectory), logger: logger),
            ledgerKey: verifierKey, logger: logger)
        return Site(
            settings: settings, cluster: cluster, pool: pool, appender: appender, follower: follower, share: share,
            runner: runner, reader: reader, access: access, application: application,
            processes: ProcessRunner(application), publisher: publisher(settings, pool, keys, logger),
            verifierKey: verifierKey, logger: logger)
    }

    /// Runs a command's work with the appender and the read models at work, and closes everything after it.
    static func with<Value: Sendable>(
        _ options: SiteOptions, _ work: (Site) async throws -> Value
    ) async throws -> Value {
        let settings = try await options.settings()
        let site = try await open(settings, logger: Log.logger(settings))
        return try await site.whileWorking(work)
    }

    /// Runs the appender for as long as the work takes.
    func whileWorking<Value: Sendable>(_ work: (Site) async throws -> Value) async throws -> Value {
        let writing = Task { await appender.run() }
        do {
            let value = try await work(self)
            await close(writing)
            return value
        } catch {
            await close(writing)
            throw error
        }
    }

    private func close(_ writing: Task<Void, Never>) async {
        appender.stop()
        await writing.value
        await pool.close()
        try? await cluster?.stop()
    }

    /// Brings the read models and the processes of a jurisdiction up to its head.
    func catchUp(_ jurisdiction: String) async throws {
        try await runner.catchUp(jurisdiction)
        try await processes.catchUp(jurisdiction)
        try await runner.catchUp(jurisdiction)
    }
}

/// Loggers as the settings ask for.
enum Log {
    static func logger(_ settings: Settings) -> Logger {
        let format: LogFormat = settings.logFormat == "json" ? .json : .text
        var logger = Logger(label: "throughline") { StructuredLogHandler(label: $0, format: format) }
        logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
        return logger
    }
}
