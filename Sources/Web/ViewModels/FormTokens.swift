/// The two hidden fields of every form that posts.
struct FormTokens: Hashable, Sendable {
    /// Ties the form to the session.
    var csrf: String
    /// The idempotency key: sending the form twice records one thing.
    var key: String
}

/// A hidden field.
struct HiddenField: Hashable, Sendable {
    var name: String
    var value: String
}

/// A form that is one button, for an action that needs no more to be said.
struct PostButton: Hashable, Sendable {
    var label: String
    var action: String
    var tokens: FormTokens
    /// Read aloud after the label and not shown.
    var context: String? = nil
    var hidden: [HiddenField] = []
    var isMain = false
    var isQuiet = false
    var isWide = false
}
