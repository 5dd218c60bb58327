import Application
import Foundation
import Gateway
import Hummingbird
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
            facts += state.projections.compactMap { follower in
                follower.error.map {
                    Fact(
                        term: words("operations.stopped-at", ["name": follower.name, "log": follower.jurisdiction]),
                        value: $0,
                        note: words("operations.retry", ["position": "\(follower.errorPosition ?? -1)"]))
                }
            }
            facts += state.publishing.sorted { $0.key < $1.key }.map { log, problem in
                Fact(
                    term: words("operations.publisher", ["log": log]), value: problem.finding, lang: "en",
                    note: words("operations.publisher-since", ["date": visit.reader.moment(problem.since).text]))
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
