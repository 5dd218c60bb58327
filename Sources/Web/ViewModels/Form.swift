/// A form: its questions, its button and where to go instead.
struct Form: Hashable, Sendable {
    var action: String
    var tokens: FormTokens
    var hidden: [HiddenField] = []
    var fields: [Field]
    var submit: String
    var cancel: Link? = nil
}

/// The list of what to fix, at the top of a page that was sent back.
struct ErrorSummary: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        var text: String
        var href: String?
    }

    var items: [Item]

    /// The errors of a form in the order of its fields; `nil` when there are none.
    init?(_ fields: [Field], other: [String] = []) {
        items =
            other.map { Item(text: $0, href: nil) }
            + fields.compactMap { field in field.error.map { Item(text: $0, href: "#\(field.focusID)") } }
        if items.isEmpty { return nil }
    }
}
