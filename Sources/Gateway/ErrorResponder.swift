import Application
import Foundation
import HTTPTypes
public import Hummingbird
import Logging
import Postgres

/// Turns whatever went wrong into an answer: a page where the caller reads pages, `application/problem+json` else.
public struct ErrorResponder: RouterMiddleware {
    /// Makes a page for a problem, or answers `nil` to leave it to this middleware.
    public typealias Page = @Sendable (Problem, Request, GatewayContext) async -> Response?

    private let methods: MethodTable
    private let page: Page?

    public init(methods: MethodTable, page: Page? = nil) {
        self.methods = methods
        self.page = page
    }

    public func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            if let answer = unrouted(error, request, context) { return answer }
            let problem = context.endpointPath == "NotFound" ? unroutedProblem(error, request) : Problem(error, context)
            if problem.status.code >= 500 { log(error, problem, context) }
            if let page, let answer = await page(problem, request, context) { return answer }
            return problem.response(to: request, context)
        }
    }

    /// The answer to `OPTIONS`, which no route has.
    private func unrouted(_ error: any Error, _ request: Request, _ context: GatewayContext) -> Response? {
        guard context.endpointPath == "NotFound", request.method == .options, error is HTTPError else { return nil }
        let allowed = methods.methods(at: request.uri.path)
        guard !allowed.isEmpty else { return nil }
        return Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
    }

    private func unroutedProblem(_ error: any Error, _ request: Request) -> Problem {
        guard (error as? HTTPError)?.status == .notFound else { return Problem(error) }
        let allowed = methods.methods(at: request.uri.path)
        return allowed.isEmpty ? .noSuchPath : .methodNotAllowed(allowed)
    }

    private func log(_ error: any Error, _ problem: Problem, _ context: GatewayContext) {
        // Only errors whose description is known to hold no stored value are written out.
        let reason =
            switch error {
            case let error as PostgresError: "\(error)"
            case let error as Failure: "\(error)"
            default: "\(type(of: error))"
            }
        let level: Logger.Level = problem.status == .internalServerError ? .error : .warning
        context.logger.log(
            level: level, "a request failed",
            metadata: ["route": .string(context.endpointPath ?? "none"), "error": .string(reason)])
    }
}
