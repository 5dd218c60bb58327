import Application
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres

/// How a page's handler is called, and what becomes of its errors.
extension WebRoutes {
    /// A page. Its errors become error pages in the reader's own frame.
    func get(
        _ path: RouterPath, on router: Router<GatewayContext>,
        _ handle: @escaping @Sendable (Visit) async throws -> Response
    ) {
        router.get(path) { request, context in
            let visit = await Visit(self, request, context)
            do { return try await handle(visit) } catch { return try await self.answer(error, visit) }
        }
    }

    /// A page for people who have signed in.
    func page(
        _ path: RouterPath, on router: Router<GatewayContext>,
        _ handle: @escaping @Sendable (Visit) async throws -> Response
    ) {
        get(path, on: router) { visit in
            _ = try visit.principal()
            return try await handle(visit)
        }
    }

    /// What a form of a signed-in page sends. The session's token is checked before anything else.
    func post(
        _ path: RouterPath, on router: Router<GatewayContext>,
        _ handle: @escaping @Sendable (Visit, SentForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            let visit = await Visit(self, request, context)
            do {
                _ = try visit.principal()
                let form = try await SentForm.read(request)
                try context.checkCSRF(form["csrf"])
                return try await handle(visit, form)
            } catch { return try await self.answer(error, visit) }
        }
    }

    /// A list for other tools. Its errors are problem documents.
    func data(
        _ path: RouterPath, on router: Router<GatewayContext>,
        _ handle: @escaping @Sendable (Visit) async throws -> Response
    ) {
        router.get(path) { request, context in
            let visit = await Visit(self, request, context)
            do {
                _ = try visit.principal()
                return try await handle(visit)
            } catch let error as CancellationError {
                throw error
            } catch {
                let problem = Problem(error, context)
                self.log(error, problem, context)
                return problem.response(to: request, context)
            }
        }
    }

    private func answer(_ error: any Error, _ visit: Visit) async throws -> Response {
        if error is CancellationError { throw error }
        let problem = Problem(error, visit.context)
        log(error, problem, visit.context)
        return visit.response(to: problem, failure: error as? Failure)
    }

    private func log(_ error: any Error, _ problem: Problem, _ context: GatewayContext) {
        guard problem.status.code >= 500 else { return }
        // Only errors whose description is known to hold no stored value are written out.
        let reason = error is PostgresError || error is Failure ? "\(error)" : "\(type(of: error))"
        context.logger.log(
            level: problem.status == .internalServerError ? .error : .warning, "a page failed",
            metadata: ["route": .string(context.endpointPath ?? "none"), "error": .string(reason)])
    }
}

extension Response {
    static func html(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        text(html, "text/html; charset=utf-8", status: status)
    }

    static func text(_ text: String, _ type: String, status: HTTPResponse.Status = .ok) -> Response {
        let buffer = ByteBuffer(string: text)
        let headers: HTTPFields = [.contentType: type, .contentLength: String(buffer.readableBytes)]
        return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
    }

    /// A list as a file for spreadsheets.
    static func csv(_ table: CSVTable, named name: String) -> Response {
        var response = text(table.text, "text/csv; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        return response
    }

    static func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return text(String(decoding: try encoder.encode(value), as: UTF8.self), "application/json")
    }

    static func seeOther(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }

    func cookie(_ header: String) -> Response {
        var response = self
        response.headers.append(HTTPField(name: .setCookie, value: header))
        return response
    }
}
