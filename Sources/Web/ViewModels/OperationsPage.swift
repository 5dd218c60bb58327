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

    /// - Parameters:
    ///   - database: "PostgreSQL 15.14, schema 12" and such, already in words.
    ///   - differing: how many read models differed from their rebuilds when they were last compared.
    init(
        head: Int, database: [Fact], projections: [Follower], processes: [Follower], differing: Int = 0,
        for reader: Reader
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
    }
}
