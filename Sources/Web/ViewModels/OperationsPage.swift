import Foundation

/// Whether everything runs, for the operator.
struct OperationsPage: PageModel {
    static let template = "operations"

    /// A projection or a process manager: it reads the log up to a position.
    struct Follower: Sendable {
        var name: String
        var position: Int
        var lag: Int
        var version: Int
        /// `running`, `catching-up`, `stopped`
        var state: String
    }

    var headline: String
    var isWell: Bool
    var facts: [Fact]
    var projections: DataTable
    var processes: DataTable
    var modules: DataTable?
    var incidents: DataTable?
    /// Walls around modules that this machine does not have.
    var warnings: [String]

    /// A handler of a module on this server.
    struct Handler: Sendable {
        var module: String
        /// The end of its words' key: `serving` and so on.
        var condition: String
        var workers: Int
        var calls: Int
        var crashes: Int
        var median: String?
        var percentile99: String?
        /// Present while it is kept still.
        var release: PostButton?
    }

    /// Something that happened to a handler lately.
    struct Incident: Sendable {
        var at: Date
        var module: String
        var what: String
    }

    /// - Parameters:
    ///   - database: "PostgreSQL 15.14, schema 12" and such, already in words.
    ///   - differing: how many read models differed from their rebuilds when they were last compared.
    init(
        head: Int, database: [Fact], projections: [Follower], processes: [Follower], differing: Int = 0,
        handlers: [Handler] = [], incidents: [Incident] = [], warnings: [String] = [], for reader: Reader
    ) {
        let words = reader.words
        func tag(_ follower: Follower) -> Tag {
            switch follower.state {
            case "running": Tag(words("operations.state.running"), .done, icon: "check")
            case "catching-up": Tag(words("operations.state.catching-up"), .wait, icon: "clock")
            default: Tag(words("operations.state.stopped"), .late, icon: "alert")
            }
        }
        func table(_ caption: String, _ followers: [Follower]) -> DataTable {
            DataTable(
                caption: caption, showsCaption: true,
                columns: ["name", "state", "position", "lag", "version"].map {
                    .init(
                        label: words("operations.column.\($0)"), isNumber: ["position", "lag", "version"].contains($0))
                },
                rows: followers.map {
                    [
                        .init($0.name), .init(tag: tag($0)), .init(Words.grouped($0.position)),
                        .init(Words.grouped($0.lag)), .init("\($0.version)"),
                    ]
                })
        }
        let stopped = (projections + processes).filter { $0.state != "running" }.count + differing
        isWell = stopped == 0
        headline = stopped == 0 ? words("operations.well") : words("operations.unwell", ["count": stopped])
        facts = [Fact(term: words("operations.head"), value: Words.grouped(head))] + database
        self.projections = table(words("operations.projections"), projections)
        self.processes = table(words("operations.processes"), processes)
        self.warnings = warnings
        modules = handlers.isEmpty ? nil : Self.handlers(handlers, reader)
        self.incidents = incidents.isEmpty ? nil : Self.incidents(incidents, reader)
    }

    private static func handlers(_ handlers: [Handler], _ reader: Reader) -> DataTable {
        let words = reader.words
        let numbers = ["workers", "calls", "crashes", "median", "p99"]
        return DataTable(
            caption: words("operations.modules"), showsCaption: true,
            columns: (["module", "state"] + numbers).map {
                .init(label: words("operations.column.\($0)"), isNumber: numbers.contains($0))
            },
            rows: handlers.map { handler in
                let isWell = handler.condition == "serving"
                return [
                    .init(handler.module),
                    .init(
                        tag: Tag(
                            words("module.handler.\(handler.condition)"), isWell ? .done : .late,
                            icon: isWell ? "check" : "alert"), button: handler.release),
                    .init(Words.grouped(handler.workers)), .init(Words.grouped(handler.calls)),
                    .init(Words.grouped(handler.crashes)), .init(handler.median ?? "–"),
                    .init(handler.percentile99 ?? "–"),
                ]
            })
    }

    private static func incidents(_ incidents: [Incident], _ reader: Reader) -> DataTable {
        let words = reader.words
        return DataTable(
            caption: words("operations.incidents"), showsCaption: true,
            columns: ["when", "module", "what"].map { .init(label: words("operations.column.\($0)")) },
            rows: incidents.map { [.init(reader.moment($0.at)), .init($0.module), .init($0.what)] })
    }
}
