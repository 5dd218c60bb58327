import EventModel
import Yams

/// A jurisdiction's own workflow, as data: what is asked, by which rules, and what follows.
///
/// Reading one answers either a document that is sound or every problem at once. Interpreting it can neither crash nor
/// hang: rules are trees of comparisons without loops.
public struct WorkflowDocument: Sendable, Hashable {
    public var id: String
    public var version: ModuleVersion
    public var title: Words
    public var jurisdictions: [String]
    public var facts: [String: Fact]
    /// What the jurisdiction must say for itself, by id.
    public var settings: [String: Setting]
    /// What steps record, by name.
    public var fields: [String: Fact]
    public var roles: [String: LocalRole]
    public var reasons: [String: Reason]
    public var notices: [String: Notice]
    public var tracks: [Track]
    /// The program that its steps' commands are for.
    public var handler: HandlerFile?
    public var equityAnswers: [Equity.Answer]
    /// The text that was read; what a version is known by.
    public var source: String

    public init(yaml source: String) throws(Problems) {
        let node = try Node.read(source, "The document")
        var problems = WorkflowShape.document.problems(node)
        guard problems.isEmpty else { throw Problems(problems) }
        self.source = source
        id = node.text("id")
        version = ModuleVersion(node.text("version")) ?? ModuleVersion(0, 0, 0)
        if ModuleVersion(node.text("version")) == nil {
            problems.append(Problem(path: "version", line: node["version"]?.mark?.line, message: "Write it as 1.0.0."))
        }
        title = Words(node["title"])
        jurisdictions = node.texts("jurisdictions")
        let names = Names(node, problems: &problems)
        (facts, settings, fields) = (names.facts, names.settings, names.fields)
        (roles, reasons, notices, handler) = (names.roles, names.reasons, names.notices, names.handler)
        tracks = []
        for (index, track) in (node["tracks"]?.sequence ?? []).enumerated() {
            tracks.append(Track(track, names: names, at: "tracks[\(index)]", problems: &problems))
        }
        equityAnswers = (node["equity"]?.sequence ?? []).map(Equity.Answer.init)
        problems += Self.doubled(
            tracks.map(\.id) + tracks.flatMap { $0.criteria.map(\.id) + $0.steps.map(\.id) + $0.deadlines.map(\.id) })
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// The track of an id.
    public func track(_ id: String) -> Track? { tracks.first { $0.id == id } }

    /// The fact, the field or the setting that rules and conditions call by a name.
    public func fact(named name: String) -> Fact? {
        facts[name] ?? fields[name] ?? settings.values.first { $0.fact.name == name }?.fact
    }

    /// Every command that a step has the handler decide.
    public var handlerCommands: Set<String> { Set(tracks.flatMap(\.steps).compactMap(\.handler)) }

    private static func doubled(_ ids: [String]) -> [Problem] {
        Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted().map {
            Problem(path: "tracks", message: "\($0) is used twice. An id names one track, criterion, step or deadline.")
        }
    }
}

/// A version of a module: later ones are greater.
public struct ModuleVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var numbers: [Int]

    init(_ major: Int, _ minor: Int, _ patch: Int) { numbers = [major, minor, patch] }

    /// Reads `1.0.0`, and nothing else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = parts.compactMap { $0 }.filter { (0..<100_000).contains($0) }
        guard parts.count == 3, numbers.count == 3, numbers.map(String.init).joined(separator: ".") == text else {
            return nil
        }
        self.numbers = numbers
    }

    public static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }

    public var description: String { numbers.map(String.init).joined(separator: ".") }
}
