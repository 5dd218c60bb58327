import Foundation
import Testing
import Workflows

@testable import Web

@Suite("State diagrams")
struct StateDiagramTests {
    /// What a straight piece of an arrow covers.
    private struct Piece {
        var x: ClosedRange<Int>
        var y: ClosedRange<Int>

        func passes(_ box: StateDiagram.Box) -> Bool {
            x.overlaps(box.x + 1...box.x + StateDiagram.boxWidth - 1)
                && y.overlaps(box.y + 1...box.y + StateDiagram.boxHeight - 1)
        }
    }

    @Test(
        "No arrow passes behind a box, and all lie within the picture",
        arguments: ["CookCounty", "RamseyCounty", "WyandotteCounty"])
    func arrows(module: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appending(path: "Plugins/\(module)/workflow.yaml")
        let document = try WorkflowDocument(yaml: String(contentsOf: path, encoding: .utf8))
        let reader = try Renderer(resources: root.appending(path: "Sources/Web")).reader(
            .english, in: .gmt, at: Date(timeIntervalSince1970: 0))
        for track in document.tracks {
            guard let graph = track.graph else { continue }
            let numbers = Dictionary(uniqueKeysWithValues: zip(track.steps.map(\.id), 1...))
            let diagram = StateDiagram(graph, track: track, numbers: numbers, for: reader)
            let width = try #require(diagram.viewBox.split(separator: " ").compactMap { Int($0) }.dropFirst(2).first)
            for arrow in diagram.arrows {
                #expect(arrow.x + 11 <= width, "\(track.id): \(arrow.label)")
                for piece in pieces(of: arrow.path) {
                    #expect(!diagram.boxes.contains(where: piece.passes), "\(track.id): \(arrow.path)")
                }
            }
        }
    }

    /// The straight pieces of a path; curves stay between two rows, or left of all boxes.
    private func pieces(of path: String) -> [Piece] {
        var (x, y) = (0, 0)
        return path.matches(of: /([MHV])(\d+)(?: (\d+))?/).compactMap { match in
            let (oldX, oldY, number) = (x, y, Int(match.2) ?? 0)
            switch match.1 {
            case "H": x = number
            case "V": y = number
            default:
                (x, y) = (number, match.3.flatMap { Int($0) } ?? 0)
                return nil
            }
            return Piece(x: min(x, oldX)...max(x, oldX), y: min(y, oldY)...max(y, oldY))
        }
    }
}
