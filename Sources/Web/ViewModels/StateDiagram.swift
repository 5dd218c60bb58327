import Foundation
import Workflows

/// A track's states as boxes and its steps as numbered arrows, from top to bottom. The table beside it says the same.
struct StateDiagram: Hashable, Sendable {
    struct Box: Hashable, Sendable {
        var x: Int
        var y: Int
        var textX: Int
        var lines: [Line]
        /// Where a case ends.
        var isEnd: Bool
    }

    struct Line: Hashable, Sendable {
        var text: String
        var x: Int
        var y: Int
    }

    struct Arrow: Hashable, Sendable {
        var path: String
        /// The numbers of the steps that go this way.
        var label: String
        var x: Int
        var y: Int
        var textY: Int
    }

    static let boxWidth = 176
    static let boxHeight = 48
    private static let (gapX, gapY, left, top) = (28, 58, 44, 10)

    var id: String
    var title: String
    var summary: String
    var viewBox: String
    var boxes: [Box]
    var arrows: [Arrow]

    /// - parameter numbers: each step's number in the table beside it.
    init(_ graph: TrackGraph, track: Track, numbers: [String: Int], for reader: Reader) {
        let words = reader.words
        id = "diagram-\(track.id.replacingOccurrences(of: ".", with: "-"))"
        title = words("module.diagram", ["track": reader.text(track.title)])
        summary = words("module.diagram-summary", ["states": graph.nodes.count, "steps": track.steps.count])
        // What no way leads to stands in a row of its own at the end.
        let last = graph.nodes.compactMap(\.rank).max() ?? 0
        var places: [String: (x: Int, y: Int)] = [:]
        var rows: [Int: Int] = [:]
        for node in graph.nodes {
            let rank = node.rank ?? last + 1
            let column = rows[rank, default: 0]
            rows[rank] = column + 1
            places[node.state.id] = (
                Self.left + column * (Self.boxWidth + Self.gapX), Self.top + rank * (Self.boxHeight + Self.gapY)
            )
        }
        boxes = graph.nodes.compactMap { node in
            places[node.state.id].map { place in
                Self.box(reader.text(node.state.title), at: place, isEnd: node.state.ends != nil)
            }
        }
        let ways = Dictionary(grouping: graph.edges) { Way(from: $0.from, to: $0.to) }
            .sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
        var detours = 0
        arrows = ways.compactMap { way, edges in
            guard let from = places[way.from], let to = places[way.to] else { return nil }
            let label = edges.compactMap { numbers[$0.step.id] }.sorted().map(String.init).joined(separator: ", ")
            return Self.arrow(from, to, label, detours: &detours)
        }
        let width = Self.left + (rows.values.max() ?? 1) * (Self.boxWidth + Self.gapX) + 30 + detours * 18
        let height = Self.top + ((rows.keys.max() ?? 0) + 1) * (Self.boxHeight + Self.gapY) - Self.gapY + 12
        viewBox = "0 0 \(width) \(height)"
    }

    private struct Way: Hashable {
        var from: String
        var to: String
    }

    private static func box(_ title: String, at place: (x: Int, y: Int), isEnd: Bool) -> Box {
        let lines = wrapped(title, at: 24)
        let middle = place.x + boxWidth / 2
        let first = place.y + boxHeight / 2 + 5 - (lines.count - 1) * 8
        return Box(
            x: place.x, y: place.y, textX: middle,
            lines: lines.enumerated().map { Line(text: $1, x: middle, y: first + $0 * 16) }, isEnd: isEnd)
    }

    /// At most two lines, broken between words.
    private static func wrapped(_ title: String, at limit: Int) -> [String] {
        guard title.count > limit else { return [title] }
        var lines = ["", ""]
        for word in title.split(separator: " ") {
            let index = lines[1].isEmpty && lines[0].count + word.count < limit ? 0 : 1
            lines[index] += (lines[index].isEmpty ? "" : " ") + word
        }
        if lines[1].count > limit { lines[1] = "\(lines[1].prefix(limit - 1))…" }
        return lines.filter { !$0.isEmpty }
    }

    private static func arrow(
        _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ label: String, detours: inout Int
    ) -> Arrow {
        let (width, height) = (boxWidth, boxHeight)
        if from == to {
            let y = from.y + height / 2
            return Arrow(
                path: "M\(from.x) \(y - 12)C\(from.x - 40) \(y - 22) \(from.x - 40) \(y + 22) \(from.x) \(y + 12)",
                label: label, x: from.x - 30, y: y, textY: y + 4)
        }
        if to.y == from.y + height + gapY {
            let (x1, y1, x2, y2) = (from.x + width / 2, from.y + height, to.x + width / 2, to.y)
            let (x, y) = ((x1 + x2) / 2, (y1 + y2) / 2)
            return Arrow(
                path: "M\(x1) \(y1)C\(x1) \(y) \(x2) \(y) \(x2) \(y2)", label: label, x: x, y: y, textY: y + 4)
        }
        // Backwards, sideways or over several rows: round the right side, each on a way of its own.
        detours += 1
        let (x1, y1, x2, y2) = (from.x + width, from.y + height / 2, to.x + width, to.y + height / 2)
        let far = max(x1, x2) + 34 + detours * 18
        return Arrow(
            path: "M\(x1) \(y1)C\(far) \(y1) \(far) \(y2) \(x2) \(y2)", label: label, x: (x1 + x2 + 6 * far) / 8,
            y: (y1 + y2) / 2, textY: (y1 + y2) / 2 + 4)
    }
}
