/// Where a referral stands, in words and as a row of cells.
struct StageView: Hashable, Sendable {
    var label: String
    var cells: [StageBar.Cell]

    /// - parameter detail: what the status alone does not say: "no beds until Nov 2", "2 of 4 sessions".
    init(status: String, detail: String? = nil, for reader: Reader) {
        let name = reader.words("status.\(status)")
        label = detail.map { reader.words("status.with-detail", ["status": name, "detail": $0]) } ?? name
        cells = StageBar.cells(for: status)
    }
}
