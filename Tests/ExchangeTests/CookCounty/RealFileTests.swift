import Application
import Casework
import EventModel
import Exchange
import Foundation
import Testing

/// The office's real table, which lies beside the project and is never copied into it.
enum RealFile {
    static let url: URL? = {
        let folder: URL
        if let path = ProcessInfo.processInfo.environment["THROUGHLINE_SHARED_DATA"] {
            folder = URL(filePath: path)
        } else {
            var root = URL(filePath: #filePath).resolvingSymlinksInPath()
            for _ in 0..<4 { root.deleteLastPathComponent() }
            folder = root.deletingLastPathComponent().appending(path: "shared/data")
        }
        let file = folder.appending(path: "cook_county_sao_diversion.csv")
        return FileManager.default.isReadableFile(atPath: file.path) ? file : nil
    }()
}

@Suite(
    "Cook County's real table",
    .enabled(
        if: RealFile.url != nil, "cook_county_sao_diversion.csv is not in ../shared/data or THROUGHLINE_SHARED_DATA"))
struct RealFileTests {
    @Test("Every row of the real table is taken over, with the office's own counts", .timeLimit(.minutes(10)))
    func counts() async throws {
        let file = try #require(RealFile.url)
        let log = RecordingLog()
        let importer = Importer(format: .cookCountyDiversion)
        let report = try await importer.run(file: file, record: log.record)
        #expect(report.counts == [22_508, 22_508, 0, 0])
        #expect(
            report.warned == [
                "outcome-never-determined": 5_115, "closed-on-referral-day": 5_016, "referral-before-receipt": 4_360,
                "date-outlier": 1,
            ])
        let referrals = Array(log.referrals.values)
        #expect(referrals.count { $0.result?.result == .graduated } == 13_266)
        #expect(referrals.count { $0.result?.result == .failed } == 4_127)
        #expect(referrals.count { $0.result == nil } == 5_115)
        #expect(referrals.count { $0.referralDateImputed } == 5_016)
        #expect(referrals.filter { $0.warnings.contains("date-outlier") }.map(\.referredOn.year) == [1946])

        let again = try await importer.run(file: file, record: log.record)
        #expect(again.counts == [22_508, 0, 22_508, 0])
    }

    @Test("The table cut at any place loses at most its last row", .timeLimit(.minutes(10)))
    func cuts() throws {
        let data = try Data(contentsOf: try #require(RealFile.url))
        var random = SeededGenerator(seed: 1)
        for _ in 0..<3 {
            let end = Int.random(in: 200..<400_000, using: &random)
            let readings = CSVReader.all(data.prefix(end), chunkSize: .random(in: 1..<5_000, using: &random))
            #expect(readings.dropLast().allSatisfy { $0.fields?.count == 13 })
        }
    }
}
