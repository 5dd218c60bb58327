import ReadModels
import Testing

@Suite("Small cells")
struct SuppressionTests {
    private typealias Cell = SuppressedTable.Cell

    @Test("A count from 1 to 10 is hidden and zero is shown")
    func primary() {
        let table = SuppressedTable(rows: ["a", "b"], columns: ["x", "y"], counts: [[5, 0], [40, 30]])
        #expect(table.cells[0][0] == .small)
        #expect(table.cells[0][1] == .count(0) || table.cells[0][1] == .withheld)
    }

    @Test("No hidden cell can be found by subtraction")
    func complementary() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let counts = (0..<4).map { _ in (0..<3).map { _ in Int.random(in: 0...40, using: &generator) } }
            let table = SuppressedTable(rows: ["a", "b", "c", "d"], columns: ["x", "y", "z"], counts: counts)
            let lines =
                table.rows.indices.map { row in table.cells[row] + [table.rowTotals[row]] }
                + table.columns.indices.map { column in
                    table.cells.map { $0[column] } + [table.columnTotals[column]]
                } + [table.rowTotals, table.columnTotals]
            for line in lines {
                let hidden = line.filter { if case .count = $0 { false } else { true } }.count
                #expect(hidden != 1, "\(counts) gives a cell away in \(line)")
            }
        }
    }

    @Test("Large counts are shown as they are")
    func untouched() {
        let table = SuppressedTable(rows: ["a", "b"], columns: ["x", "y"], counts: [[50, 60], [70, 80]])
        #expect(table.cells == [[.count(50), .count(60)], [.count(70), .count(80)]])
        #expect(table.total == 260)
    }
}
