import Exchange
import Foundation
import Testing

@Suite("Import report")
struct ImportReportTests {
    static let report: ImportReport = {
        var report = ImportReport()
        report.read = 22_508
        report.recorded = 22_500
        report.known = 5
        report.warned = ["outcome-never-determined": 5_115, "date-outlier": 1, "closed-on-referral-day": 5_016]
        report.rejected = ["unreadable-date": 2, "stray-quote": 1]
        report.seconds = 1.23456
        return report
    }()

    @Test("The JSON line is the one that the interface promises")
    func json() throws {
        #expect(
            Self.report.json
                == #"{"read":22508,"recorded":22500,"known":5,"warned":{"closed-on-referral-day":5016,"date-outlier":1,"#
                + #""outcome-never-determined":5115},"rejected":{"stray-quote":1,"unreadable-date":2},"seconds":1.235}"#
        )
        #expect(ImportReport().json == #"{"read":0,"recorded":0,"known":0,"warned":{},"rejected":{},"seconds":0.000}"#)
        _ = try JSONSerialization.jsonObject(with: Data(Self.report.json.utf8))
    }

    @Test("The text is for people: the most frequent first, in columns")
    func text() {
        #expect(
            Self.report.text == """
                22,508 rows read in 1.2 s
                22,500 recorded, 5 already known, 3 rejected
                Kept, with a warning:
                  outcome-never-determined  5,115
                  closed-on-referral-day    5,016
                  date-outlier                  1
                Rejected:
                  unreadable-date           2
                  stray-quote               1
                """)
    }

    @Test("A dry run says so, and unused columns are named")
    func dryRun() {
        var report = Self.report
        (report.isDryRun, report.recorded, report.warned, report.rejected) = (true, 0, [:], [:])
        report.ignoredColumns = ["row", "Remark"]
        #expect(
            report.text == """
                22,508 rows read in 1.2 s
                Dry run: nothing was recorded; 22,503 rows can be.
                Columns not used: row, Remark
                """)
    }
}
