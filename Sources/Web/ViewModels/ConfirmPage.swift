/// Asks once more before something that others will see and that has consequences.
struct ConfirmPage: PageModel {
    static let template = "confirm"

    var title: String
    var text: String
    /// What will happen, one sentence each.
    var consequences: [String]
    var hasConsequences: Bool
    var confirm: PostButton
    var cancel: Link

    init(
        title: String, text: String, consequences: [String] = [], confirm: PostButton, cancelHref: String,
        for reader: Reader
    ) {
        self.title = title
        self.text = text
        self.consequences = consequences
        hasConsequences = !consequences.isEmpty
        self.confirm = confirm
        cancel = Link(label: reader.words("form.cancel"), href: cancelHref)
    }
}
