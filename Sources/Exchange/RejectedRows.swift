import Foundation

/// The file of rejected rows: the original cells, and why each row was rejected.
///
/// It holds what the source holds, so only its owner may read it. Mended, it can be imported itself: the three added
/// columns are passed over.
struct RejectedRows {
    private let handle: FileHandle
    private let file: URL
    private let width: Int
    private(set) var count = 0

    init(file: URL, header: [String]) throws(ImportError) {
        let first = Data(CSVText.line(header + ["row", "column", "reason"]).utf8)
        guard
            FileManager.default.createFile(atPath: file.path, contents: first, attributes: [.posixPermissions: 0o600]),
            let handle = try? FileHandle(forWritingTo: file), (try? handle.seekToEnd()) != nil
        else {
            throw ImportError(
                .errorsFile, names: [file.path], "The file for rejected rows, \(file.path), cannot be written.")
        }
        self.handle = handle
        self.file = file
        width = header.count
    }

    mutating func write(_ fields: [String], _ error: RowError) throws(ImportError) {
        var cells = Array(fields.prefix(width))
        if fields.count > width { cells[width - 1] = fields[(width - 1)...].joined(separator: ",") }
        cells += Array(repeating: "", count: width - cells.count)
        cells += [String(error.row), error.column ?? "", "\(error.reason) \(error.remedy)"]
        do {
            try handle.write(contentsOf: Data(CSVText.line(cells).utf8))
        } catch {
            throw ImportError(.errorsFile, names: [file.path], "The file for rejected rows, \(file.path), is full.")
        }
        count += 1
    }

    /// Closes the file, and removes it when no row was rejected.
    func close() {
        try? handle.close()
        if count == 0 { try? FileManager.default.removeItem(at: file) }
    }
}
