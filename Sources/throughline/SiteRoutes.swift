import API
import Application
import EventLog
import Foundation
import Gateway
import Hummingbird
import ModuleHost
import Notary
import Postgres
import Telemetry
import Web

/// The routes of the whole server.
enum SiteRoutes {
    /// One sign-in for each role.
    static let demonstrationSignIns = DemonstrationCast.standard.people.prefix(7).map { person in
        (role: person.email.prefix { $0 != "@" }.description, email: person.email)
    }

    static func router(_ site: Site, isDemonstration: Bool) throws -> Router<GatewayContext> {
        let metrics = Metrics()
        let renderer = try Renderer(resources: WebResources.folder)
        let pages = WebRoutes(
            throughline: site.application, renderer: renderer, publicURL: site.settings.publicURL,
            isDemonstration: isDemonstration, demonstrationAccounts: demonstrationAccounts,
            wakeups: { site.follower.wakeups() }, apiOperations: APIRoutes.operations().map(APIOperation.init))
        let door = FrontDoor(
            access: site.access, publicURL: site.settings.publicURL, metrics: metrics, page: pages.errorPage)
        let router = door.router()
        addHealth(to: router, site, metrics)
        APIRoutes(throughline: site.application, wakeups: { site.follower.wakeups() }).add(to: router)
        LogRoutes(throughline: site.application).add(to: router)
        pages.add(to: router)
        door.close(router)
        return router
    }

    /// What load balancers and monitoring ask.
    private static func addHealth(to router: Router<GatewayContext>, _ site: Site, _ metrics: Metrics) {
        router.get("livez") { _, _ in plain(.ok, "alive\n") }
        router.get("readyz") { _, _ in
            do {
                // What stands still before an event does so on every server, and keeps nobody from the rest; that
                // history cannot be proved at present does not stop the work either. Neither must go unseen.
                let operations = try await site.application.operations()
                let stopped = operations.stopped.map { "stopped: \($0.standing)\n" }
                let told = operations.publishing.sorted { $0.key < $1.key }
                    .map { "publishing of \($0.key) stopped: \($0.value)\n" }
                return plain(.ok, "ready\n" + stopped.joined() + told.joined())
            } catch {
                return plain(.serviceUnavailable, "the database does not answer\n")
            }
        }
        router.get("metrics") { _, _ in
            if let operations = try? await site.application.operations() { report(operations, site.share, metrics) }
            for comparison in (try? await site.runner.comparisons()) ?? [] {
                metrics.gauge(
                    "throughline_projection_differences",
                    help: "Rows of a read model that differed from their rebuild when they were last compared.",
                    labels: ["projection": comparison.projection, "jurisdiction": comparison.jurisdiction]
                ).set(Double(comparison.differences))
            }
            await LedgerMetrics.update(metrics, site)
            let text = metrics.exposition() + (await moduleMetrics(site))
            return plain(.ok, text, type: Metrics.contentType)
        }
    }

    /// How far the readers of the log are, and which of them stand still.
    private static func report(_ operations: Operations, _ share: WorkShare, _ metrics: Metrics) {
        metrics.gauge("throughline_servers", help: "Servers that share the work.").set(Double(operations.servers))
        let readers = [("projection", "", operations.projections), ("process", "process.", operations.processes)]
        for (kind, prefix, followers) in readers {
            for follower in followers {
                let labels = [kind: follower.name, "jurisdiction": follower.jurisdiction]
                metrics.gauge(
                    "throughline_\(kind)_lag_events", help: "Events that a \(kind) has not seen yet.", labels: labels
                ).set(Double(follower.lag))
                metrics.gauge(
                    "throughline_\(kind)_position", help: "The last position that a \(kind) has seen.", labels: labels
                ).set(Double(follower.position))
                metrics.gauge(
                    "throughline_\(kind)_stopped", help: "1 while a \(kind) stands before an event it cannot read.",
                    labels: labels
                ).set(follower.error == nil ? 0 : 1)
                metrics.gauge(
                    "throughline_\(kind)_owned", help: "1 on the server that runs a \(kind) at present.", labels: labels
                ).set(share.isOurs(prefix + follower.name, in: follower.jurisdiction) ? 1 : 0)
            }
        }
    }

    /// The handlers that run by now; one that was drained is not there any more.
    private static func moduleMetrics(_ site: Site) async -> String {
        let metrics = Metrics()
        for status in await site.application.modules.status() {
            let labels = ["module": status.module, "version": status.version]
            func gauge(_ name: String, _ help: String, _ value: Double, _ more: [String: String] = [:]) {
                metrics.gauge("throughline_module_\(name)", help: help, labels: labels.merging(more) { $1 }).set(value)
            }
            gauge("workers", "Processes of a module's handler that run.", Double(status.pids.count))
            gauge("calls", "Calls to a module's handler since it was started.", Double(status.calls))
            gauge("failures", "Calls to a module's handler that had no answer.", Double(status.failures))
            gauge("crashes", "Workers of a module's handler that ended by themselves.", Double(status.crashes))
            gauge(
                "quarantined", "1 while a module's handler is kept still.",
                status.condition == .quarantined ? 1 : 0)
            for (quantile, latency) in [("0.5", status.median), ("0.99", status.percentile99)] {
                guard let latency else { continue }
                gauge(
                    "latency_seconds", "How long the latest calls to a module's handler took.", latency / .seconds(1),
                    ["quantile": quantile])
            }
        }
        return metrics.exposition()
    }

    private static func plain(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private static var demonstrationAccounts: [WebRoutes.DemonstrationAccount] {
        let cast = DemonstrationCast.standard
        return cast.people.prefix(7).map { person in
            let office = cast.offices.first { $0.id == person.office }?.name ?? ""
            let role = person.email.prefix { $0 != "@" }.description
            return .init(name: person.name, role: role, organization: office, email: person.email)
        }
    }
}

extension APIOperation {
    /// The operation as the page of the API shows it.
    init(_ operation: OperationSummary) {
        self.init(
            group: operation.tag, method: operation.method, path: APIRoutes.base + operation.path,
            summary: operation.summary,
            permission: operation.roles.isEmpty ? nil : operation.roles.joined(separator: ", "),
            parameters: operation.parameters.map {
                .init(name: $0.name, type: "\($0.type), \($0.place)", isRequired: $0.isRequired, text: $0.text)
            },
            request: operation.request, response: operation.response,
            responses: operation.responses.map { (String($0.status), $0.text) })
    }
}
