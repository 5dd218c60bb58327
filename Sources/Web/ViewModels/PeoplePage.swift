import Foundation

/// The accounts of a jurisdiction, and the form that adds one.
struct PeoplePage: PageModel {
    static let template = "people"

    struct Account: Sendable {
        var name: String
        var email: String
        var organization: String
        var roles: [String]
        var lastSignIn: Date?
        /// Present when too many wrong passwords locked the account.
        var unlock: PostButton? = nil
    }

    var table: DataTable
    var form: Form
    var errors: ErrorSummary?
    var pager: Pager?

    /// - parameter roles: the codes that may be given.
    init(
        accounts: [Account], organizations: [Field.Option], roles: [String], action: String, tokens: FormTokens,
        sent: Submission = Submission(), pager: Pager? = nil, for reader: Reader
    ) {
        let words = reader.words
        table = DataTable(
            caption: words("people.table"),
            columns: ["name", "organization", "roles", "last", "state"].map {
                .init(label: words("people.column.\($0)"))
            },
            rows: accounts.map { account in
                [
                    .init(account.name, note: account.email), .init(account.organization),
                    .init(account.roles.map { words("role.\($0)") }.joined(separator: words("list.separator"))),
                    account.lastSignIn.map { .init(reader.moment($0)) } ?? .init(words("people.never")),
                    account.unlock.map { .init(tag: Tag(words("people.locked"), .late, icon: "lock"), button: $0) }
                        ?? .init(words("people.open")),
                ]
            })
        let fields = [
            Field.line("name", words("account.name"), required: true, input: .init(autocomplete: "off"), from: sent),
            Field.line(
                "email", words("sign-in.email"), required: true, input: .init(type: "email", autocomplete: "off"),
                from: sent),
            Field.select(
                "organization", words("account.organization"), organizations.withBlank(words("form.choose")),
                required: true,
                from: sent),
            Field.checkboxes(
                "roles", words("account.roles"), .codes(roles, "role", for: reader), required: true, from: sent),
        ]
        form = Form(action: action, tokens: tokens, fields: fields, submit: words("people.add"))
        errors = ErrorSummary(fields)
        self.pager = pager
    }

    /// The button that opens a locked account.
    static func unlock(action: String, name: String, tokens: FormTokens, for reader: Reader) -> PostButton {
        PostButton(
            label: reader.words("people.unlock"), action: action, tokens: tokens,
            context: reader.words("list.for-person", ["name": name]))
    }
}
