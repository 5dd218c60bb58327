import Gateway

/// The small cookies of the pages. None holds anything about a person.
enum PageCookie: String {
    /// The language that a browser was switched to.
    case language
    /// Which of several counties a person looks at.
    case county
    /// What was done last, to be said once.
    case flash
    /// Ties the sign-in form to the browser that asked for it.
    case form

    func name(_ session: SessionCookie) -> String { "\(session.name)-\(rawValue)" }

    /// The value of the `Set-Cookie` header; without `seconds` it goes with the browser's session.
    func header(_ value: String, _ session: SessionCookie, seconds: Int? = nil) -> String {
        "\(name(session))=\(value); Path=/; HttpOnly; SameSite=\(self == .form ? "Strict" : "Lax")"
            + (session.isSecure ? "; Secure" : "") + (seconds.map { "; Max-Age=\($0)" } ?? "")
    }

    func ending(_ session: SessionCookie) -> String { header("", session, seconds: 0) }
}
