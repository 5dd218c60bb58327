public import Application
public import Gateway
import HTTPTypes
public import Hummingbird
import Ledger
import NIOCore
import Notary

/// Each jurisdiction's log as C2SP tlog-tiles has it, for anybody: hashes and signatures, and no case data.
public struct LogRoutes: Sendable {
    private let throughline: Throughline

    public init(throughline: Throughline) { self.throughline = throughline }

    public func add(to router: Router<GatewayContext>) {
        router.get("log/:slug/checkpoint") { _, context in
            try await serve(.checkpoint, context, type: "text/plain; charset=utf-8", caching: "public, max-age=5")
        }
        router.get("log/:slug/tile/**") { request, context in
            let path = "tile/" + context.parameters.getCatchAll().joined(separator: "/")
            // The path as it was sent: a resource has one spelling.
            guard request.uri.path.hasSuffix("/\(path)"), let resource = LogResource(path: path) else {
                throw Problem.noSuchPath
            }
            return try await serve(
                resource, context, type: "application/octet-stream", caching: "public, max-age=31536000, immutable")
        }
    }

    private func serve(
        _ resource: LogResource, _ context: GatewayContext, type: String, caching: String
    ) async throws -> Response {
        let slug = try context.parameters.require("slug")
        if let problem = try await throughline.ledger.problems()[slug] {
            return Response(
                status: .serviceUnavailable,
                headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store", .retryAfter: "60"],
                body: .init(byteBuffer: ByteBuffer(string: "This log is not served now. \(problem)\n")))
        }
        guard let content = try await throughline.ledger.content(of: resource, in: slug) else {
            throw Problem.noSuchPath
        }
        return Response(
            status: .ok,
            headers: [.contentType: type, .contentLength: String(content.count), .cacheControl: caching],
            body: .init(byteBuffer: ByteBuffer(bytes: content)))
    }
}
