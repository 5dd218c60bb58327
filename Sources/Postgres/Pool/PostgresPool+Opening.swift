import Logging
import Synchronization

extension PostgresPool {
    /// Starts as many openers as the line of waiters needs.
    ///
    /// They are tasks of their own because a connection serves whoever is first in line when it is there, and who
    /// asked for it may have given up by then.
    func startOpeners() {
        while state.withLock({ $0.needsOpener() }) {
            Task { await open() }
        }
    }

    private func open() async {
        while true {
            do throws(PostgresError) {
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                state.withLock { $0.didOpen() }
                await giveBack(connection)
                return startOpeners()
            } catch {
                let failures = state.withLock { $0.didFail(error) }
                logger.warning("cannot connect to PostgreSQL: \(error)")
                guard let failures else { return startOpeners() }
                let delay = backOff.delay(afterFailures: failures, random: .random(in: 0...1))
                try? await Task.sleep(for: delay)
                guard state.withLock({ $0.mayRetry() }) else { return startOpeners() }
            }
        }
    }
}
