/// A table of counts that may be shown: small cells hidden, and none of them derivable from what is left.
///
/// Primary suppression hides every count from 1 to 10, as the cell-size policy of the Centers for Medicare &
/// Medicaid Services asks; zero may be shown. Complementary suppression then hides a second cell, the smallest
/// first, in every row and column whose single hidden cell could be found by subtraction from the total, and repeats
/// until nothing changes.
public struct SuppressedTable: Sendable, Hashable {
    /// One cell as it may be shown.
    public enum Cell: Sendable, Hashable {
        case count(Int)
        /// 1 to 10.
        case small
        /// Hidden only because it would give another one away.
        case withheld
    }

    public static let threshold = 11

    public let rows: [String]
    public let columns: [String]
    public let cells: [[Cell]]
    public let rowTotals: [Cell]
    public let columnTotals: [Cell]
    public let total: Int

    /// - Parameter counts: one array a row, each as long as `columns`.
    public init(rows: [String], columns: [String], counts: [[Int]]) {
        precondition(counts.count == rows.count && counts.allSatisfy { $0.count == columns.count })
        self.rows = rows
        self.columns = columns
        total = counts.joined().reduce(0, +)

        // The margins are cells like any other: one more row and one more column, so that a small total is hidden
        // and a hidden total is protected too. The grand total is always shown.
        var grid = counts.map { $0 + [$0.reduce(0, +)] }
        grid.append((0...columns.count).map { column in grid.reduce(0) { $0 + $1[column] } })
        var hidden = grid.map { $0.map { (1..<Self.threshold).contains($0) } }
        hidden[rows.count][columns.count] = false
        Self.complement(&hidden, grid)

        func cell(_ row: Int, _ column: Int) -> Cell {
            guard hidden[row][column] else { return .count(grid[row][column]) }
            return (1..<Self.threshold).contains(grid[row][column]) ? .small : .withheld
        }
        cells = rows.indices.map { row in columns.indices.map { cell(row, $0) } }
        rowTotals = rows.indices.map { cell($0, columns.count) }
        columnTotals = columns.indices.map { cell(rows.count, $0) }
    }

    /// Hides one more cell in each line that has exactly one hidden, until no line has.
    private static func complement(_ hidden: inout [[Bool]], _ grid: [[Int]]) {
        let height = grid.count
        let width = grid.first?.count ?? 0
        let lines =
            (0..<height).map { row in (0..<width).map { (row, $0) } }
            + (0..<width).map { column in (0..<height).map { ($0, column) } }
        var changed = true
        while changed {
            changed = false
            for line in lines where line.filter({ hidden[$0.0][$0.1] }).count == 1 {
                let candidates = line.filter { !hidden[$0.0][$0.1] && !($0.0 == height - 1 && $0.1 == width - 1) }
                // Totals stay where they can. A cell that is zero protects least: people may know that nobody is in it.
                let choice = candidates.min { left, right in
                    func cost(_ cell: (Int, Int)) -> (Int, Int, Int) {
                        let isTotal = cell.0 == height - 1 || cell.1 == width - 1
                        let count = grid[cell.0][cell.1]
                        return (isTotal ? 1 : 0, count == 0 ? 1 : 0, count)
                    }
                    return cost(left) < cost(right)
                }
                if let choice {
                    hidden[choice.0][choice.1] = true
                    changed = true
                }
            }
        }
    }
}
