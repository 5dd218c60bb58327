/// What is wrong at one place of a workflow document, and what to do about it.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, as `criteria[2].rule`; empty for the whole document.
    public var path: String
    /// Counted from 1; `nil` where the document has no line of its own for it.
    public var line: Int?
    /// A sentence.
    public var message: String

    public var description: String {
        [line.map { "line \($0)" }, path.isEmpty ? nil : path].compactMap { $0 }.joined(separator: ", ")
            + ": " + message
    }
}

/// Everything that is wrong with a document, in the order of its lines.
public struct Problems: Error, Hashable, Sendable, CustomStringConvertible {
    public var list: [Problem]

    init(_ list: [Problem]) { self.list = list.sorted { ($0.line ?? 0, $0.path) < ($1.line ?? 0, $1.path) } }

    public var description: String { list.map(\.description).joined(separator: "\n") }
}
