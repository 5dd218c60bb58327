import Exchange
import Foundation

/// What a reader gives for one record: the record, or why there is none.
enum Reading: Hashable {
    case record(CSVRecord)
    case error(CSVError)

    var fields: [String]? { if case .record(let record) = self { record.fields } else { nil } }
    var error: CSVError? { if case .error(let error) = self { error } else { nil } }
}

extension CSVReader {
    /// Every record and error of a text to its end.
    static func all(_ text: String, chunkSize: Int = 65_536) -> [Reading] { all(Data(text.utf8), chunkSize: chunkSize) }

    static func all(_ data: Data, chunkSize: Int = 65_536) -> [Reading] {
        var reader = CSVReader(data: data, chunkSize: chunkSize)
        var readings: [Reading] = []
        while true {
            do throws(CSVError) {
                guard let record = try reader.next() else { return readings }
                readings.append(.record(record))
            } catch {
                readings.append(.error(error))
                if error.code == .emptyFile || error.code == .unreadable { return readings }
            }
        }
    }
}

extension CSVError {
    /// Row, line and field.
    var place: [Int?] { [row, line, column] }
}
