public import Access
public import Foundation
public import Hummingbird
public import Telemetry

/// The middleware that every request passes, in the order that makes them right.
///
/// ```swift
/// let door = FrontDoor(access: access, publicURL: url)
/// let router = door.router()
/// APIRoutes(throughline).add(to: router)
/// door.close(router)
/// ```
public struct FrontDoor: Sendable {
    public let cookie: SessionCookie
    public let methods = MethodTable()
    private let access: AccessStore
    private let metrics: Metrics?
    private let now: @Sendable () -> Date
    private let page: ErrorResponder.Page?

    /// - Parameters:
    ///   - publicURL: how browsers reach the server; https decides about secure cookies and HSTS.
    ///   - page: makes error pages for those who read pages.
    public init(
        access: AccessStore, publicURL: String, metrics: Metrics? = nil,
        now: @escaping @Sendable () -> Date = { Date() }, page: ErrorResponder.Page? = nil
    ) {
        self.access = access
        self.metrics = metrics
        self.now = now
        self.page = page
        cookie = SessionCookie(publicURL: publicURL)
    }

    /// A router with the middleware and no routes.
    public func router() -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog(metrics: metrics))
        router.add(middleware: SecurityHeaders(isSecure: cookie.isSecure))
        router.add(middleware: ErrorResponder(methods: methods, page: page))
        router.add(middleware: BodyLimit())
        router.add(middleware: Authenticator(access: access, cookie: cookie, now: now))
        return router
    }

    /// Makes wrong methods on the router's paths answer 405. Call it when all routes are there.
    public func close(_ router: Router<GatewayContext>) { methods.learn(router) }
}
