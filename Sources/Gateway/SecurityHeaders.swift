import HTTPTypes
public import Hummingbird

/// Tells browsers to do no more with an answer than it needs. A header that a handler has set stays as it is.
public struct SecurityHeaders: RouterMiddleware {
    private let isSecure: Bool

    public init(isSecure: Bool) { self.isSecure = isSecure }

    /// No inline script, no inline style, nothing from elsewhere, no frame.
    public static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; font-src 'self'
        """

    public func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        func set(_ name: HTTPField.Name, _ value: String) {
            if response.headers[name] == nil { response.headers[name] = value }
        }
        set(.contentSecurityPolicy, Self.contentSecurityPolicy)
        set(.xContentTypeOptions, "nosniff")
        set(.referrerPolicy, "no-referrer")
        set(.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        set(.crossOriginOpenerPolicy, "same-origin")
        set(.crossOriginResourcePolicy, "same-origin")
        // Everything dynamic is about people; what may be kept says so itself.
        set(.cacheControl, "no-store")
        if isSecure { set(.strictTransportSecurity, "max-age=31536000; includeSubDomains") }
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = named("Referrer-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    /// What a page of a session sends back with a change.
    public static let csrfToken = named("X-CSRF-Token")
    /// The client's name for a command, so that a repeat gets the first answer.
    public static let idempotencyKey = named("Idempotency-Key")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token.") }
        return name
    }
}
