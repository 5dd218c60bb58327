import Application
import EventModel
import Foundation
import ModuleHost
import Workflows

/// One version of a module: what it decides, where it is in force, and what can be done about that.
struct ModulePage: PageModel {
    static let template = "module"

    /// What whoever looks may do with the version now.
    struct Actions: Hashable, Sendable {
        var propose: Form?
        var approve: PostButton?
        var refuse: Form?
        var retire: Form?

        var isEmpty: Bool { propose == nil && approve == nil && refuse == nil && retire == nil }
    }

    /// One program or policy of the module.
    struct TrackPart: Hashable, Sendable {
        var anchor: String
        var title: String
        var kind: String
        var diagram: StateDiagram?
        var steps: DataTable?
        var criteria: DataTable
        var deadlines: DataTable?
        var relief: DataTable?
    }

    var title: String
    var tag: Tag
    var errors: ErrorSummary?
    var facts: [Fact]
    var life: DataTable
    var hasLife: Bool
    var actions: Actions
    var hasActions: Bool
    var handler: DataTable?
    var tracks: [TrackPart]
    var fields: DataTable
    var notices: DataTable?
    var equity: DataTable?
    var trialHref: String
    var csvHref: String
    var jsonHref: String
    var listHref: String

    init(
        _ module: InstalledModule, in register: ModuleRegister, actions: Actions, problem: String? = nil,
        for reader: Reader
    ) {
        let words = reader.words
        let document = module.document
        title = reader.text(document.title)
        tag = Tag(module: register.state(of: module), for: reader)
        errors = ErrorSummary(
            (actions.propose?.fields ?? []) + (actions.refuse?.fields ?? []) + (actions.retire?.fields ?? []),
            other: problem.map { [$0] } ?? [])
        self.actions = actions
        hasActions = !actions.isEmpty
        facts = [
            Fact(term: words("module.id"), value: module.id),
            Fact(term: words("module.version"), value: "\(module.version)"),
            Fact(
                term: words("module.open-screenings"), value: Words.grouped(register.openScreenings(of: module))),
            Fact(term: words("module.jurisdictions"), value: document.jurisdictions.joined(separator: ", ")),
            Fact(term: words("module.hash"), value: module.packageHash),
            Fact(
                term: words("module.installed"),
                value: words(
                    "module.who-when",
                    [
                        "who": module.installedBy.flatMap { register.names[$0] } ?? words("module.command-line"),
                        "when": reader.dateTime(module.installedAt),
                    ])),
        ]
        let lives = module.activations.filter { $0.jurisdiction == register.jurisdiction }
        life = Self.life(lives, register, reader)
        hasLife = !lives.isEmpty
        handler = module.hasHandler ? Self.handler(register.status(of: module), reader) : nil
        tracks = document.tracks.map { Self.part($0, document, reader) }
        fields = Self.fields(document, reader)
        notices = Self.notices(document, reader)
        equity = Self.equity(document, reader)
        trialHref = "\(module.pagePath)/trial"
        csvHref = "\(module.pagePath).csv"
        jsonHref = "\(module.pagePath).json"
        listHref = Place.modules.path
    }

    private static func table(
        _ key: String, _ columns: [String], numbers: Set<String> = [], _ rows: [[DataTable.Cell]], _ reader: Reader
    ) -> DataTable {
        DataTable(
            caption: reader.words("module.\(key)"), showsCaption: true,
            columns: columns.map {
                .init(label: reader.words("module.column.\($0)"), isNumber: numbers.contains($0))
            }, rows: rows)
    }

    private static func life(
        _ activations: [InstalledModule.Activation], _ register: ModuleRegister, _ reader: Reader
    ) -> DataTable {
        func who(_ account: UUID?, _ date: Date?) -> DataTable.Cell {
            guard let account, let date else { return .init("–") }
            return .init(register.names[account] ?? reader.words("module.command-line"), note: reader.dateTime(date))
        }
        return table(
            "life", ["from", "state", "proposed", "answered", "retired", "settings"],
            activations.map { activation in
                [
                    .init(reader.day(activation.from)),
                    .init(
                        reader.words("module.activation.\(activation.state.rawValue)"),
                        note: activation.reason.map { "“\($0)”" }),
                    who(activation.proposedBy, activation.proposedAt),
                    who(activation.answeredBy, activation.answeredAt), who(activation.retiredBy, activation.retiredAt),
                    .init(
                        activation.settings.isEmpty
                            ? "–"
                            : activation.settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
                                .joined(separator: ", ")),
                ]
            }, reader)
    }

    private static func handler(_ status: ModuleStatus?, _ reader: Reader) -> DataTable {
        let words = reader.words
        var rows: [[DataTable.Cell]] = [
            [
                .init(words("module.handler")),
                .init(words("module.handler.\(status?.condition.code ?? "absent")")),
            ]
        ]
        if let status {
            func row(_ key: String, _ value: String) {
                rows.append([.init(words("module.handler-\(key)")), .init(value)])
            }
            row("workers", "\(status.pids.count)")
            row("calls", Words.grouped(status.calls))
            row("failures", Words.grouped(status.failures))
            row("crashes", Words.grouped(status.crashes))
            row("median", status.median.map(Self.milliseconds) ?? "–")
            row("p99", status.percentile99.map(Self.milliseconds) ?? "–")
            row("walls", "\(status.walls)")
        }
        return table("handler-caption", ["what", "value"], rows, reader)
    }

    static func milliseconds(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(1) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
