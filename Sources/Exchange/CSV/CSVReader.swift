public import Foundation

/// Reads CSV as RFC 4180 describes it, one record at a time and in bounded memory.
///
/// Lines end in CRLF or LF, a byte order mark is passed over, and blank lines are no records. The first record says
/// how many fields every other has. After an error the reader goes on with the next line, so one broken quote costs
/// one row and never the rest of the file:
///
///     var reader = try CSVReader(file: url)
///     while true {
///         do { guard let record = try reader.next() else { break } … } catch { rejected.append(error) }
///     }
public struct CSVReader {
    /// The longest field, in bytes.
    public static let fieldLimit = 64 * 1024
    /// The longest record, in bytes.
    public static let recordLimit = 1024 * 1024

    /// How much of the file was read so far, in bytes.
    public private(set) var bytesRead = 0

    private let read: () throws -> Data
    private var scanner = CSVScanner()
    private var buffer: [UInt8] = []
    private var start = 0
    private var isEnd = false
    private var line = 1
    private var row = 0
    private var fieldCount: Int?

    public init(file: URL, chunkSize: Int = 64 * 1024) throws(CSVError) {
        do {
            let handle = try FileHandle(forReadingFrom: file)
            self.init { try handle.read(upToCount: chunkSize) ?? Data() }
        } catch {
            throw CSVError(
                .unreadable, reason: "\(file.path) cannot be opened. Check that it is there and that you may read it.")
        }
    }

    public init(data: Data, chunkSize: Int = 64 * 1024) {
        var rest = data
        self.init {
            defer { rest = rest.dropFirst(chunkSize) }
            return rest.prefix(chunkSize)
        }
    }

    private init(read: @escaping () throws -> Data) { self.read = read }

    /// The next record, or `nil` after the last.
    public mutating func next() throws(CSVError) -> CSVRecord? {
        if bytesRead == 0 { try passByteOrderMark() }
        guard try passBlankLines() else {
            guard row > 0 else { throw CSVError(.emptyFile, reason: "The file is empty.") }
            return nil
        }
        row += 1
        while true {
            let outcome = buffer.withUnsafeBufferPointer { scanner.scan($0, from: start, isEnd: isEnd) }
            switch outcome {
            case .more: try fill()
            case .broken(let code): throw try rejection(code)
            case .record(let next): return try record(endingAt: next)
            }
        }
    }

    private mutating func record(endingAt next: Int) throws(CSVError) -> CSVRecord {
        let expected = fieldCount ?? scanner.fields.count
        guard scanner.fields.count == expected else {
            // With a line break inside, a broken quote has most likely joined two rows: look at each line again.
            throw try rejection(
                .fieldCount, "It has \(scanner.fields.count) fields where the header has \(expected).",
                fields: scanner.lineBreaks == 0 ? lossyTexts() : nil)
        }
        defer {
            line += scanner.lineBreaks + 1
            start = next
        }
        let texts = buffer.withUnsafeBufferPointer { bytes in scanner.fields.map { text(of: $0, in: bytes) } }
        guard let broken = texts.firstIndex(of: nil) else {
            fieldCount = expected
            return CSVRecord(fields: texts.compactMap { $0 }, line: line, row: row)
        }
        throw CSVError(
            .notUTF8, row: row, line: line, column: broken + 1, reason: CSVError.Code.notUTF8.reason,
            fields: lossyTexts())
    }

    private func text(of field: CSVScanner.Field, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let content = UnsafeBufferPointer(rebasing: bytes[field.bytes])
        guard field.isDoubled else { return String(validating: content, as: UTF8.self) }
        return String(validating: halved(content), as: UTF8.self)
    }

    private func lossyTexts() -> [String] {
        scanner.fields.map {
            String(decoding: $0.isDoubled ? halved(buffer[$0.bytes]) : Array(buffer[$0.bytes]), as: UTF8.self)
        }
    }

    private func halved(_ content: some Sequence<UInt8>) -> [UInt8] {
        var isSecond = false
        return content.filter { byte in
            isSecond = byte == .quote && !isSecond
            return byte != .quote || isSecond
        }
    }

    /// The error of the record that begins here. The reader goes on after the record's first line.
    private mutating func rejection(
        _ code: CSVError.Code, _ reason: String? = nil, fields: [String]? = nil
    ) throws(CSVError) -> CSVError {
        let column = code == .fieldCount || code == .recordTooLong ? nil : scanner.fields.count
        let (row, line) = (row, line)
        let text = try passLine()
        return CSVError(
            code, row: row, line: line, column: column, reason: reason ?? code.reason, fields: fields ?? [text])
    }

    /// Goes to the line after this one and answers as much of this one as a field may hold.
    private mutating func passLine() throws(CSVError) -> String {
        var kept: [UInt8] = []
        while true {
            let end = buffer[start...].firstIndex(of: .lineFeed)
            kept += buffer[start..<(end ?? buffer.count)].prefix(CSVReader.fieldLimit - kept.count)
            start = end.map { $0 + 1 } ?? buffer.count
            guard end == nil, !isEnd else { break }
            try fill()
        }
        line += 1
        if kept.last == .carriageReturn { kept.removeLast() }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Answers `false` when nothing follows.
    private mutating func passBlankLines() throws(CSVError) -> Bool {
        while true {
            if start == buffer.count || (buffer[start] == .carriageReturn && start + 1 == buffer.count), !isEnd {
                try fill()
                continue
            }
            let rest = buffer[start...].prefix(2)
            if rest.first == .lineFeed || rest.elementsEqual([.carriageReturn, .lineFeed]) {
                start += rest.first == .lineFeed ? 1 : 2
                line += 1
                continue
            }
            return !rest.isEmpty && !(rest.elementsEqual([.carriageReturn]) && isEnd)
        }
    }

    private mutating func passByteOrderMark() throws(CSVError) {
        while buffer.count < 3, !isEnd { try fill() }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    private mutating func fill() throws(CSVError) {
        if start > 0 {
            buffer.removeSubrange(0..<start)
            start = 0
        }
        do {
            let chunk = try read()
            bytesRead += chunk.count
            isEnd = chunk.isEmpty
            buffer.append(contentsOf: chunk)
        } catch {
            throw CSVError(.unreadable, reason: "The file cannot be read to its end.")
        }
    }
}

extension CSVError.Code {
    fileprivate var reason: String {
        switch base {
        case .emptyFile: "The file is empty."
        case .unreadable: "The file cannot be read."
        case .unterminatedQuote: "A quote is opened here and never closed."
        case .strayQuote: "A quote stands where none may: a field with quotes in it is quoted, its quotes doubled."
        case .fieldCount: "It has another number of fields than the header."
        case .notUTF8: "The bytes are not UTF-8. Save the file as \"CSV UTF-8\"."
        case .fieldTooLong: "A field is longer than 64 kB; mostly a quote that is never closed."
        case .recordTooLong: "A row is longer than 1 MB."
        }
    }
}
