import Exchange
import Foundation

/// Files that people import. A file reads the same in whatever pieces it comes; each record has as many fields as the
/// header; the reader always moves on; and what was read reads back the same once it is written.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file = Data(UnsafeBufferPointer(start: start, count: count))
    let outcomes = read(file, chunkSize: 64 * 1024)
    // Each piece scans its record anew, so a larger file gets larger pieces.
    precondition(outcomes == read(file, chunkSize: 1 + count / 64), "other pieces, another file")

    let records = outcomes.compactMap { outcome in if case .record(let record) = outcome { record } else { nil } }
    for record in records { precondition(record.fields.count == records[0].fields.count, "a ragged record") }
    // One empty cell by itself is a blank line, which is no record.
    checkWriting(records.map(\.fields).filter { $0 != [""] })
    if case .record(let header) = outcomes.first,
        let rows = try? ImportFormat.cookCountyDiversion.reader(for: header.fields)
    {
        precondition(rows.ignored.count == header.fields.count - 13)
    }
    return 0
}

private enum Outcome: Equatable {
    case record(CSVRecord)
    case broken(CSVError)
}

private func read(_ file: Data, chunkSize: Int) -> [Outcome] {
    var reader = CSVReader(data: file, chunkSize: chunkSize)
    var outcomes: [Outcome] = []
    var line = 0
    while true {
        do throws(CSVError) {
            guard let record = try reader.next() else { return outcomes }
            precondition(record.row == outcomes.count + 1 && record.line > line, "a place that is not its own")
            line = record.line
            outcomes.append(.record(record))
        } catch {
            outcomes.append(.broken(error))
            if error.code == .emptyFile { return outcomes }
            precondition(error.row == outcomes.count && error.line > line, "an error at another's place")
            line = error.line
        }
        precondition(outcomes.count <= file.count, "the reader stands still")
    }
}

private func checkWriting(_ rows: [[String]]) {
    guard let first = rows.first else { return }
    // A header before them, as files have, so that no field is taken for a byte order mark.
    let text = ([first.map { _ in "x" }] + rows).map { CSVText.line($0) }.joined()
    let again = read(Data(text.utf8), chunkSize: 64 * 1024).dropFirst()
    precondition(again.count == rows.count, "rows are lost or won in writing")
    for (outcome, fields) in zip(again, rows) {
        guard case .record(let record) = outcome, record.fields.count == fields.count else {
            preconditionFailure("a row is written that cannot be read")
        }
        for (read, field) in zip(record.fields, fields) {
            // What a spreadsheet would run has got an apostrophe.
            let isFormula = field.utf8.first.map { "=+-@\t\r\n".utf8.contains($0) } ?? false
            let written = isFormula ? Array("'".utf8) + Array(field.utf8) : Array(field.utf8)
            precondition(read.utf8.elementsEqual(written), "a field reads back differently")
        }
    }
}
