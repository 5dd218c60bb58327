import Application
import Exchange
import Foundation
import Synchronization
import Testing

@Suite("Importer")
struct ImporterTests {
    let folder: TemporaryFolder
    let log = RecordingLog()

    init() throws { folder = try TemporaryFolder() }

    @Test("Every row is recorded, known or rejected, in batches", .timeLimit(.minutes(1)))
    func batches() async throws {
        let file = try folder.file("t.csv", CookFile.text((1...1_234).map { CookFile.row($0) }))
        let report = try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        #expect(report.counts == [1_234, 1_234, 0, 0])
        #expect(log.batches == [500, 500, 234])
        #expect(report.warned == [:])
        #expect(report.seconds > 0)
    }

    @Test("The same file a second time records nothing new", .timeLimit(.minutes(1)))
    func idempotent() async throws {
        let file = try folder.file("t.csv", CookFile.text((1...700).map { CookFile.row($0) }))
        let importer = Importer(format: .cookCountyDiversion)
        _ = try await importer.run(file: file, record: log.record)
        let again = try await importer.run(file: file, record: log.record)
        #expect(again.counts == [700, 0, 700, 0])
        #expect(log.referrals.count == 700)
    }

    @Test(
        "Of two identical rows the second is known, near by or far apart", .timeLimit(.minutes(1)), arguments: [2, 500])
    func identicalRows(distance: Int) async throws {
        let rows = (1...600).map { CookFile.row($0) }
        let file = try folder.file(
            "t.csv", CookFile.text(Array(rows[0..<distance]) + [rows[0]] + Array(rows[distance...])))
        let report = try await Importer(format: .cookCountyDiversion, batchSize: 100).run(
            file: file, record: log.record)
        #expect(report.counts == [601, 600, 1, 0])
    }

    @Test("A row with another's key and other content comes in a later batch", .timeLimit(.minutes(1)))
    func sameKey() async throws {
        let blank = CookFile.row(1, ["DIVERSION_RESULT": "", "DIVERSION_CLOSED_DATE": ""])
        let file = try folder.file("t.csv", CookFile.text([CookFile.row(2), blank, CookFile.row(1), CookFile.row(3)]))
        let report = try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        #expect(log.batches == [2, 2])
        #expect(report.counts == [4, 3, 1, 0])
    }

    @Test("A rejected row costs itself alone and goes to the errors file with its reason", .timeLimit(.minutes(1)))
    func rejectedRows() async throws {
        let rows = [
            CookFile.row(1), CookFile.row(2, ["REFERRAL_DATE": "June 17"]), CookFile.row(3, ["CASE_ID": "3.8E+11"]),
            CookFile.row(4, ["RACE": "=1+1", "CASE_ID": ""]), CookFile.row(5),
        ]
        let file = try folder.file("t.csv", CookFile.text(rows) + "only,three,cells\n")
        let errors = folder.path("rejected.csv")
        let report = try await Importer(format: .cookCountyDiversion).run(
            file: file, errors: errors, record: log.record)
        #expect(report.counts == [6, 2, 0, 4])
        #expect(
            report.rejected == ["unreadable-date": 1, "unreadable-identifier": 2, "wrong-number-of-fields": 1])

