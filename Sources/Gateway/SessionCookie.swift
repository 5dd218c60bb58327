public import Hummingbird

/// The cookie that holds a session's secret.
///
/// Over https its name binds it to this host (`__Host-`, RFC 6265bis). A loopback address without https cannot set
/// such a cookie, so it has a plain name there.
public struct SessionCookie: Sendable, Hashable {
    public let isSecure: Bool

    public init(publicURL: String) { isSecure = publicURL.lowercased().hasPrefix("https://") }

    public var name: String { isSecure ? "__Host-throughline" : "throughline" }

    /// The session's secret, when the request brings one.
    public func token(in request: Request) -> String? { request.cookies[name]?.value }

    /// The value of the `Set-Cookie` header that begins a session. It goes with the browser's session.
    public func header(for token: String) -> String { "\(name)=\(token); \(attributes)" }

    /// The value of the `Set-Cookie` header that ends a session.
    public var endingHeader: String { "\(name)=; \(attributes); Max-Age=0" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }
}
