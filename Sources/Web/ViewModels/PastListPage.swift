import Foundation

/// A list of referrals as it stood at a moment: a worklist's, or one person's.
struct PastListPage: PageModel {
    static let template = "past-list"

    /// What differs between two moments.
    struct Differences: Sendable {
        var title: String
        var tables: [DataTable]
        /// Said when nothing does.
        var nothing: String?
    }

    var title: String
    /// "This is the worklist as it stood on Friday, September 18, 2026, 3:45 PM."
    var asItStood: String
    var nowHref: String
    var errors: ErrorSummary?
    var action: String
    var fields: [Field]
    var positionFields: [Field]
    var positionIsOpen: Bool
    var differences: Differences?
    var list: DataTable?
    var summary: String?
    var empty: EmptyState?
    var twins: [Link]
    var isLogged: Bool

    /// - Parameters:
    ///   - sent: the moments as they were asked for, and what is wrong with them.
    ///   - list: the referrals; `nil` when the moment could not be read.
    ///   - isLogged: whether the visit has shown something that the access log has.
    init(
        title: String, asItStood: String, nowHref: String, action: String, sent: Submission, list: DataTable?,
        summary: String, empty: EmptyState, differences: Differences? = nil, twins: [Link] = [], isLogged: Bool = true,
        for reader: Reader
    ) {
        let words = reader.words
        self.title = title
        self.asItStood = asItStood
        self.nowHref = nowHref
        self.action = action
        self.isLogged = isLogged
        fields = [
            .line("at", words("past.at"), input: .init(type: "datetime-local"), from: sent),
            .line("compare", words("past.compare"), input: .init(type: "datetime-local"), from: sent),
            .radios(
                "clock", words("history.show-what-was"), .codes(["recorded", "occurred"], "history", for: reader),
                required: true, from: sent),
        ]
        positionFields = ["position", "comparePosition"].map {
            .line($0, words("past.\($0)"), input: .init(type: "number", min: "0"), from: sent)
        }
        positionIsOpen = positionFields.contains { $0.error != nil || $0.input?.value != nil }
        errors = ErrorSummary(fields + positionFields)
        guard let list else {
            self.twins = []
            return
        }
        self.list = list.rows.isEmpty ? nil : list
        self.summary = list.rows.isEmpty ? nil : summary
        self.empty = list.rows.isEmpty ? empty : nil
        self.differences = differences
        self.twins = twins
    }
}
