import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird

/// One request for a page: who asks, in which language, about which county, and the way to answer.
struct Visit: Sendable {
    let site: WebRoutes
    let request: Request
    let context: GatewayContext
    /// What the address asks after the question mark.
    let query: SentForm
    /// The counties that the reader works in.
    let counties: [JurisdictionInfo]
    /// The one that lists show.
    let county: JurisdictionInfo?
    let organization: String?
    private(set) var reader: Reader
    /// Where the same page can be asked for again; a form's answer names its page here.
    var path: String

    init(_ site: WebRoutes, _ request: Request, _ context: GatewayContext) async {
        self.site = site
        self.request = request
        self.context = context
        query = SentForm(query: request.uri.query)
        path = request.uri.path
        var known: [JurisdictionInfo] = []
        var organization: String?
        if let principal = context.principal {
            // A page of errors must be possible without a database.
            known = (try? await site.throughline.jurisdictions(of: principal)) ?? []
            organization = try? await site.throughline.organization(principal.organization)?.name
        }
        counties = known
        self.organization = organization
        let wanted = query["jurisdiction"] ?? request.cookies[PageCookie.county.name(site.cookie)]?.value
        county = known.first { $0.slug == wanted } ?? known.first
        let chosen = (request.cookies[PageCookie.language.name(site.cookie)]?.value).flatMap(Language.init(rawValue:))
        let own = context.principal.flatMap { Language(rawValue: String($0.language.prefix(2))) }
        reader = site.renderer.reader(
            chosen ?? own ?? Language(accepting: request.headers[.acceptLanguage]), in: county?.zone ?? .gmt,
            at: site.throughline.now())
    }

    var throughline: Throughline { site.throughline }
    var words: Words { reader.words }
    var now: Date { reader.now }
    var roles: Set<String> { Set(context.principal?.roles.map(\.rawValue) ?? []) }

    func principal() throws(Problem) -> Principal { try context.signedIn() }

    /// The county that a list is about.
    func slug() throws -> String {
        guard let county else { throw Failure.notFound }
        return county.slug
    }

    func today() -> Day { Day(now, in: reader.zone) }

    /// The same visit with dates as another county writes them.
    func reading(in zone: TimeZone) -> Visit {
        var visit = self
        visit.reader = Reader(words: words, zone: zone, now: now)
        return visit
    }

    /// The same visit, answering a form that belongs to another page.
    func belonging(to path: String) -> Visit {
        var visit = self
        visit.path = path
        return visit
    }

    /// The id in the path.
    func id(_ name: String = "id") throws -> UUID {
        guard let text = context.parameters.get(name), let id = UUID(uuidString: text) else { throw Failure.notFound }
        return id
    }

    // MARK: Forms

    /// The hidden fields of a form: a new key, or the one that the form was sent with.
    func tokens(key: String? = nil) -> FormTokens {
        FormTokens(csrf: context.principal?.csrf ?? "", key: key ?? UUID().text)
    }

    /// The command that a form asks for; the same form sent twice is one command.
    func command(_ form: SentForm, versioned: Bool = false, part: String = "") throws -> CommandContext {
        guard let key = form["key"], key.utf8.count <= 255 else { throw Problem.keyMissing }
        var context = CommandContext(try principal(), key: key + part, content: form.content)
        if versioned {
            guard let version = form["version"].flatMap({ Int64($0) }) else { throw Failure.versionRequired }
            context.ifVersion = version
        }
        return context
    }

    /// What this session keeps in its own pages between two forms.
    var seal: SessionSeal? { context.sessionToken.map(SessionSeal.init) }

    // MARK: Answers

    func page<Model: PageModel>(
        _ model: Model, title: String, current: Place? = nil, layout: PageFrame.Layout? = nil,
        status: HTTPResponse.Status = .ok, counts: [Place: Int] = [:], search: String? = nil,
        said: PageFrame.Flash? = nil,
        flash: (FlashNote) -> PageFrame.Flash? = { _ in nil }
    ) -> Response {
        let note = FlashNote(in: self)
        let frame = PageFrame(
            title: title, layout: layout ?? (roles.contains("partner") ? .phone : .wide),
            person: context.principal?.displayName, organization: organization, roles: roles, current: current,
            counts: counts,
            otherLanguageHref: Filters.url("/language", ["to": words.language.other.rawValue, "back": address]),
            searchTokens: tokens(), searchValue: search, flash: said ?? note.flatMap { flash($0) ?? $0.plain(words) },
            isDemonstration: site.isDemonstration, for: reader)
        let response = Response.html(site.renderer.html(model, in: frame, for: reader), status: status)
        return note == nil ? response : response.cookie(PageCookie.flash.ending(site.cookie))
    }

    /// Goes on to another page after a command has been carried out.
    func goOn(to path: String, saying note: FlashNote? = nil) -> Response {
        let response = Response.seeOther(path)
        return note.map { response.cookie(PageCookie.flash.header($0.text, site.cookie, seconds: 60)) } ?? response
    }

    /// The page's own address, to come back to.
    var address: String {
        guard request.method == .get || request.method == .head, let query = request.uri.query, !query.isEmpty else {
            return path
        }
        return "\(path)?\(query)"
    }

    /// The error page, or the way to sign in.
    func response(to problem: Problem, failure: Failure? = nil, detail: String? = nil, links: [Link] = []) -> Response {
        if problem.status == .unauthorized {
            let back = request.method == .get && request.uri.path != "/" ? request.uri.path : ""
            return .seeOther(Filters.url("/sign-in", ["returnTo": back]))
        }
        var sentence = detail
        if case .refused(let refused)? = failure { sentence = reader.sentence(for: refused) }
        let retry = problem.headers[.retryAfter].flatMap { Int($0) }.map { max(1, ($0 + 59) / 60) }
        let model = ErrorPage(
            status: problem.status.code, detail: sentence, links: links,
            trace: problem.status.code >= 500 ? context.traceID : nil,
            retryMinutes: problem.status == .tooManyRequests ? retry : nil, for: reader)
        var response = page(model, title: model.title, status: problem.status)
        for header in problem.headers where header.name != .wwwAuthenticate && header.name != .eTag {
            response.headers[header.name] = header.value
        }
        return response
    }
}
