import Foundation

/// What was published of a log, and whether it still holds.
struct CheckpointsPage: PageModel {
    static let template = "checkpoints"

    /// One signed checkpoint.
    struct Checkpoint: Sendable {
        var size: Int
        var signedAt: Date
        /// How many events are in it that were not in the one before.
        var newer: Int
        var root: String
        var witnesses: Int
    }

    var badge: VerificationBadge
    var table: DataTable
    var hasRows: Bool
    var empty: EmptyState
    var older: Link?
    var proof: Field
    var problem: ErrorSummary?
    var facts: [Fact]
    var commands: String

    /// - Parameters:
    ///   - origin: the log's name in its checkpoints; `nil` before the first.
    ///   - asked: the position that a proof was asked for and not found.
    init(
        badge: VerificationBadge, checkpoints: [Checkpoint], slug: String, origin: String?, verifierKey: String?,
        older: Link? = nil, asked: String? = nil, for reader: Reader
    ) {
        let words = reader.words
        self.badge = badge
        table = DataTable(
            caption: words("checkpoints.table"), showsCaption: true,
            columns: ["size", "signed", "newer", "root", "witnesses", "download"].map {
                .init(
                    label: words("checkpoints.column.\($0)"), isNumber: ["size", "newer", "witnesses"].contains($0))
            },
            rows: checkpoints.map { checkpoint in
                [
                    .init(Words.grouped(checkpoint.size)), .init(reader.moment(checkpoint.signedAt)),
                    .init(Words.grouped(checkpoint.newer)), .init("\(checkpoint.root.prefix(16))…"),
                    .init(Words.grouped(checkpoint.witnesses)),
                    .init(
                        words("checkpoints.download", ["size": checkpoint.size]),
                        href: "/audit/checkpoints/\(checkpoint.size)"),
                ]
            })
        hasRows = !checkpoints.isEmpty
        empty = EmptyState(title: words("checkpoints.empty-title"), text: words("checkpoints.empty-text"))
        self.older = older
        let sent = Submission(
            asked.map { ["position": $0] } ?? [:],
            errors: asked == nil ? [:] : ["position": words("checkpoints.no-proof")])
        proof = .line(
            "position", words("checkpoints.position"), hint: words("checkpoints.position-hint"),
            input: .init(width: "short"), from: sent)
        problem = ErrorSummary([proof])
        facts = [
            origin.map { Fact(term: words("checkpoints.origin"), value: $0) },
            verifierKey.map { Fact(term: words("checkpoints.key"), value: $0) },
        ].compactMap { $0 }
        commands = """
            throughline audit export --jurisdiction \(slug) --out \(slug).tar
            throughline verify --bundle \(slug).tar --against checkpoint
            """
    }
}
