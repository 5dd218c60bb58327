import EventModel
import Yams

/// A given, a when and a then that a county's analyst writes beside a document, and that it must keep.
public struct ScreeningCase: Sendable, Hashable {
    public var name: String
    public var track: String
    public var given: KnownFacts
    public var expected: Finding
    /// Criteria whose own answer is expected too.
    public var expectedCriteria: [String: Finding]

    /// Reads a file of cases for a document.
    public static func read(yaml: String, for document: WorkflowDocument) throws(Problems) -> [ScreeningCase] {
        let node: Node?
        do { node = try compose(yaml: yaml) } catch {
            throw Problems([Problem(path: "", message: "This is not YAML: \(error)")])
        }
        guard let node else { throw Problems([Problem(path: "", message: "The file of cases is empty.")]) }
        var problems = shape.problems(node)
        guard problems.isEmpty else { throw Problems(problems) }
        var cases: [ScreeningCase] = []
        for (index, item) in (node["cases"]?.sequence ?? []).enumerated() {
            cases.append(ScreeningCase(item, document, at: "cases[\(index)]", problems: &problems))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return cases
    }

    /// What differs from what is expected; empty when the case is kept.
    public func failures(in document: WorkflowDocument) -> [String] {
        guard let track = document.track(track) else { return ["There is no track \(track)."] }
        let screening = document.screen(given, for: track)
        var failures: [String] = []
        if screening.finding != expected {
            failures.append("\(track.id) is \(screening.finding.rawValue), not \(expected.rawValue)")
        }
        let found = Dictionary(screening.answers.map { ($0.criterion, $0.finding) }) { $1 }
        for (criterion, expected) in expectedCriteria.sorted(by: { $0.key < $1.key }) where found[criterion] != expected
        {
            let answer = found[criterion]?.rawValue ?? "not in force"
            failures.append("\(criterion) is \(answer), not \(expected.rawValue)")
        }
        return failures
    }

    private static let findings = Shape.choice(Finding.allCases.map(\.rawValue))
    private static let shape = Shape.object([
        .init("throughline", .choice(["workflow-cases/1"]), required: true, "The format of this file."),
        .init(
            "cases",
            .list(
                .object([
                    .init("name", .text, required: true, "A sentence that says what holds."),
                    .init("track", .identifier, required: true, "The track that is screened for."),
                    .init("date", .day, required: true, "The date for which it is screened."),
                    .init("given", .map(.scalar), required: true, "The facts that are known, by name."),
                    .init(
                        "then",
                        .object([
                            .init("finding", findings, required: true, "The answer."),
                            .init("criteria", .map(findings), "The answers of single criteria."),
                        ]), required: true, "What is expected."),
                ])), required: true, "The cases."),
    ])

    private init(_ node: Node, _ document: WorkflowDocument, at path: String, problems: inout [Problem]) {
        func problem(_ key: String, _ message: String) {
            problems.append(Problem(path: "\(path).\(key)", line: node[key]?.mark?.line, message: message))
        }
        name = node.text("name")
        track = node.text("track")
        if document.track(track) == nil {
            problem(
                "track", "There is no track \(track). Known are \(document.tracks.map(\.id).joined(separator: ", ")).")
        }
        given = KnownFacts([:], on: Day(node.text("date")) ?? Day(daysSince1970: 0))
        for (key, value) in node["given"]?.mapping ?? [:] {
            let (key, written) = (key.scalar?.string ?? "", value.scalar?.string ?? "")
            guard let fact = document.facts[key] else {
                problem("given", "The document has no fact \(key).")
                continue
            }
            if let value = FactValue(written, as: fact.kind), fact.kind != .choice || fact.options[written] != nil {
                given.values[key] = value
            } else {
                problem("given", "\(written) is no value of \(key), which is a \(fact.kind.rawValue).")
            }
        }
        expected = node["then"]?.choice("finding", or: .notKnown) ?? .notKnown
        expectedCriteria = [:]
        let known = Set(document.tracks.flatMap { $0.criteria.map(\.id) })
        for (key, value) in node["then"]?["criteria"]?.mapping ?? [:] {
            let id = key.scalar?.string ?? ""
            if !known.contains(id) { problem("then", "The document has no criterion \(id).") }
            expectedCriteria[id] = Finding(rawValue: value.scalar?.string ?? "")
        }
    }
}
