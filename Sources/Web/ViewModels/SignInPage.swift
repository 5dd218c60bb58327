/// Where a person says who they are.
struct SignInPage: PageModel {
    static let template = "sign-in"

    /// One invented person whose account opens with one press, in demonstration mode only.
    struct Demonstration: Sendable {
        var name: String
        var role: String
        var organization: String
        var button: PostButton
    }

    var form: Form
    var errors: ErrorSummary?
    /// Said instead of the form when sign-in is locked for a while.
    var lockedOut: String?
    var demonstrations: [Demonstration]

    /// - parameter lockedMinutes: how long this address must wait after too many tries.
    init(
        action: String, tokens: FormTokens, sent: Submission = Submission(), problem: String? = nil,
        returnTo: String? = nil, lockedMinutes: Int? = nil, demonstrations: [Demonstration] = [], for reader: Reader
    ) {
        let words = reader.words
        let fields = [
            Field.line(
                "email", words("sign-in.email"), required: true,
                input: .init(type: "email", autocomplete: "email"), from: sent),
            Field.line(
                "password", words("sign-in.password"), required: true,
                input: .init(type: "password", autocomplete: "current-password"), from: sent),
        ]
        form = Form(
            action: action, tokens: tokens,
            hidden: returnTo.map { [HiddenField(name: "returnTo", value: $0)] } ?? [], fields: fields,
            submit: words("sign-in.submit"))
        errors = ErrorSummary(fields, other: problem.map { [$0] } ?? [])
        lockedOut = lockedMinutes.map { words("sign-in.locked", ["count": $0]) }
        self.demonstrations = demonstrations
    }
}
