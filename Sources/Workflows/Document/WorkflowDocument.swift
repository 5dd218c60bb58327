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
    public var tracks: [Track]
    public var equityAnswers: [Equity.Answer]
    /// The text that was read; what a version is known by.
    public var source: String

    /// The format's longest document, in bytes.
    static let limit = 256 * 1024

    public init(yaml source: String) throws(Problems) {
        guard source.utf8.count <= Self.limit else {
            throw Problems([Problem(path: "", message: "A document has at most 256 kB. Split the module.")])
        }
        let node: Node
        do {
            guard let read = try compose(yaml: source) else {
                throw Problems([Problem(path: "", message: "The document is empty.")])
            }
            node = read
        } catch let problems as Problems {
            throw problems
        } catch {
            throw Problems([Problem(path: "", message: "This is not YAML: \(error)")])
        }
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
        facts = [:]
        for (name, fact) in node["facts"]?.mapping ?? [:] {
            let read = Fact(name.string ?? "", fact)
            facts[read.name] = read
            if (read.kind == .choice) == read.options.isEmpty {
                problems.append(
                    Problem(
                        path: "facts.\(read.name)", line: fact.mark?.line,
                        message: "A choice has options, and nothing else has."))
            }
        }
        tracks = []
        for (index, track) in (node["tracks"]?.sequence ?? []).enumerated() {
            tracks.append(Track(track, facts: facts, at: "tracks[\(index)]", problems: &problems))
        }
        equityAnswers = (node["equity"]?.sequence ?? []).map(Equity.Answer.init)
        problems += Self.doubled(tracks.map(\.id) + tracks.flatMap { $0.criteria.map(\.id) })
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// The track of an id.
    public func track(_ id: String) -> Track? { tracks.first { $0.id == id } }

    private static func doubled(_ ids: [String]) -> [Problem] {
        Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted().map {
            Problem(path: "tracks", message: "\($0) is used twice. An id names one track or one criterion.")
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
