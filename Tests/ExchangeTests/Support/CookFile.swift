import Application
import Exchange
import Foundation

/// Small files in the shape of the Cook County table, one defect at a time.
enum CookFile {
    static let header = [
        "CASE_ID", "CASE_PARTICIPANT_ID", "RECEIVED_DATE", "OFFENSE_CATEGORY", "DIVERSION_PROGRAM", "REFERRAL_DATE",
        "DIVERSION_COUNT", "PRIMARY_CHARGE_OFFENSE_TITLE", "STATUTE", "RACE", "GENDER", "DIVERSION_RESULT",
        "DIVERSION_CLOSED_DATE",
    ]

    /// A row without anything odd, then with the cells that a test changes.
    static func row(_ participant: Int = 1, _ changes: [String: String] = [:]) -> [String] {
        let plain = [
            "CASE_ID": "38267302\(participant)", "CASE_PARTICIPANT_ID": "71072594\(participant)",
            "RECEIVED_DATE": "01/01/2013 12:00:00 AM", "OFFENSE_CATEGORY": "Retail Theft", "DIVERSION_PROGRAM": "DS",
            "REFERRAL_DATE": "06/17/2013 12:00:00 AM", "DIVERSION_COUNT": "2",
            "PRIMARY_CHARGE_OFFENSE_TITLE": "RETAIL THEFT", "STATUTE": "720 ILCS 5/16A-3(a)", "RACE": "Black",
            "GENDER": "Male", "DIVERSION_RESULT": "Graduated", "DIVERSION_CLOSED_DATE": "09/01/2013 12:00:00 AM",
        ].merging(changes) { _, changed in changed }
        return header.map { plain[$0] ?? "" }
    }

    static func text(_ rows: [[String]], header: [String] = header) -> String {
        ([header] + rows).map { CSVText.line($0) }.joined()
    }

    /// Reads one row through the format.
    static func read(_ changes: [String: String]) throws -> TakenOverReferral {
        try ImportFormat.cookCountyDiversion.reader(for: header)
            .referral(from: CSVRecord(fields: row(1, changes), line: 7, row: 6))
    }
}
