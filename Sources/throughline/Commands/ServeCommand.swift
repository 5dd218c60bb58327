import Postgres
import API
import Application
import ArgumentParser
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
            let site = try await Site.open(settings, logger: logger)
            if demo { try await loadDemonstration(site) }
            try await serve(site)
        }
    }

    /// Loads what is missing of the demonstration while only the appender works.
    private func loadDemonstration(_ site: Site) async throws {
        let writing = Task { await site.appender.run() }
        let following = Task { await site.follower.run() }
        let projecting = Task { await site.runner.run() }
        defer {
            following.cancel()
            projecting.cancel()
        }
        try await site.application.loadDemonstration(
            into: InventedHistory(pool: site.pool), processes: site.processes, progress: { Console.say($0) })
        _ = writing
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
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: Background("appender", stops: site.appender.stop) { await site.appender.run() }),
                    .init(service: Background("follower") { await site.follower.run() }),
                    .init(service: Background("read models") { await site.runner.run() }),
                    .init(service: Background("processes") { await site.processes.run(following: site.follower) }),
                    .init(service: Background("PostgreSQL") { await site.cluster?.supervise() }),
                    .init(service: application),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: site.logger))
        do {
            try await group.run()
        } catch {
            await close(site)
            throw error
        }
        await close(site)
    }

    private func close(_ site: Site) async {
        await site.pool.close()
        try? await site.cluster?.stop()
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
    let stops: @Sendable () -> Void
    let work: @Sendable () async -> Void

    init(_ name: String, stops: @escaping @Sendable () -> Void = {}, _ work: @escaping @Sendable () async -> Void) {
        self.name = name
        self.stops = stops
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
            stops()
            task.cancel()
        }
    }
}
