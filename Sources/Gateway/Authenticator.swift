public import Access
public import Foundation
public import Hummingbird

/// Finds out who asks: by bearer token, or else by the session cookie.
///
/// Who brings a token means to use it, so a wrong one is refused instead of being passed over. A session that has
/// ended leaves the request without a principal; what needs one then answers 401.
public struct Authenticator: RouterMiddleware {
    private let access: AccessStore
    private let cookie: SessionCookie
    private let now: @Sendable () -> Date

    public init(access: AccessStore, cookie: SessionCookie, now: @escaping @Sendable () -> Date = { Date() }) {
        self.access = access
        self.cookie = cookie
        self.now = now
    }

    public func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let authorization = request.headers[.authorization] {
            guard let secret = bearer(authorization),
                let principal = try await access.principal(bearer: secret, now: now())
            else { throw Problem.wrongToken }
            context.principal = principal
        } else if let token = cookie.token(in: request), !token.isEmpty {
            context.principal = try await access.session(token, now: now())
            context.sessionToken = context.principal == nil ? nil : token
        }
        return try await next(request, context)
    }

    private func bearer(_ authorization: String) -> String? {
        let parts = authorization.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

extension GatewayContext {
    /// Checks that a change asked for with a session's cookie comes from one of that session's own pages.
    ///
    /// A bearer token needs no such proof: no other site's page can make a browser send it.
    /// - Parameter token: what the request brought, from the form field `csrf` or the header `X-CSRF-Token`.
    public func checkCSRF(_ token: String?) throws(Problem) {
        guard let expected = principal?.csrf else { return }
        guard let token, token.utf8.count == expected.utf8.count,
            zip(token.utf8, expected.utf8).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0
        else { throw .wrongFormToken }
    }
}
