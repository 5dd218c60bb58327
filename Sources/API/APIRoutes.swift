public import Application
public import Foundation
public import Gateway
import HTTPTypes
public import Hummingbird

/// The API below `/api/v1`, and its description at `/openapi.json`.
public struct APIRoutes: Sendable {
    /// Where the API's paths begin.
    public static let base = "/api/v1"

    private let service: Service

    /// - Parameters:
    ///   - wakeups: jurisdictions that may have new events, such as `LogFollower.wakeups`. Without it, streams of
    ///     events look at each heartbeat only.
    ///   - heartbeat: how often an idle stream shows that it lives.
    ///   - streamLifetime: when a stream ends, so that its client comes back and is checked again.
    public init(
        throughline: Throughline,
        wakeups: @escaping @Sendable () -> AsyncStream<Set<String>> = { AsyncStream { $0.finish() } },
        heartbeat: Duration = .seconds(15), streamLifetime: Duration = .seconds(900)
    ) {
        service = Service(
            throughline: throughline, wakeups: wakeups, heartbeat: heartbeat, streamLifetime: streamLifetime)
    }

    public func add(to router: Router<GatewayContext>) {
        let group = router.group(RouterPath(Self.base))
        for endpoint in Self.endpoints {
            group.on(RouterPath(endpoint.path), method: endpoint.method) { [service] request, context in
                try await endpoint.respond(to: request, context, service)
            }
        }
        router.get("openapi.json") { _, _ in
            let data = Self.openAPI
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/json", .contentLength: String(data.count),
                    .cacheControl: "public, max-age=300",
                ], body: .init(byteBuffer: ByteBuffer(bytes: data)))
        }
    }

    /// The OpenAPI 3.1.1 document.
    public static let openAPI: Data = OpenAPI.document(endpoints).data(pretty: true)

    /// Every operation, for a page that explains them.
    public static func operations() -> [OperationSummary] { endpoints.map(OperationSummary.init) }

    static let endpoints: [Endpoint] =
        Endpoint.network + Endpoint.programs + Endpoint.participants + Endpoint.referrals + Endpoint.steps
        + Endpoint.screenings + Endpoint.cases + Endpoint.work + Endpoint.modules + Endpoint.events
}
