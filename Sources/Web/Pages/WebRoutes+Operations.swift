import Application
import Foundation
import Gateway
import Hummingbird
import ModuleHost
import Notary

/// Whether everything runs.
extension WebRoutes {
    func addOperations(to router: Router<GatewayContext>) {
        page("/operations", on: router) { visit in
            let state = try await throughline.operations(for: try visit.principal())
            let words = visit.words
            var facts = [Fact(term: "PostgreSQL", value: state.database)]
            facts += state.heads.sorted { $0.key < $1.key }.map {
                Fact(term: $0.key, value: Words.grouped(Int($0.value)))
            }
            facts.append(Fact(term: words("operations.servers"), value: "\(state.servers)"))
            facts += state.stopped.map { follower in
                Fact(
                    term: words("operations.stopped-at", ["name": follower.name, "log": follower.jurisdiction]),
                    value: follower.error ?? "",
                    note: words(
                        "operations.retry",
                        ["position": "\(follower.errorPosition ?? -1)", "type": follower.errorType ?? ""]))
            }
            facts += state.differences.map { difference in
                Fact(
                    term: words("operations.differs-at", ["name": difference.name, "log": difference.jurisdiction]),
                    value: words("operations.differs-rows", ["count": Int(difference.rows)]),
                    note: words("operations.differs-remedy", ["name": difference.name]))
            }
            facts += state.publishing.sorted { $0.key < $1.key }.map { log, problem in
                Fact(
                    term: words("operations.publisher", ["log": log]), value: problem.finding, lang: "en",
                    note: words("operations.publisher-since", ["date": visit.reader.moment(problem.since).text]))
            }
            let model = OperationsPage(
                head: state.heads.values.reduce(0) { $0 + Int($1) + 1 }, database: facts,
                projections: state.projections.map(Self.follower), processes: state.processes.map(Self.follower),
                differing: state.differences.count, handlers: await handlers(visit), incidents: await incidents(visit),
                warnings: Self.missingWalls(words), for: visit.reader)
            return visit.page(model, title: words("nav.operations"), current: .operations)
        }
        post("/operations/modules/:id/:version/release", on: router) { visit, _ in
            try await throughline.releaseModule(
                visit.context.parameters.get("id") ?? "", visit.context.parameters.get("version") ?? "",
                for: try visit.principal())
            return visit.goOn(to: Place.operations.path, saying: FlashNote("event.module.released"))
        }
    }

    /// The handlers of this server, those that should run and do not included.
    private func handlers(_ visit: Visit) async -> [OperationsPage.Handler] {
        let running = await throughline.modules.status().map { status in
            let name = "\(status.module) \(status.version)"
            return OperationsPage.Handler(
                module: name, condition: status.condition.code, workers: status.pids.count, calls: status.calls,
                crashes: status.crashes, median: status.median.map(ModulePage.milliseconds),
                percentile99: status.percentile99.map(ModulePage.milliseconds),
                release: status.condition != .quarantined
                    ? nil
                    : PostButton(
                        label: visit.words("operations.release"),
                        action: "/operations/modules/\(status.module)/\(status.version)/release",
                        tokens: visit.tokens(), context: name))
        }
        let absent = await throughline.modules.missing.map {
            OperationsPage.Handler(
                module: "\($0.module) \($0.version)", condition: "absent", workers: 0, calls: 0, crashes: 0)
        }
        return running + absent
    }

    /// What happened to handlers lately, the latest first.
    private func incidents(_ visit: Visit) async -> [OperationsPage.Incident] {
        await throughline.modules.incidents.reversed().prefix(10).map { incident in
            let words = visit.words
            let what =
                switch incident.notice.what {
                case .crashed(let failure, _): words("operations.incident.crashed", ["detail": "\(failure)"])
                case .quarantined(let crashes): words("operations.incident.quarantined", ["count": crashes])
                default: words("operations.incident.released")
                }
            return OperationsPage.Incident(
                at: incident.at, module: "\(incident.notice.module) \(incident.notice.version)", what: what)
        }
    }

    private static func missingWalls(_ words: Words) -> [String] {
        let walls = SandboxSupport.current
        return (walls.landlock == nil ? [words("operations.no-landlock")] : [])
            + (walls.hasSeccomp ? [] : [words("operations.no-seccomp")])
    }

    private static func follower(_ follower: Operations.Follower) -> OperationsPage.Follower {
        .init(
            name: "\(follower.name), \(follower.jurisdiction)", position: Int(follower.position),
            lag: Int(follower.lag),
            version: follower.version,
            state: follower.error != nil ? "stopped" : follower.lag > 0 ? "catching-up" : "running")
    }
}
