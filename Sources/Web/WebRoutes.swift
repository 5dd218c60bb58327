import Access
public import Application
public import Gateway
public import Hummingbird

/// Every page of the product: HTML over the use cases, whole without any script.
///
/// ```swift
/// let web = try WebRoutes(throughline: application, renderer: renderer, publicURL: url, wakeups: follower.wakeups)
/// let door = FrontDoor(access: access, publicURL: url, page: web.errorPage)
/// let router = door.router()
/// web.add(to: router)
/// door.close(router)
/// ```
public struct WebRoutes: Sendable {
    /// One invented person whose account opens with one press.
    public struct DemonstrationAccount: Sendable {
        public var name: String
        /// The code of the role that it shows: `prosecutor` and so on.
        public var role: String
        public var organization: String
        public var email: String

        public init(name: String, role: String, organization: String, email: String) {
            self.name = name
            self.role = role
            self.organization = organization
            self.email = email
        }
    }

    let throughline: Throughline
    let renderer: Renderer
    let cookie: SessionCookie
    let publicURL: String
    let isDemonstration: Bool
    let demonstrationAccounts: [DemonstrationAccount]
    let wakeups: @Sendable () -> AsyncStream<Set<String>>
    let apiOperations: [APIOperation]
    let securityContact: String?
    let heartbeat: Duration
    let streamLifetime: Duration

    /// - Parameters:
    ///   - publicURL: how browsers reach the server.
    ///   - wakeups: names of the jurisdictions that may have news, one stream for each call.
    ///   - apiOperations: what `/docs` lists, from the API's own table of routes.
    ///   - securityContact: an address for `security.txt`, such as `mailto:security@example.org`.
    ///   - heartbeat: how often a stream of news shows that it is still there.
    ///   - streamLifetime: how long one is kept; no longer than an idle session lives, unless told otherwise. Who is
    ///     still there then asks again, and shows the cookie again.
    public init(
        throughline: Throughline, renderer: Renderer, publicURL: String, isDemonstration: Bool = false,
        demonstrationAccounts: [DemonstrationAccount] = [],
        wakeups: @escaping @Sendable () -> AsyncStream<Set<String>> = { AsyncStream { $0.finish() } },
        apiOperations: [APIOperation] = [], securityContact: String? = nil,
        heartbeat: Duration = .seconds(20), streamLifetime: Duration? = nil
    ) {
        self.throughline = throughline
        self.renderer = renderer
        self.publicURL = publicURL
        self.isDemonstration = isDemonstration
        self.demonstrationAccounts = isDemonstration ? demonstrationAccounts : []
        self.wakeups = wakeups
        self.apiOperations = apiOperations
        self.securityContact = securityContact
        self.heartbeat = heartbeat
        self.streamLifetime = streamLifetime ?? .seconds(throughline.access.sessionLimits.idle + 60)
        cookie = SessionCookie(publicURL: publicURL)
    }

    public func add(to router: Router<GatewayContext>) {
        addHome(to: router)
        addSignIn(to: router)
        addAccount(to: router)
        addWorklist(to: router)
        addPastWorklist(to: router)
        addReferrals(to: router)
        addActions(to: router)
        addScreenings(to: router)
        addNewScreening(to: router)
        addScreeningForms(to: router)
        addHistory(to: router)
        addParticipantHistory(to: router)
        addRefer(to: router)
        addInbox(to: router)
        addCapacity(to: router)
        addAudit(to: router)
        addCheckpoints(to: router)
        addPeople(to: router)
        addDeadlines(to: router)
        addModules(to: router)
        addOperations(to: router)
        addDocs(to: router)
        addLive(to: router)
        addFiles(to: router)
    }

    /// The error page for a request of a browser; `nil` leaves the answer to the API's form of problems.
    ///
    /// For `FrontDoor(page:)`, which has the errors that no page's own handler has seen, such as a wrong address.
    public func errorPage(_ problem: Problem, _ request: Request, _ context: GatewayContext) async -> Response? {
        guard Self.isPage(request) else { return nil }
        var context = context
        if context.principal == nil, let token = cookie.token(in: request), !token.isEmpty {
            context.principal = try? await throughline.access.session(token, now: throughline.now())
            context.sessionToken = context.principal == nil ? nil : token
        }
        return await Visit(self, request, context).response(to: problem)
    }

    private static let machineFamilies = [
        "/api/", "/livez", "/readyz", "/metrics", "/openapi.json", "/log/", "/hsds/", "/fhir/", "/assets/", "/live",
        "/.well-known/", "/robots.txt",
    ]

    /// Whether a request is for a page, by the family of its path and by what it accepts.
    static func isPage(_ request: Request) -> Bool {
        let path = request.uri.path
        if machineFamilies.contains(where: { path == $0 || path.hasPrefix($0) }) { return false }
        if path.hasSuffix(".json") || path.hasSuffix(".csv") { return false }
        let accept = request.headers[.accept] ?? "*/*"
        return accept.contains("text/html") || !accept.contains("json")
    }
}
