public import Access
import Foundation
public import Hummingbird
import NIOCore
import Synchronization

/// What every request carries through the middleware to its handler.
public struct GatewayContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    private let identity = Identity()
    /// The caller's trace, or a new one. It is in each log line and each problem, so that the two can be matched.
    public var trace = TraceContext()
    /// The network address that the request came from.
    public var clientAddress: String?

    /// Shared by all copies, so that what makes an error's answer outside the authenticator knows who asked.
    private final class Identity: Sendable {
        let known = Mutex<(principal: Principal?, sessionToken: String?)>((nil, nil))
    }

    /// Who asks; absent when nobody is signed in.
    public var principal: Principal? {
        get { identity.known.withLock { $0.principal } }
        set { identity.known.withLock { $0.principal = newValue } }
    }

    /// The session's secret, from the cookie.
    public var sessionToken: String? {
        get { identity.known.withLock { $0.sessionToken } }
        set { identity.known.withLock { $0.sessionToken = newValue } }
    }

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
