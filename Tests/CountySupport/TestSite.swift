public import Access
public import Application
public import EventLog
import Foundation
import Logging
public import ModuleHost
public import Postgres
import ReadModels
import TestSupport
import Vault

/// What a server is made of, without its doors. Several can work on one database, as several servers would.
public struct TestSite: Sendable {
    public let pool: PostgresPool
    public let follower: LogFollower
    public let runner: ProjectionRunner
    public let reader: EventReader
    public let access: AccessStore
    public let throughline: Throughline
    /// Answers nothing by itself: a test says when.
    public let processes: ProcessRunner
    private let appender: Appender

    private init(on database: TestDatabase, at clock: TestClock, _ rules: SupervisionRules) throws {
        pool = PostgresPool(database.app, size: 8, logger: .quiet)
        appender = Appender(configuration: database.app, logger: .quiet)
        follower = LogFollower(configuration: database.app, signal: appender.signal, logger: .quiet)
        runner = ProjectionRunner(pool: pool, projections: Self.projections, follower: follower, logger: .quiet)
        reader = EventReader(pool: pool)
        let cost = ScryptCost(logRounds: 4, blockSize: 8, parallelism: 1)
        access = AccessStore(pool: pool, pepper: Data("pepper".utf8), hasher: PasswordHasher(cost: cost))
        throughline = Throughline(
            appender: appender, reader: reader, runner: runner,
            vault: Vault(pool: pool, keys: try KeyFile.loadOrCreate(database.keyFile)), access: access, pool: pool,
            modules: ModuleRuntime(store: ModuleStore(directory: database.modules), rules: rules, logger: .quiet),
            logger: .quiet, now: { clock.now })
        processes = ProcessRunner(throughline)
    }

    /// Runs a test beside a server's appender and read models, and closes everything after it.
    public static func run(
        on database: TestDatabase, at clock: TestClock, rules: SupervisionRules = SupervisionRules(),
        _ test: (TestSite) async throws -> Void
    ) async throws {
        let site = try TestSite(on: database, at: clock, rules)
        let work = [
            Task { await site.appender.run() }, Task { await site.runner.run() }, Task { await site.follower.run() },
        ]
        func close() async {
            await site.throughline.stopModules()
            site.appender.stop()
            for task in work.dropFirst() { task.cancel() }
            for task in work { await task.value }
            await site.pool.close()
        }
        do {
            try await test(site)
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private static let projections: [AnyProjection] = [
        AnyProjection(WorklistProjection.self), AnyProjection(InboxProjection.self),
        AnyProjection(ReferralProjection.self), AnyProjection(HistoryProjection.self),
        AnyProjection(CapacityProjection.self), AnyProjection(TimelinessProjection.self),
        AnyProjection(ClocksProjection.self), AnyProjection(OrganizationsProjection.self),
        AnyProjection(JurisdictionsProjection.self), AnyProjection(ScreeningsProjection.self),
        AnyProjection(CasesProjection.self),
    ]
}
