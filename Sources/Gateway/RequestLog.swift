public import Hummingbird
import HTTPTypes
import Logging
public import Telemetry

/// Begins or goes on with the trace, and leaves one line and one measurement for each request.
///
/// The route's template is logged, never the path or the query: those may hold what somebody searched for.
public struct RequestLog: RouterMiddleware {
    private let metrics: Metrics?
    private let clock = ContinuousClock()

    public init(metrics: Metrics? = nil) { self.metrics = metrics }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]

    public func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.trace = TraceContext(traceparent: request.headers[.traceparent])
        context.logger[metadataKey: "trace_id"] = .string(context.trace.id)
        let began = clock.now
        let response = try await next(request, context)
        note(request, context, status: response.status.code, took: began.duration(to: clock.now))
        return response
    }

    private func note(_ request: Request, _ context: GatewayContext, status: Int, took duration: Duration) {
        let method = Self.methods.contains(request.method.rawValue) ? request.method.rawValue : "other"
        let path = context.endpointPath ?? "NotFound"
        let route = path == "NotFound" ? "none" : path
        let (seconds, attoseconds) = duration.components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        context.logger.info(
            "request",
            metadata: [
                "method": .string(method), "route": .string(route), "status": "\(status)",
                "ms": "\((milliseconds * 10).rounded() / 10)",
            ])
        guard let metrics else { return }
        metrics.counter(
            "throughline_http_requests_total", help: "Requests answered, by method, route and status.",
            labels: ["method": method, "route": route, "status": String(status)]
        ).increment()
        metrics.histogram(
            "throughline_http_request_seconds", help: "Seconds from a request's head to its answer's head.",
            labels: ["method": method, "route": route]
        ).observe(duration)
    }
}
