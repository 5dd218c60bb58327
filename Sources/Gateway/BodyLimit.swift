public import Foundation
public import Hummingbird
import NIOCore

/// Refuses bodies that are too large, before they are read where the client says so, and while they are read
/// otherwise.
public struct BodyLimit: RouterMiddleware {
    public static let bytes = 1_000_000

    public init() {}

    public func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.bytes {
            throw Problem.tooLarge
        }
        return try await next(request, context)
    }
}

extension Request {
    /// The whole body.
    ///
    /// - Throws: a 413 when it is larger than `BodyLimit.bytes`.
    public func bodyData() async throws -> Data {
        do {
            let buffer = try await body.collect(upTo: BodyLimit.bytes)
            return Data(buffer.readableBytesView)
        } catch is NIOTooManyBytesError { throw Problem.tooLarge }
    }
}
