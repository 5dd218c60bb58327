public import Logging
public import Postgres

/// Tells who asks which jurisdictions may have new events.
///
/// It hears of them from the appender in this process, from other processes by `NOTIFY`, and by looking at the heads
/// of all logs every `pollInterval`: the first two are hints for speed, the last is what makes it sure.
public final class LogFollower: Sendable {
    private let configuration: PostgresConfiguration
    private let signal: LogSignal
    private let pollInterval: Duration
    private let logger: Logger

    /// - Parameter signal: the appender's, where this process has one.
    public init(
        configuration: PostgresConfiguration, signal: LogSignal = LogSignal(), pollInterval: Duration = .seconds(1),
        logger: Logger = Logger(label: "follower")
    ) {
        self.configuration = configuration
        self.signal = signal
        self.pollInterval = pollInterval
        self.logger = logger
    }

    /// Jurisdictions that may have news, from now on. Each call is a subscription of its own.
    public func wakeups() -> AsyncStream<Set<String>> { signal.subscribe() }

    /// Listens and looks until its task is cancelled.
    public func run() async {
        var known: [String: Int64] = [:]
        while !Task.isCancelled {
            do {
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                let seen = known
                known = try await connection.run { session in try watch(session, since: seen) }
                await connection.close()
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("the follower cannot reach the database: \(error)")
            }
            try? await Task.sleep(for: pollInterval)
        }
    }

    /// Watches until the connection breaks, and gives what is known of the heads by then.
    private func watch(_ session: PostgresSession, since known: [String: Int64]) throws -> [String: Int64] {
        var known = known
        do throws(PostgresError) {
            try session.listen("throughline_log")
            while true {
                let heads = try EventReader.heads(on: session)
                signal.announce(Set(heads.filter { known[$0.key] != $0.value }.keys))
                known = heads
                let nextLook = ContinuousClock.now + pollInterval
                while let note = try session.notification(within: nextLook - .now) {
                    guard !note.payload.isEmpty else { break }  // too many to name: look
                    signal.announce(Set(note.payload.split(separator: "\n").map(String.init)))
                }
            }
        } catch {
            if error.code == .cancelled { throw error }
            logger.warning("the follower's connection broke: \(error)")
            return known
        }
    }
}
