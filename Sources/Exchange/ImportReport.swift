import Foundation

/// What an import did, row by row counted.
public struct ImportReport: Hashable, Sendable {
    /// Rows under the header. Each is recorded, known or rejected; in a dry run only known or rejected are told apart.
    public var read = 0
    public var recorded = 0
    /// Rows whose content was there before, or stands twice in the file.
    public var known = 0
    /// Odd rows that were kept, by kind; a row may be odd in several ways.
    public var warned: [String: Int] = [:]
    public var rejected: [String: Int] = [:]
    public var seconds = 0.0
    public var isDryRun = false
    /// Columns of the file that the format does not use.
    public var ignoredColumns: [String] = []

    public init() {}

    public var rejectedRows: Int { rejected.values.reduce(0, +) }

    /// The one line that `import --json` ends with.
    public var json: String {
        func counts(_ kinds: [String: Int]) -> String {
            let members = kinds.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0.key)):\($0.value)" }
            return "{" + members.joined(separator: ",") + "}"
        }
        return "{\"read\":\(read),\"recorded\":\(recorded),\"known\":\(known),\"warned\":\(counts(warned)),"
            + "\"rejected\":\(counts(rejected)),\"seconds\":\(rounded(seconds, places: 3))}"
    }

    /// The report for people.
    public var text: String {
        let width = (Array(warned.keys) + rejected.keys).map(\.count).max() ?? 0
        func table(_ title: String, _ kinds: [String: Int]) -> [String] {
            guard !kinds.isEmpty else { return [] }
            let widest = kinds.values.map { grouped($0).count }.max() ?? 0
            return [title]
                + kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { kind, count in
                    let gap = String(repeating: " ", count: width - kind.count + 2 + widest - grouped(count).count)
                    return "  \(kind)\(gap)\(grouped(count))"
                }
        }
        var lines = ["\(grouped(read)) rows read in \(rounded(seconds, places: 1)) s"]
        lines.append(
            isDryRun
                ? "Dry run: nothing was recorded; \(grouped(read - known - rejectedRows)) rows can be."
                : "\(grouped(recorded)) recorded, \(grouped(known)) already known, \(grouped(rejectedRows)) rejected")
        if !ignoredColumns.isEmpty {
            lines.append("Columns not used: \(ignoredColumns.map(\.shortened).joined(separator: ", "))")
        }
        lines += table("Kept, with a warning:", warned) + table("Rejected:", rejected)
        return lines.joined(separator: "\n")
    }

    private func rounded(_ value: Double, places: Int) -> String { String(format: "%.\(places)f", value) }

    private func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count - index) % 3 == 0 ? [",", digit] : [digit]
            })
    }
}
