import Foundation

/// A plot of costs against the length of the log: both axes logarithmic, one line a path, the limits dashed.
struct GrowthPlot {
    struct Line {
        var name: String
        /// Events, and the cost relative to the small log's.
        var points: [(events: Int, ratio: Double)]
    }

    let lines: [Line]
    private let width = 720.0
    private let height = 380.0
    private let left = 64.0
    private let right = 190.0
    private let top = 24.0
    private let bottom = 48.0
    /// Told apart without colour too: each has a dash of its own.
    private let dashes = ["", "8 4", "3 3", "12 4 3 4"]
    private let colours = ["#2a6fdb", "#c2570c", "#0f8a5f", "#8b46c8"]

    private var sizes: [Int] { Array(Set(lines.flatMap { $0.points.map(\.events) })).sorted() }
    private var highest: Double { max(2, (lines.flatMap { $0.points.map(\.ratio) }.max() ?? 2) * 1.2) }
    private var lowest: Double { min(0.5, (lines.flatMap { $0.points.map(\.ratio) }.min() ?? 0.5) / 1.2) }

    private func x(_ events: Int) -> Double {
        guard let first = sizes.first, let last = sizes.last, last > first else { return left }
        let share = log(Double(events) / Double(first)) / log(Double(last) / Double(first))
        return left + share * (width - left - right)
    }

    private func y(_ ratio: Double) -> Double {
        let share = log(ratio / lowest) / log(highest / lowest)
        return height - bottom - share * (height - top - bottom)
    }

    var text: String {
        let summary = lines.map { line in
            "\(line.name): \(line.points.map { String(format: "%.2f", $0.ratio) + " at \($0.events)" }.joined(separator: ", "))"
        }
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
            aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13">
            <title id="title">Cost against the length of a log, relative to a log of 10,000 events</title>
            <desc id="desc">\(summary.joined(separator: "; "))</desc>
            <style>text{fill:#222}.axis{stroke:#888}.limit{stroke:#888;stroke-dasharray:2 4}\
            @media(prefers-color-scheme:dark){text{fill:#eee}}</style>
            """
        ]
        for mark in [0.5, 1, 1.2, 1.5, 2, 4, 8] where mark >= lowest && mark <= highest {
            parts.append(
                #"<line class="\#(mark == 1 ? "axis" : "limit")" x1="\#(left)" x2="\#(width - right)" "#
                    + #"y1="\#(y(mark))" y2="\#(y(mark))"/>"#
                    + #"<text x="\#(left - 8)" y="\#(y(mark) + 4)" text-anchor="end">\#(mark) ×</text>"#)
        }
        for size in sizes {
            parts.append(
                #"<text x="\#(x(size))" y="\#(height - bottom + 22)" text-anchor="middle">\#(Self.short(size))</text>"#)
        }
        parts.append(
            #"<text x="\#((left + width - right) / 2)" y="\#(height - 6)" text-anchor="middle">events in the log</text>"#
        )
        for (index, line) in lines.enumerated() { parts.append(draw(line, index)) }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private func draw(_ line: Line, _ index: Int) -> String {
        let points = line.points.map { String(format: "%.1f,%.1f", x($0.events), y($0.ratio)) }
        let style =
            #"fill="none" stroke="\#(colours[index % 4])" stroke-width="2.5" stroke-dasharray="\#(dashes[index % 4])""#
        let row = top + 20 + Double(index) * 24
        let start = width - right + 16
        return #"<polyline points="\#(points.joined(separator: " "))" \#(style)/>"#
            + #"<line x1="\#(start)" x2="\#(start + 30)" y1="\#(row)" y2="\#(row)" \#(style)/>"#
            + #"<text x="\#(start + 38)" y="\#(row + 4)">\#(line.name)</text>"#
    }

    private static func short(_ events: Int) -> String {
        events >= 1_000_000 ? "\(events / 1_000_000) million" : "\(events / 1000) thousand"
    }
}