        let written = CSVReader.all(try Data(contentsOf: errors)).compactMap(\.fields)
        #expect(written.first == CookFile.header + ["row", "column", "reason"])
        #expect(written.dropFirst().map { $0[13] } == ["3", "4", "5", "7"])
        #expect(written.dropFirst().map { $0[14] } == ["REFERRAL_DATE", "CASE_ID", "CASE_ID", ""])
        #expect(Array(written[1].prefix(13)) == rows[1])
        #expect(written[3][9] == "'=1+1")
        #expect(Array(written[4].prefix(4)) == ["only", "three", "cells", ""])
        #expect(written[1][15].contains("MM/DD/YYYY"))
        let mode = try FileManager.default.attributesOfItem(atPath: errors.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("The file of rejected rows, mended, can be imported itself", .timeLimit(.minutes(1)))
    func mended() async throws {
        let file = try folder.file(
            "t.csv", CookFile.text([CookFile.row(1), CookFile.row(2, ["DIVERSION_COUNT": "two"])]))
        let errors = folder.path("rejected.csv")
        let importer = Importer(format: .cookCountyDiversion)
        _ = try await importer.run(file: file, errors: errors, record: log.record)
        let mended = try String(contentsOf: errors, encoding: .utf8).replacing(",two,", with: ",2,")
        let report = try await importer.run(file: try folder.file("mended.csv", mended), record: log.record)
        #expect(report.counts == [1, 1, 0, 0])
        #expect(report.ignoredColumns == ["row", "column", "reason"])
        #expect(report.warned == ["extra-column": 3])
    }

    @Test("A row with too many cells keeps them all in the errors file", .timeLimit(.minutes(1)))
    func surplus() async throws {
        let file = try folder.file("t.csv", CookFile.text([CookFile.row(1) + ["more", "still more"]]))
        let errors = folder.path("rejected.csv")
        _ = try await Importer(format: .cookCountyDiversion).run(file: file, errors: errors, record: log.record)
        let written = CSVReader.all(try Data(contentsOf: errors)).compactMap(\.fields)
        #expect(written.count == 2)
        #expect(written[1][12] == "09/01/2013 12:00:00 AM,more,still more")
    }

    @Test("Without rejected rows there is no errors file", .timeLimit(.minutes(1)))
    func noErrorsFile() async throws {
        let file = try folder.file("t.csv", CookFile.text([CookFile.row()]))
        let errors = folder.path("rejected.csv")
        _ = try await Importer(format: .cookCountyDiversion).run(file: file, errors: errors, record: log.record)
        #expect(!FileManager.default.fileExists(atPath: errors.path))
    }

    @Test(
        "An errors file that cannot be written, or is the file itself, stops before anything is recorded",
        .timeLimit(.minutes(1)))
    func badErrorsFile() async throws {
        let file = try folder.file("t.csv", CookFile.text([CookFile.row()]))
        let link = folder.path("link.csv")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        for errors in [folder.path("none/rejected.csv"), folder.url, file, link] {
            let error = await #expect(throws: ImportError.self) {
                try await Importer(format: .cookCountyDiversion).run(file: file, errors: errors, record: log.record)
            }
            #expect(error?.code == .errorsFile)
        }
        #expect(log.batches == [])
        #expect(try String(contentsOf: file, encoding: .utf8) == CookFile.text([CookFile.row()]))
    }

    @Test("A broken quote rejects its row; the rows around it are recorded", .timeLimit(.minutes(1)))
    func brokenQuote() async throws {
        let lines = CookFile.text((1...900).map { CookFile.row($0) }).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        var broken = lines.map(String.init)
        broken[300] = broken[300].replacing("Retail Theft", with: "\"Retail Theft")
        let file = try folder.file("t.csv", broken.joined(separator: "\r\n"))
        let report = try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        #expect(report.counts == [900, 899, 0, 1])
        #expect(report.rejected == ["field-too-long": 1])
    }

    @Test("A file cut in the middle of a quote loses its last row alone", .timeLimit(.minutes(1)))
    func cutFile() async throws {
        let text = CookFile.text((1...20).map { CookFile.row($0, ["STATUTE": "720 ILCS, \"as amended\""]) })
        let cut = text.range(of: "as amended", options: .backwards).map { String(text[..<$0.lowerBound]) } ?? ""
        let report = try await Importer(format: .cookCountyDiversion)
            .run(file: try folder.file("t.csv", cut), record: log.record)
        #expect(report.counts == [20, 19, 0, 1])
        #expect(report.rejected == ["unterminated-quote": 1])
    }

    @Test("Latin-1 bytes reject their row and name its column", .timeLimit(.minutes(1)))
    func latinOne() async throws {
        let text = CookFile.text([CookFile.row(1), CookFile.row(2, ["RACE": "Latin@"]), CookFile.row(3)])
        var data = Data(text.utf8)
        let place = try #require(data.range(of: Data("Latin@".utf8)))
        data[place.upperBound - 1] = 0xF1
        let errors = folder.path("rejected.csv")
        let report = try await Importer(format: .cookCountyDiversion)
            .run(file: try folder.file("t.csv", data), errors: errors, record: log.record)
        #expect(report.counts == [3, 2, 0, 1])
        #expect(report.rejected == ["not-utf-8": 1])
        #expect(CSVReader.all(try Data(contentsOf: errors)).last?.fields?[14] == "RACE")
    }

