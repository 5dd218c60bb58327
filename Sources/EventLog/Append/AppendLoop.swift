import Dispatch
import Logging
import Postgres

/// What the appender's thread does while it has a connection.
struct AppendLoop {
    let session: PostgresSession
    let queue: AppendQueue
    let signal: LogSignal
    let logger: Logger
    private var announcement = Announcement()

    init(session: PostgresSession, queue: AppendQueue, signal: LogSignal, logger: Logger) {
        self.session = session
        self.queue = queue
        self.signal = signal
        self.logger = logger
    }

    /// Works until the queue is finished (nil), or until the connection is lost: then gives what is to be sent again.
    consuming func serve(_ unfinished: AppendBatch?) -> AppendBatch? {
        if let unfinished, let rest = carryOut(unfinished) { return rest }
        while true {
            switch queue.next(before: announcement.due) {
            case .batch(var batch):
                let (taken, start) = (batch, DispatchTime.now())
                batch.dropExpired(at: .now)
                let rest = batch.pending.isEmpty ? nil : carryOut(batch)
                queue.finish(taken, since: start)
                if let rest { return rest }
            case .idle:
                announcement.send(on: session, logger: logger)
            case .finished:
                announcement.send(on: session, logger: logger)
                return nil
            }
            if announcement.isDue { announcement.send(on: session, logger: logger) }
        }
    }

    /// Sends a batch and answers its callers; gives back what a lost connection left open.
    private mutating func carryOut(_ batch: AppendBatch) -> AppendBatch? {
        var batch = batch
        while true {
            do throws(PostgresError) {
                try batch.answer(batch.send(on: session))
                let jurisdictions = batch.jurisdictions
                signal.announce(jurisdictions)
                announcement.add(jurisdictions)
                return nil
            } catch {
                switch Trouble(error) {
                case .lost:
                    batch.mayBeDone = true
                    return batch
                case .passing where batch.pending.contains { $0.deadline > .now }:
                    logger.debug("an append is tried again: \(error)")
                case .passing:
                    for pending in batch.pending { pending.answer(.failure(batch.timeUp)) }
                    return nil
                case .noRoom:
                    let full = AppendError(.noRoom, "The database's disk is full.", underlying: error)
                    for pending in batch.pending { pending.answer(.failure(full)) }
                    return nil
                case .refused where batch.pending.count > 1:
                    return carryOutAlone(batch)
                case .refused:
                    let refusal = AppendError(.rejected, "The database refused the request.", underlying: error)
                    for pending in batch.pending { pending.answer(.failure(refusal)) }
                    return nil
                }
            }
        }
    }

    /// One request spoils the call for all, so each is sent alone.
    private mutating func carryOutAlone(_ batch: AppendBatch) -> AppendBatch? {
        for (index, pending) in batch.pending.enumerated() {
            var single = AppendBatch([pending])
            single.mayBeDone = batch.mayBeDone
            guard let rest = carryOut(single) else { continue }
            var unfinished = AppendBatch(rest.pending + batch.pending.dropFirst(index + 1))
            unfinished.mayBeDone = true
            return unfinished
        }
        return nil
    }
}

/// What an error of a call means for its requests.
private enum Trouble {
    /// The outcome is open: send the very same again on a new connection.
    case lost
    /// Rolled back for a reason that passes: send the same again.
    case passing
    /// Rolled back, and would be again until somebody makes room.
    case noRoom
    /// Rolled back, and would be again.
    case refused

    init(_ error: PostgresError) {
        if error.isConnectionLoss || error.sqlState == .readOnlySqlTransaction || error.code == .decoding {
            self = .lost
        } else if error.isTransient || error.code == .timeout || error.code == .cancelled {
            self = .passing
        } else if error.isOutOfRoom {
            self = .noRoom
        } else {
            self = .refused
        }
    }
}

/// The news for other processes, sent as a hint with `NOTIFY`.
///
/// `NOTIFY` inside the append would hold a lock of the whole database through the flush of the commit and serialise
/// all appenders (measured: a fifth of the throughput). So it goes in a statement of its own after the callers have
/// their answers, unflushed, and at most every 20 ms: whoever misses one finds the news by polling.
struct Announcement {
    private static let interval = DispatchTimeInterval.milliseconds(20)
    private var jurisdictions: Set<String> = []
    private(set) var due = DispatchTime.distantFuture
    private var last = DispatchTime(uptimeNanoseconds: 0)

    var isDue: Bool { due <= .now() }

    mutating func add(_ news: Set<String>) {
        jurisdictions.formUnion(news)
        if due == .distantFuture { due = max(.now(), last + Self.interval) }
    }

    mutating func send(on session: PostgresSession, logger: Logger) {
        guard !jurisdictions.isEmpty else { return }
        let names = jurisdictions.sorted().joined(separator: "\n")
        // An empty hint says that anything may have changed.
        let hint = names.utf8.count < 8000 ? names : ""
        do throws(PostgresError) {
            try session.query(
                "select set_config('synchronous_commit', 'off', true), pg_notify('throughline_log', \(hint))")
        } catch {
            logger.debug("a hint was not sent: \(error)")
        }
        jurisdictions.removeAll()
        last = .now()
        due = .distantFuture
    }
}
