public import Application

/// A kind of file that can be imported, by the name that the command line uses.
public struct ImportFormat: Sendable {
    public let name: String
    /// What the files are and where they come from, in one line.
    public let summary: String
    let begin: @Sendable (_ header: [String]) throws(ImportError) -> RowReader

    public static let all: [ImportFormat] = [.cookCountyDiversion]

    public static func named(_ name: String) throws(ImportError) -> ImportFormat {
        if let format = all.first(where: { $0.name == name }) { return format }
        let known = all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")
        throw ImportError(
            .unknownFormat, names: all.map(\.name), "No import format is called \"\(name)\". Known formats: \(known).")
    }

    /// Checks a header and answers how to read the rows under it.
    public func reader(for header: [String]) throws(ImportError) -> RowReader { try begin(header) }
}

/// Reads the rows under one header.
public struct RowReader: Sendable {
    /// Columns of the file that the format does not use.
    public let ignored: [String]
    let read: @Sendable (CSVRecord) throws(RowError) -> TakenOverReferral

    public func referral(from record: CSVRecord) throws(RowError) -> TakenOverReferral { try read(record) }
}
