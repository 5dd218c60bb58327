import Notary
import Postgres
import API
import Application
import ArgumentParser
import BundledModules
import EmbeddedPostgres
import EventLog
import Foundation
import Gateway
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server.",
        discussion: """
            Without --database it runs a PostgreSQL of its own in the data directory. On SIGTERM it finishes the
            requests in flight and stops within 10 seconds.

            Example: throughline serve --demo --listen 127.0.0.1:8080
            """)

    @OptionGroup var options: SiteOptions
    @Option(help: "The address and port to listen on.") var listen: String?
    @Flag(help: "Load invented demonstration data and show its sign-ins.") var demo = false

    func run() async throws {
        try await Exit.on {
            let settings = try await options.settings(listen: listen)
            let logger = Log.logger(settings)
            // The appender works from before the first service until after the last: requests in flight get answers.
            try await Site.open(settings, logger: logger, answerTimeout: .seconds(30)).whileWorking { site in
                for warning in ModuleRuntime.warnings { Console.say(warning) }
                if demo { try await loadDemonstration(site) }
                try await serve(site)
            }
        }
    }

    /// Loads what is missing of the demonstration, with the read models following.
    private func loadDemonstration(_ site: Site) async throws {
        let following = Task { await site.follower.run() }
        let projecting = Task { await site.runner.run() }
        defer {
            following.cancel()
            projecting.cancel()
        }
        try await site.application.loadDemonstration(
            into: InventedHistory(pool: site.pool), processes: site.processes, progress: { Console.say($0) })
        let packages = try BundledModules.names.map { name throws(ModulePackageError) in
            try ModulePackage(folder: BundledModules.folder(name).path)
        }
        try await site.application.demonstrateModules(packages, progress: { Console.say($0) })
        try await site.application.demonstrateScreenings(processes: site.processes)
    }

    private func serve(_ site: Site) async throws {
        let router = try SiteRoutes.router(site, isDemonstration: demo)
        let application = Hummingbird.Application(
            router: router,
            configuration: .init(
                address: .hostname(site.settings.listen.host, port: site.settings.listen.port),
                serverName: "throughline"),
            onServerRunning: { [demo] channel in
                let port = channel.localAddress?.port ?? site.settings.listen.port
                Self.announce(site.settings, port: port, demo: demo)
            }, logger: site.logger)
        var services: [any Service] = [
            Background("share") { await site.share.run() },
            Background("follower") { await site.follower.run() },
            Background("read models") { await site.runner.run() },
            Background("processes") { await site.processes.run(following: site.follower) },
            Background("modules") { await site.application.runModules(following: site.follower) },
            Background("checkpoints") { await site.publisher.run(every: .seconds(site.settings.checkpointInterval)) },
            Background("verification") { await LedgerCheck.run(site) },
        ]
        if let interval = site.settings.checkInterval {
            let checks = ProjectionChecks(runner: site.runner, schedule: CheckSchedule(interval: interval.duration))
            services.append(Background("comparisons") { await checks.run() })
        }
        // A service that ends, ends the server; where somebody else runs PostgreSQL there is nothing to supervise.
        if let cluster = site.cluster { services.append(Background("PostgreSQL") { await cluster.supervise() }) }
        services.append(application)
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: site.logger))
        try await group.run()
    }

    private static func announce(_ settings: Settings, port: Int, demo: Bool) {
        Console.say("Throughline is at http://\(settings.listen.host):\(port)")
        guard demo else { return }
        Console.say("Sign in as one of these; the password is always \(DemonstrationCast.password):")
        for (role, email) in SiteRoutes.demonstrationSignIns {
            Console.say("  \(role.padding(toLength: 14, withPad: " ", startingAt: 0)) \(email)")
        }
    }
}

/// Work that goes on until the server stops.
struct Background: Service {
    let name: String
    let work: @Sendable () async -> Void

    init(_ name: String, _ work: @escaping @Sendable () async -> Void) {
        self.name = name
        self.work = work
    }

    func run() async throws {
        let task = Task { await work() }
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
        } onGracefulShutdown: {
            task.cancel()
        }
    }
}
