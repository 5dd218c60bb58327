import Foundation
public import Hummingbird
import Ledger
public import Logging

extension Witness {
    /// The largest body that is read: a note of the largest size, and 63 hashes before it.
    private static let bodyLimit = SignedNote.byteLimit + 4096

    /// The routes of a witness: `POST /add-checkpoint`, and nothing else.
    public nonisolated func router(logger: Logger) -> Router<BasicRequestContext> {
        let router = Router()
        router.post("add-checkpoint") { request, _ in
            guard let body = try? await request.body.collect(upTo: Self.bodyLimit) else {
                return Self.response(Answer(status: 400, body: "The request is too long.\n"))
            }
            do {
                return Self.response(try await self.answer(Data(body.readableBytesView)))
            } catch {
                logger.critical("nothing was signed, for it cannot be kept: \(error)")
                return Self.response(Answer(status: 500, body: "This witness cannot keep checkpoints at the moment.\n"))
            }
        }
        return router
    }

    private static func response(_ answer: Answer) -> Response {
        Response(
            status: .init(code: answer.status), headers: [.contentType: answer.type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
