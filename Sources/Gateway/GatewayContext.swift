public import Access
import Foundation
public import Hummingbird
import NIOCore

/// What every request carries through the middleware to its handler.
public struct GatewayContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks; absent when nobody is signed in.
    public var principal: Principal?
    /// The session's secret, from the cookie.
    public var sessionToken: String?
    /// The caller's trace, or a new one. It is in each log line and each problem, so that the two can be matched.
    public var trace = TraceContext()
    /// The network address that the request came from.
    public var clientAddress: String?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        clientAddress = source.channel.remoteAddress?.ipAddress
    }

    public var maxUploadSize: Int { BodyLimit.bytes }

    public var traceID: String { trace.id }

    /// The caller, for what nobody may do unknown.
    ///
    /// - Throws: a 401 that says how to sign in.
    public func signedIn() throws(Problem) -> Principal {
        guard let principal else { throw .signedOut }
        return principal
    }
}
