import Application
import Foundation
import Gateway
import Hummingbird

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
            let model = OperationsPage(
                head: state.heads.values.reduce(0) { $0 + Int($1) + 1 }, database: facts,
                projections: state.projections.map(Self.follower), processes: state.processes.map(Self.follower),
                for: visit.reader)
            return visit.page(model, title: words("nav.operations"), current: .operations)
        }
    }

    private static func follower(_ follower: Operations.Follower) -> OperationsPage.Follower {
        .init(
            name: "\(follower.name), \(follower.jurisdiction)", position: Int(follower.position),
            lag: Int(follower.lag),
            version: follower.version,
            state: follower.error != nil ? "stopped" : follower.lag > 0 ? "catching-up" : "running")
    }
}
