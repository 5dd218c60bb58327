import Foundation

/// Runs blocking work on a thread of its own, away from Swift's few cooperative ones.
func offCooperativePool<Result: Sendable>(
    _ body: @escaping @Sendable () throws(EmbeddedPostgresError) -> Result
) async throws(EmbeddedPostgresError) -> Result {
    let outcome: Swift.Result<Result, EmbeddedPostgresError> = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            do throws(EmbeddedPostgresError) {
                continuation.resume(returning: .success(try body()))
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }
    return try outcome.get()
}
