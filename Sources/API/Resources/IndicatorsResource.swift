import Application
import ReadModels

/// Counts with small cells hidden: none from 1 to 10 can be read or worked out.
struct IndicatorsResource: Encodable, Sendable {
    /// A count, or why it is not shown.
    struct Cell: Encodable, Sendable {
        var count: Int?
        var hidden: String?

        init(_ cell: SuppressedTable.Cell) {
            switch cell {
            case .count(let number): count = number
            case .small: hidden = "small"
            case .withheld: hidden = "withheld"
            }
        }

        /// A count that stands alone.
        init(alone number: Int) {
            self.init((1..<SuppressedTable.threshold).contains(number) ? .small : .count(number))
        }
    }

    struct Table: Encodable, Sendable {
        var rows: [String]
        var columns: [String]
        var cells: [[Cell]]
        var rowTotals: [Cell]
        var columnTotals: [Cell]
        var total: Cell

        init(_ table: SuppressedTable) {
            rows = table.rows
            columns = table.columns
            cells = table.cells.map { $0.map { Cell($0) } }
            rowTotals = table.rowTotals.map { Cell($0) }
            columnTotals = table.columnTotals.map { Cell($0) }
            total = Cell(alone: table.total)
        }
    }

    var jurisdiction: String
    var referrals: Cell
    /// What other systems said of the results of referrals taken over from them.
    var graduated: Cell
    var failed: Cell
    var neverDetermined: Cell
    var imputedReferralDates: Cell
    var resultsByRace: Table
    var resultsByProgram: Table
    var statuses: Table
    var position: Int64

    init(_ indicators: Indicators) {
        jurisdiction = indicators.jurisdiction
        referrals = Cell(alone: indicators.referrals)
        graduated = Cell(indicators.graduated)
        failed = Cell(indicators.failed)
        neverDetermined = Cell(indicators.neverDetermined)
        imputedReferralDates = Cell(alone: indicators.imputedReferralDates)
        resultsByRace = Table(indicators.resultsByRace)
        resultsByProgram = Table(indicators.resultsByProgram)
        statuses = Table(indicators.statuses)
        position = indicators.position
    }

    private static let cell = Schema.object([
        .may("count", .count),
        .may("hidden", .code(["small", "withheld"], "1 to 10, or hidden because it would give another one away.")),
    ]).named("Cell")
    private static let table = Schema.object([
        .needs("rows", .list(.text())), .needs("columns", .list(.text())), .needs("cells", .list(.list(cell))),
        .needs("rowTotals", .list(cell)), .needs("columnTotals", .list(cell)), .needs("total", cell),
    ]).named("SuppressedTable")
    static let schema = Schema.object([
        .needs("jurisdiction", .text()), .needs("referrals", cell),
        .needs("graduated", cell), .needs("failed", cell), .needs("neverDetermined", cell),
        .needs("imputedReferralDates", cell),
        .needs("resultsByRace", table), .needs("resultsByProgram", table), .needs("statuses", table),
        .needs("position", .integer("What the counts are as of.")),
    ]).named("Indicators")
    private static let exampleTable: JSON = [
        "rows": ["Black", "White"], "columns": ["failed", "graduated"],
        "cells": [[["count": 41], ["count": 120]], [["hidden": "small"], ["hidden": "withheld"]]],
        "rowTotals": [["count": 161], ["count": 46]], "columnTotals": [["count": 82], ["count": 125]],
        "total": ["count": 207],
    ]
    static let example: JSON = [
        "jurisdiction": .string(Example.slug), "referrals": ["count": 248],
        "graduated": ["count": 120], "failed": ["count": 41], "neverDetermined": ["count": 46],
        "imputedReferralDates": ["hidden": "small"], "resultsByRace": exampleTable, "resultsByProgram": exampleTable,
        "statuses": exampleTable, "position": 1827,
    ]
}