    @Test("Chunks of one byte give the same report", .timeLimit(.minutes(1)))
    func tinyChunks() async throws {
        let rows = [
            CookFile.row(1), CookFile.row(2, ["RACE": "Lat\n\"inx\""]), CookFile.row(3, ["DIVERSION_COUNT": ""]),
        ]
        let file = try folder.file("t.csv", "\u{FEFF}" + CookFile.text(rows) + "1,2\n\"open")
        var whole = try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        let other = RecordingLog()
        var tiny = try await Importer(format: .cookCountyDiversion, chunkSize: 1).run(file: file, record: other.record)
        (whole.seconds, tiny.seconds) = (0, 0)
        #expect(whole == tiny)
        #expect(log.referrals == other.referrals)
        #expect(whole.rejectedRows == 3)
    }

    @Test(
        "A file that is not of this format stops before anything is recorded", .timeLimit(.minutes(1)),
        arguments: [
            ("", "notCSV"), ("\u{1}\u{2}PNG\n\n", "missingColumn"), ("a,b\n1,2\n", "missingColumn"),
            ("\"CASE_ID\n", "notCSV"), ("CASE_ID,\"X\"Y\n", "notCSV"),
        ])
    func wrongFile(text: String, code: String) async throws {
        let file = try folder.file("t.csv", text)
        let error = await #expect(throws: ImportError.self) {
            try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        }
        #expect(error?.code == (code == "notCSV" ? .notCSV : .missingColumn))
        #expect(log.batches == [])
    }

    @Test("A file that is not there is named", .timeLimit(.minutes(1)))
    func missingFile() async throws {
        let error = await #expect(throws: ImportError.self) {
            try await Importer(format: .cookCountyDiversion).run(file: folder.path("none.csv"), record: log.record)
        }
        #expect(error?.code == .notCSV)
        #expect(error?.description.contains("none.csv") == true)
    }

    @Test("A header alone is an import of nothing", .timeLimit(.minutes(1)))
    func headerAlone() async throws {
        let file = try folder.file("t.csv", CookFile.text([]))
        let report = try await Importer(format: .cookCountyDiversion).run(file: file, record: log.record)
        #expect(report.counts == [0, 0, 0, 0])
        #expect(log.batches == [])
    }

    @Test("A dry run reads and checks everything and records nothing", .timeLimit(.minutes(1)))
    func dryRun() async throws {
        let rows = [
            CookFile.row(1), CookFile.row(1), CookFile.row(2, ["DIVERSION_COUNT": "x"]),
            CookFile.row(3, ["DIVERSION_PROGRAM": "XYZ"]),
        ]
        let errors = folder.path("rejected.csv")
        let report = try await Importer(format: .cookCountyDiversion)
            .run(file: try folder.file("t.csv", CookFile.text(rows)), dryRun: true, errors: errors, record: log.record)
        #expect(report.counts == [4, 0, 1, 1])
        #expect(report.warned == ["unknown-program": 1])
        #expect(report.isDryRun)
        #expect(log.batches == [])
        #expect(FileManager.default.fileExists(atPath: errors.path))
    }

    @Test("Progress is told after each batch and at the end", .timeLimit(.minutes(1)))
    func progress() async throws {
        let file = try folder.file("t.csv", CookFile.text((1...25).map { CookFile.row($0) }))
        let told = Mutex<[ImportProgress]>([])
        _ = try await Importer(format: .cookCountyDiversion, batchSize: 10).run(
            file: file, progress: { progress in told.withLock { $0.append(progress) } }, record: log.record)
        let progress = told.withLock { $0 }
        #expect(progress.map(\.rows) == [10, 20, 25])
        #expect(progress.map(\.recorded) == [10, 20, 25])
        #expect(progress.last?.bytes == progress.last?.totalBytes)
    }

    @Test("What recording throws ends the import, and the batches before it stay", .timeLimit(.minutes(1)))
    func failingRecord() async throws {
        struct Full: Error {}
        let file = try folder.file("t.csv", CookFile.text((1...30).map { CookFile.row($0) }))
        await #expect(throws: Full.self) {
            try await Importer(format: .cookCountyDiversion, batchSize: 10).run(file: file) { batch in
                if log.batches.count == 2 { throw Full() }
                return log.record(batch)
            }
        }
        #expect(log.batches == [10, 10])
    }

    @Test("A cancelled import ends between two batches", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let file = try folder.file("t.csv", CookFile.text((1...30).map { CookFile.row($0) }))
        let task = Task {
            try await Importer(format: .cookCountyDiversion, batchSize: 10).run(file: file) { batch in
                withUnsafeCurrentTask { $0?.cancel() }
                return log.record(batch)
            }
        }
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(log.batches == [10])
    }
}

extension ImportReport {
    /// Rows read, recorded, known and rejected.
    var counts: [Int] { [read, recorded, known, rejectedRows] }
}
