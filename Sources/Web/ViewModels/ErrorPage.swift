/// Says what went wrong and what to do.
struct ErrorPage: PageModel {
    static let template = "error"

    /// The statuses that have words of their own.
    static let known = [403, 404, 409, 412, 422, 429, 500, 503]

    var status: String
    var title: String
    var text: String
    var whatToDo: String
    /// What exactly was refused, when the domain said so.
    var detail: String?
    var links: [Link]
    /// To quote when asking for help.
    var trace: String?

    /// - parameter detail: a sentence in the reader's language, never an internal message.
    init(
        status: Int, detail: String? = nil, links: [Link] = [], trace: String? = nil, retryMinutes: Int? = nil,
        for reader: Reader
    ) {
        let words = reader.words
        let key = "error.\(Self.known.contains(status) ? status : status >= 500 ? 500 : 422)"
        self.status = "\(status)"
        title = words("\(key).title")
        text = words("\(key).text")
        whatToDo = retryMinutes.map { words("error.retry", ["count": $0]) } ?? words("\(key).what-to-do")
        self.detail = detail
        self.links = links + [Link(label: words("error.home"), href: "/")]
        self.trace = trace.map { words("error.trace", ["trace": $0]) }
    }
}
