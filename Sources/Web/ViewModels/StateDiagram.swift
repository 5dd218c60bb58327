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
    private static let laneWidth = 26

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
        var places: [String: Place] = [:]
        let rows = Dictionary(grouping: graph.nodes) { $0.rank ?? last + 1 }
        for (rank, nodes) in rows {
            for (column, node) in nodes.enumerated() {
                places[node.state.id] = Place(
                    x: Self.left + column * (Self.boxWidth + Self.gapX),
                    y: Self.top + rank * (Self.boxHeight + Self.gapY), isLast: column == nodes.count - 1)
            }
        }
        boxes = graph.nodes.compactMap { node in
            places[node.state.id].map { place in
                Self.box(reader.text(node.state.title), at: place, isEnd: node.state.ends != nil)
            }
        }
        let ways = Dictionary(grouping: graph.edges) { Way(from: $0.from, to: $0.to) }
            .sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
        let right = Self.left + (rows.values.map(\.count).max() ?? 1) * (Self.boxWidth + Self.gapX) - Self.gapX
        var lanes = 0
        arrows = ways.compactMap { way, edges in
            guard let from = places[way.from], let to = places[way.to] else { return nil }
            let label = edges.compactMap { numbers[$0.step.id] }.sorted().map(String.init).joined(separator: ", ")
            return Self.arrow(from, to, label, right: right, lanes: &lanes)
        }
        let width = right + 34 + lanes * Self.laneWidth
        let height = Self.top + ((rows.keys.max() ?? 0) + 1) * (Self.boxHeight + Self.gapY) - Self.gapY + 12
        viewBox = "0 0 \(width) \(height)"
    }

    /// Where a box stands, and whether nothing stands to its right.
    private struct Place {
        var x: Int
        var y: Int
        var isLast: Bool
    }

    private struct Way: Hashable {
        var from: String
        var to: String
    }

    private static func box(_ title: String, at place: Place, isEnd: Bool) -> Box {
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

    private static func arrow(_ from: Place, _ to: Place, _ label: String, right: Int, lanes: inout Int) -> Arrow {
        let (width, height) = (boxWidth, boxHeight)
        if from.x == to.x, from.y == to.y {
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
        // Backwards, sideways or over several rows: round everything on the right, each in a lane of its own. What
        // stands left of another box leaves and enters through the gap between the rows.
        lanes += 1
        let lane = right + 18 + lanes * laneWidth
        let leaves = from.y + height / 2
        let enters = to.y + height / 2 + 8
        let (near, gap) = (width - 20, 9)
        let start =
            from.isLast
            ? "M\(from.x + width) \(leaves)H\(lane)"
            : "M\(from.x + near) \(from.y + height)V\(from.y + height + gap)H\(lane)"
        let end =
            to.isLast
            ? "V\(enters)H\(to.x + width)" : "V\(to.y - gap)H\(to.x + near)V\(to.y)"
        let middle = (leaves + enters) / 2
        return Arrow(path: start + end, label: label, x: lane, y: middle, textY: middle + 4)
    }
}
