import Casework
import EventModel

extension CookCountyDiversion {
    /// One row, read column by column.
    struct Row {
        let record: CSVRecord
        let columns: Columns

        func text(_ column: Column) -> String {
            guard let place = columns.places[column], record.fields.indices.contains(place) else { return "" }
            return record.fields[place].trimmed
        }

        func required(_ column: Column) throws(RowError) -> String {
            let text = text(column)
            guard !text.isEmpty else {
                throw error(column, .text, "missing-value", "The cell is empty.", "Fill it in from the source.")
            }
            return text
        }

        /// Letters, digits and hyphens; what a spreadsheet rounded (`3.82673E+11`) no longer names anybody.
        func identifier(_ column: Column) throws(RowError) -> String {
            let text = text(column)
            let isReadable = text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
            }
            guard isReadable, (1...64).contains(text.utf8.count) else {
                throw error(
                    column, .identifier, "unreadable-identifier", "The identifier is empty or not one word.",
                    "Export the table again without opening it in a spreadsheet, which rounds long numbers.")
            }
            return text
        }

        func date(_ column: Column) throws(RowError) -> Day {
            guard let day = Self.day(text(column)) else {
                throw error(
                    column, .date, "unreadable-date", "The date is not MM/DD/YYYY 12:00:00 AM.",
                    "Write it like 06/17/2013 12:00:00 AM.")
            }
            return day
        }

        func count(_ column: Column) throws(RowError) -> Int {
            let text = text(column)
            guard text.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(text), (1...999).contains(count)
            else {
                throw error(
                    column, .count, "unreadable-count", "The count is not a whole number from 1 to 999.",
                    "Write which of the participant's diversions this is, from 1.")
            }
            return count
        }

        /// How it ended; `nil` where the source does not say.
        func result() throws(RowError) -> Referral.ResultTakenOver? {
            let (result, closed) = (text(.result), text(.closedOn))
            switch (result.isEmpty, closed.isEmpty) {
            case (true, true): return nil
            case (true, false):
                throw error(
                    .result, .code, "closing-date-without-result", "There is a closing date and no result.",
                    "Add the result, or leave both cells empty.")
            case (false, true):
                throw error(
                    .closedOn, .date, "result-without-closing-date", "There is a result and no closing date.",
                    "Add the closing date, or leave both cells empty.")
            case (false, false): break
            }
            let known: [String: Referral.SourceResult] = ["Graduated": .graduated, "Failed": .failed]
            guard let outcome = known[result] else {
                throw error(
                    .result, .code, "unknown-result", "The result is neither Graduated nor Failed.",
                    "Use one of the two, or leave result and closing date empty.")
            }
            return Referral.ResultTakenOver(result: outcome, closedOn: try date(.closedOn))
        }

        private func error(
            _ column: Column, _ valueKind: RowError.ValueKind, _ kind: String, _ reason: String, _ remedy: String
        ) -> RowError {
            RowError(
                row: record.row, line: record.line, column: column.rawValue, valueKind: valueKind, kind: kind,
                reason: reason, remedy: remedy)
        }

        /// Reads `06/17/2013 12:00:00 AM`, and nothing else.
        private static func day(_ text: String) -> Day? {
            var text = text
            return text.withUTF8 { bytes -> Day? in
                guard bytes.count == 22, bytes[2] == UInt8(ascii: "/"), bytes[5] == UInt8(ascii: "/"),
                    bytes[10...].elementsEqual(" 12:00:00 AM".utf8)
                else { return nil }
                func number(_ range: Range<Int>) -> Int? {
                    var number = 0
                    for byte in bytes[range] {
                        guard (48...57).contains(byte) else { return nil }
                        number = number * 10 + Int(byte - 48)
                    }
                    return number
                }
                guard let month = number(0..<2), let day = number(3..<5), let year = number(6..<10) else { return nil }
                return Day(year: year, month: month, day: day)
            }
        }
    }
}
