public import Application
public import Foundation

/// Runs a format over a file, in batches and in bounded memory.
public struct Importer: Sendable {
    public let format: ImportFormat
    public let batchSize: Int
    let chunkSize: Int

    public init(format: ImportFormat, batchSize: Int = 500, chunkSize: Int = 64 * 1024) {
        precondition(batchSize > 0 && chunkSize > 0, "A batch has a row at least, and a chunk a byte.")
        self.format = format
        self.batchSize = batchSize
        self.chunkSize = chunkSize
    }

    /// Reads the file and hands each batch to `record`, which answers how many of its rows were new.
    ///
    /// A row that stands twice in one batch is handed over once and counted as known; one that has the key of another
    /// row and differs from it is handed over in a later batch, so that `record` can decide with the first one stored.
    ///
    /// - Parameters:
    ///   - dryRun: reads and checks everything and calls `record` for nothing.
    ///   - errors: where rejected rows go; removed again when there are none.
    /// - Throws: `ImportError` before anything is recorded when the file is not of this format at all; what `record`
    ///   throws; `CSVError` when the disk gives up; `CancellationError` between two batches. What was recorded by then
    ///   stays: to run again is safe.
    public func run(
        file: URL, dryRun: Bool = false, errors: URL? = nil, progress: (ImportProgress) -> Void = { _ in },
        record: ([TakenOverReferral]) async throws -> (recorded: Int, known: Int)
    ) async throws -> ImportReport {
        let clock = ContinuousClock()
        let start = clock.now
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int
        var reader = try open(file)
        let header = try firstRecord(&reader)
        let rows = try format.reader(for: header)
        var rejectedRows = try errors.map { url throws(ImportError) in
            guard url.resolvingSymlinksInPath().path != file.resolvingSymlinksInPath().path else {
                throw ImportError(.errorsFile, names: [url.path], "Rejected rows cannot go into the file itself.")
            }
            return try RejectedRows(file: url, header: header)
        }
        defer { rejectedRows?.close() }

        var report = ImportReport()
        report.isDryRun = dryRun
        report.ignoredColumns = rows.ignored
        if !rows.ignored.isEmpty { report.warned["extra-column"] = rows.ignored.count }
        var batch = Batch()
        func progressNow() -> ImportProgress {
            ImportProgress(
                rows: report.read, recorded: report.recorded, known: report.known, rejected: report.rejectedRows,
                bytes: reader.bytesRead, totalBytes: size)
        }
        func finish(_ batch: inout Batch) async throws {
            try Task.checkCancellation()
            if !dryRun, !batch.referrals.isEmpty {
                let answer = try await record(batch.referrals)
                report.recorded += answer.recorded
                report.known += answer.known
            }
            batch = Batch()
            report.seconds = (clock.now - start) / .seconds(1)
            progress(progressNow())
        }

        while let row = next(&reader, rows, header) {
            report.read += 1
            switch row {
            case .rejected(let fields, let error):
                report.rejected[error.kind, default: 0] += 1
                try rejectedRows?.write(fields, error)
            case .read(let referral):
                for warning in referral.warnings { report.warned[warning, default: 0] += 1 }
                switch batch.add(referral) {
                case .added: break
                case .repeated: report.known += 1
                case .differs:
                    try await finish(&batch)
                    _ = batch.add(referral)
                }
            case .unreadable(let error): throw error
            }
            if batch.referrals.count == batchSize { try await finish(&batch) }
        }
        try await finish(&batch)
        return report
    }

    private enum Outcome {
        case read(TakenOverReferral)
        case rejected(fields: [String], RowError)
        /// The disk or the network gave up.
        case unreadable(CSVError)
    }

    private func next(_ reader: inout CSVReader, _ rows: RowReader, _ header: [String]) -> Outcome? {
        let record: CSVRecord
        do throws(CSVError) {
            guard let next = try reader.next() else { return nil }
            record = next
        } catch {
            return error.code == .unreadable
                ? .unreadable(error) : .rejected(fields: error.fields, RowError(error, header))
        }
        do throws(RowError) {
            return .read(try rows.referral(from: record))
        } catch {
            return .rejected(fields: record.fields, error)
        }
    }

    private func open(_ file: URL) throws(ImportError) -> CSVReader {
        do throws(CSVError) {
            return try CSVReader(file: file, chunkSize: chunkSize)
        } catch {
            throw ImportError(.notCSV, error.description)
        }
    }

    private func firstRecord(_ reader: inout CSVReader) throws(ImportError) -> [String] {
        do throws(CSVError) {
            return try reader.next()?.fields ?? []
        } catch {
            throw ImportError(.notCSV, "This is not a CSV file that can be read. \(error.description)")
        }
    }
}

/// Rows on their way to the log, each referral once.
private struct Batch {
    enum Addition { case added, repeated, differs }

    private(set) var referrals: [TakenOverReferral] = []
    private var places: [String: Int] = [:]

    mutating func add(_ referral: TakenOverReferral) -> Addition {
        if let place = places[referral.referralKey] { return referrals[place] == referral ? .repeated : .differs }
        places[referral.referralKey] = referrals.count
        referrals.append(referral)
        return .added
    }
}

extension RowError {
    /// What is wrong with a record before its cells are looked at.
    init(_ error: CSVError, _ header: [String]) {
        let column = error.column.flatMap { header.indices.contains($0 - 1) ? header[$0 - 1] : nil }
        self.init(
            row: error.row, line: error.line, column: column, valueKind: .record, kind: error.code.kind,
            reason: error.reason, remedy: "Mend the row in the source and import the file again.")
    }
}
