import Application
import Casework
import EventModel
import Exchange
import Testing

@Suite("Cook County diversion table")
struct CookCountyDiversionTests {
    @Test("A plain row is taken over as it is recorded")
    func plain() throws {
        let referral = try CookFile.read([:])
        #expect(
            referral
                == TakenOverReferral(
                    caseKey: "382673021", participantKey: "710725941", referralKey: "710725941|DS|2013-06-17|2",
                    offenseCategory: "Retail Theft", offenseTitle: "RETAIL THEFT", statute: "720 ILCS 5/16A-3(a)",
                    race: "Black", gender: "Male", program: "DS", sequence: 2, referredOn: try Self.day("2013-06-17"),
                    receivedOn: try Self.day("2013-01-01"), referralDateImputed: false,
                    result: .init(result: .graduated, closedOn: try Self.day("2013-09-01")), warnings: []))
    }

    @Test("A failed diversion is taken over as failed")
    func failed() throws {
        #expect(try CookFile.read(["DIVERSION_RESULT": "Failed"]).result?.result == .failed)
    }

    @Test(
        "What is odd is kept, with a warning",
        arguments: [
            (["RECEIVED_DATE": "06/18/2013 12:00:00 AM"], ["referral-before-receipt"]),
            (["RECEIVED_DATE": "06/17/2013 12:00:00 AM"], []),
            (["DIVERSION_CLOSED_DATE": "06/17/2013 12:00:00 AM"], ["closed-on-referral-day"]),
            (["DIVERSION_CLOSED_DATE": "06/16/2013 12:00:00 AM"], ["closed-before-referral"]),
            (["DIVERSION_CLOSED_DATE": "06/18/2013 12:00:00 AM"], []),
            (["DIVERSION_RESULT": "", "DIVERSION_CLOSED_DATE": ""], ["outcome-never-determined"]),
            (["REFERRAL_DATE": "07/30/1946 12:00:00 AM"], ["referral-before-receipt", "date-outlier"]),
            (["REFERRAL_DATE": "12/31/1989 12:00:00 AM"], ["referral-before-receipt", "date-outlier"]),
            (["REFERRAL_DATE": "01/01/1990 12:00:00 AM"], ["referral-before-receipt"]),
            (["RECEIVED_DATE": "12/31/1989 12:00:00 AM"], ["date-outlier"]),
            (["DIVERSION_CLOSED_DATE": "01/01/2100 12:00:00 AM"], ["date-outlier"]),
            (["DIVERSION_CLOSED_DATE": "12/31/2099 12:00:00 AM"], []),
            (["DIVERSION_PROGRAM": "XYZ"], ["unknown-program"]), (["DIVERSION_PROGRAM": "ds"], ["unknown-program"]),
        ] as [([String: String], [String])])
    func warnings(changes: [String: String], warnings: [String]) throws {
        #expect(try CookFile.read(changes).warnings == warnings)
    }

    @Test("A referral date is imputed where it is the closing date, and nowhere else")
    func imputed() throws {
        #expect(try CookFile.read(["DIVERSION_CLOSED_DATE": "06/17/2013 12:00:00 AM"]).referralDateImputed)
        #expect(try !CookFile.read(["DIVERSION_CLOSED_DATE": "06/16/2013 12:00:00 AM"]).referralDateImputed)
        #expect(try !CookFile.read(["DIVERSION_RESULT": "", "DIVERSION_CLOSED_DATE": ""]).referralDateImputed)
    }

    @Test(
        "The known programs raise no warning",
        arguments: ["ACT", "ARI", "BR9", "DC", "DDPP", "DS", "MHC", "RJCC", "VC"])
    func programs(code: String) throws {
        let referral = try CookFile.read(["DIVERSION_PROGRAM": code])
        #expect(referral.program == code)
        #expect(referral.warnings == [])
    }

    @Test("Race, gender and offense are kept as recorded, known to us or not, empty or not")
    func asRecorded() throws {
        let referral = try CookFile.read([
            "RACE": "Afro-Caribbean", "GENDER": "X", "OFFENSE_CATEGORY": "", "STATUTE": " 720 ILCS 5 ",
            "PRIMARY_CHARGE_OFFENSE_TITLE": "[A, B]",
        ])
        #expect(referral.race == "Afro-Caribbean")
        #expect(referral.gender == "X")
        #expect(referral.offenseCategory == "")
        #expect(referral.offenseTitle == "[A, B]")
        #expect(referral.statute == "720 ILCS 5")
        #expect(referral.warnings == [])
        #expect(try CookFile.read(["RACE": ""]).race == "")
    }

    struct Defect: Sendable, CustomTestStringConvertible {
        let changes: [String: String]
        let column: String
        let kind: String
        let valueKind: RowError.ValueKind
        var testDescription: String { "\(changes) is \(kind)" }

        init(
            _ column: String, _ value: String, _ kind: String, _ valueKind: RowError.ValueKind,
            also: [String: String] = [:]
        ) {
            changes = also.merging([column: value]) { _, changed in changed }
            self.column = column
            self.kind = kind
            self.valueKind = valueKind
        }
    }

    static let defects: [Defect] =
        ["", " ", "3.82673E+11", "38 26", "#REF!", "\u{661}\u{662}", String(repeating: "1", count: 65)].flatMap {
            value in
            [
                Defect("CASE_ID", value, "unreadable-identifier", .identifier),
                Defect("CASE_PARTICIPANT_ID", value, "unreadable-identifier", .identifier),
            ]
        }
        + [
            "", "06/17/2013", "6/17/2013 12:00:00 AM", "06/17/2013 12:00:00 PM", "06/17/2013 01:00:00 AM",
            "2013-06-17 12:00:00 AM", "06-17-2013 12:00:00 AM", "02/29/2013 12:00:00 AM", "13/01/2013 12:00:00 AM",
            "00/17/2013 12:00:00 AM", "06/17/0000 12:00:00 AM", "06/17/2013 12:00:00 am", "06/17/2013  2:00:00 AM",
            "+6/17/2013 12:00:00 AM", "06/17/2013 12:00:00 AM.", "é6/17/201 12:00:00 AM",
        ].flatMap { value in
            [
                Defect("REFERRAL_DATE", value, "unreadable-date", .date),
                Defect("RECEIVED_DATE", value, "unreadable-date", .date),
            ]
        }
        + ["", "0", "-1", "1.0", "one", "1000", "٢"].map { Defect("DIVERSION_COUNT", $0, "unreadable-count", .count) }
        + [
            Defect("DIVERSION_PROGRAM", " ", "missing-value", .text),
            Defect("DIVERSION_CLOSED_DATE", "", "result-without-closing-date", .date),
            Defect("DIVERSION_RESULT", "", "closing-date-without-result", .code),
            Defect("DIVERSION_RESULT", "Pending", "unknown-result", .code),
            Defect("DIVERSION_RESULT", "graduated", "unknown-result", .code),
            Defect("DIVERSION_CLOSED_DATE", "09/31/2013 12:00:00 AM", "unreadable-date", .date),
        ]

    @Test("A row with a defect is rejected with column, kind, reason and remedy", arguments: defects)
    func rejected(defect: Defect) throws {
        let error = try #require(throws: RowError.self) { try CookFile.read(defect.changes) }
        #expect(error.column == defect.column)
        #expect(error.kind == defect.kind)
        #expect(error.valueKind == defect.valueKind)
        #expect(error.row == 6)
        #expect(error.line == 7)
        #expect(!error.reason.isEmpty)
        #expect(!error.remedy.isEmpty)
    }

    @Test("An error never repeats the value")
    func silent() throws {
        let error = try #require(throws: RowError.self) { try CookFile.read(["CASE_PARTICIPANT_ID": "Ada Lovelace"]) }
        #expect(!"\(error)".contains("Ada"))
        #expect("\(error)".hasPrefix("Row 6 (line 7), CASE_PARTICIPANT_ID: "))
    }

    @Test("Columns are found by name, in any order, with white space around")
    func order() throws {
        let header = Array(CookFile.header.reversed()).map { " \($0) " }
        let reader = try ImportFormat.cookCountyDiversion.reader(for: header)
        let row = CSVRecord(fields: CookFile.row().reversed(), line: 2, row: 2)
        #expect(try reader.referral(from: row) == CookFile.read([:]))
        #expect(reader.ignored == [])
    }

    @Test("Other columns are passed over and named")
    func extraColumns() throws {
        let reader = try ImportFormat.cookCountyDiversion.reader(for: ["ROW"] + CookFile.header + ["Remark"])
        #expect(reader.ignored == ["ROW", "Remark"])
        let row = CSVRecord(fields: ["9"] + CookFile.row() + ["x"], line: 2, row: 2)
        #expect(try reader.referral(from: row) == CookFile.read([:]))
    }

    @Test("A missing column is named, with what is there", arguments: CookFile.header)
    func missingColumn(name: String) throws {
        let error = try #require(throws: ImportError.self) {
            try ImportFormat.cookCountyDiversion.reader(for: CookFile.header.filter { $0 != name })
        }
        #expect(error.code == .missingColumn)
        #expect(error.names == [name])
        #expect(error.description.hasPrefix("The header lacks the column \(name). It has: "))
        #expect(error.description.contains(name == "RACE" ? "GENDER" : "RACE"))
    }

    @Test("Several missing columns are all named, and a strange header is not repeated at length")
    func strangeHeader() throws {
        let error = try #require(throws: ImportError.self) {
            try ImportFormat.cookCountyDiversion.reader(for: [String(repeating: "x", count: 5_000)])
        }
        #expect(error.names == CookFile.header)
        #expect(error.description.count < 500)
    }

    @Test("A column that is named twice is refused")
    func repeatedColumn() throws {
        let error = try #require(throws: ImportError.self) {
            try ImportFormat.cookCountyDiversion.reader(for: CookFile.header + ["RACE"])
        }
        #expect(error.code == .repeatedColumn)
        #expect(error.names == ["RACE"])
    }

    @Test("A format is found by its name, and an unknown one lists those that are known")
    func named() throws {
        #expect(try ImportFormat.named("cook-county-diversion").name == "cook-county-diversion")
        let error = try #require(throws: ImportError.self) { try ImportFormat.named("cook") }
        #expect(error.code == .unknownFormat)
        #expect(error.names == ["cook-county-diversion"])
        #expect(error.description.contains("\"cook\""))
        #expect(error.description.contains("cook-county-diversion"))
    }

    private static func day(_ text: String) throws -> Day { try #require(Day(text)) }
}
