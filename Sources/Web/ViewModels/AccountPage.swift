import Foundation

/// Who the reader is, their language, password and open sessions.
struct AccountPage: PageModel {
    static let template = "account"

    /// One place that the account is signed in at.
    struct Session: Sendable {
        var device: String
        var started: Moment
        var lastUsed: Moment
        var isThisOne: Bool
        /// Ends the session; the present one ends by signing out.
        var end: PostButton?

        init(device: String, started: Date, lastUsed: Date, end: PostButton?, for reader: Reader) {
            self.device = device
            self.started = reader.moment(started)
            self.lastUsed = reader.moment(lastUsed)
            isThisOne = end == nil
            self.end = end
        }
    }

    var facts: [Fact]
    var language: Form
    var password: Form
    var errors: ErrorSummary?
    var sessions: [Session]
    var signOut: PostButton

    /// - parameter roles: stable codes: `prosecutor`, `partner` and so on.
    init(
        name: String, email: String, organization: String, roles: [String], sessions: [Session],
        languageAction: String, passwordAction: String, signOutAction: String, tokens: (String) -> FormTokens,
        sent: Submission = Submission(), for reader: Reader
    ) {
        let words = reader.words
        facts = [
            Fact(term: words("account.name"), value: name),
            Fact(term: words("account.email"), value: email),
            Fact(term: words("account.organization"), value: organization),
            Fact(
                term: words("account.roles"),
                value: roles.map { words("role.\($0)") }.joined(separator: words("list.separator"))),
        ]
        let languages = Language.allCases.map {
            Field.Option(value: $0.rawValue, label: words("language.\($0.rawValue)"))
        }
        language = Form(
            action: languageAction, tokens: tokens("language"),
            fields: [
                .radios(
                    "language", words("account.language"), languages, required: true,
                    from: Submission(["language": reader.language.rawValue]))
            ],
            submit: words("account.language-save"))
        let fields = [
            Field.line(
                "currentPassword", words("account.password-current"), required: true,
                input: .init(type: "password", autocomplete: "current-password"), from: sent),
            Field.line(
                "newPassword", words("account.password-new"), hint: words("account.password-hint"), required: true,
                input: .init(type: "password", autocomplete: "new-password"), from: sent),
        ]
        password = Form(
            action: passwordAction, tokens: tokens("password"), fields: fields, submit: words("account.password-save"))
        errors = ErrorSummary(fields)
        self.sessions = sessions
        signOut = PostButton(label: words("account.sign-out"), action: signOutAction, tokens: tokens("sign-out"))
    }
}
