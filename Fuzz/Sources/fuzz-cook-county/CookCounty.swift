import EventModel
import Exchange
import Foundation

private let header = [
    "CASE_ID", "CASE_PARTICIPANT_ID", "RECEIVED_DATE", "OFFENSE_CATEGORY", "DIVERSION_PROGRAM", "REFERRAL_DATE",
    "DIVERSION_COUNT", "PRIMARY_CHARGE_OFFENSE_TITLE", "STATUTE", "RACE", "GENDER", "DIVERSION_RESULT",
    "DIVERSION_CLOSED_DATE",
]

private let rows: RowReader = {
    guard let rows = try? ImportFormat.cookCountyDiversion.reader(for: header) else {
        preconditionFailure("The header is the format's own.")
    }
    return rows
}()

/// Rows under the header of the diversion table. A row that is taken over says the same when it is written and read
/// again; one that is rejected names its own place and a column of the table.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var file = Data(CSVText.line(header).utf8)
    file.append(UnsafeBufferPointer(start: start, count: count))
    var reader = CSVReader(data: file)
    _ = try? reader.next()
    while true {
        do throws(CSVError) {
            guard let record = try reader.next() else { return 0 }
            check(record)
        } catch {}
    }
}

private func check(_ record: CSVRecord) {
    do throws(RowError) {
        let referral = try rows.referral(from: record)
        precondition(!referral.caseKey.isEmpty && !referral.participantKey.isEmpty && !referral.program.isEmpty)
        let cells = [
            referral.caseKey, referral.participantKey, cell(referral.receivedOn), referral.offenseCategory,
            referral.program, cell(referral.referredOn), String(referral.sequence), referral.offenseTitle,
            referral.statute, referral.race, referral.gender,
            referral.result.map { $0.result == .graduated ? "Graduated" : "Failed" } ?? "",
            referral.result.map { cell($0.closedOn) } ?? "",
        ]
        let again = try? rows.referral(from: CSVRecord(fields: cells, line: record.line, row: record.row))
        precondition(again == referral, "a row reads back differently")
    } catch {
        precondition(error.row == record.row && error.line == record.line, "an error at another's place")
        precondition(error.column.map(header.contains) ?? false, "an error in no column")
    }
}

/// The date as the table has it.
private func cell(_ day: Day) -> String {
    let digits = day.description.split(separator: "-")
    return "\(digits[1])/\(digits[2])/\(digits[0]) 12:00:00 AM"
}
