/// Who holds which connection and who waits for one; decides, and leaves the doing to the pool.
struct PoolState {
    struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<PostgresConnection, any Error>
    }

    /// What is to be done with a connection that comes back.
    enum Return {
        case keep
        case hand(Waiter)
        case close
    }

    let size: Int
    private(set) var idle: [PostgresConnection] = []
    private(set) var waiters: [Waiter] = []
    /// Connections that exist, lent or idle.
    private(set) var open = 0
    /// Tasks that try to open one more.
    private(set) var opening = 0
    private(set) var isClosed = false
    private(set) var failures = 0
    private(set) var lastFailure: PostgresError?
    private var lastID = 0

    init(size: Int) { self.size = size }

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    /// Lends an idle connection, the one used last first, unless others wait already.
    mutating func takeIdle() -> PostgresConnection? {
        waiters.isEmpty ? idle.popLast() : nil
    }

    mutating func enqueue(_ waiter: Waiter) { waiters.append(waiter) }

    mutating func removeWaiter(_ id: Int) -> Waiter? {
        waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
    }

    /// Counts one more opener in when a waiter needs it; after a failure one prober at a time is enough.
    mutating func needsOpener() -> Bool {
        guard !isClosed, opening < waiters.count, open + opening < size, failures == 0 || opening == 0 else {
            return false
        }
        opening += 1
        return true
    }

    mutating func didOpen() {
        opening -= 1
        failures = 0
        lastFailure = nil
        open += 1
    }

    /// Gives the number of failures in a row when the opener should try again, nil when it should end.
    mutating func didFail(_ error: PostgresError) -> Int? {
        failures += 1
        lastFailure = error
        guard isWanted, opening == 1 else {
            opening -= 1
            return nil
        }
        return failures
    }

    /// Tells an opener that has waited whether to try again, and counts it out otherwise.
    mutating func mayRetry() -> Bool {
        if isWanted { return true }
        opening -= 1
        return false
    }

    private var isWanted: Bool { !isClosed && !waiters.isEmpty }

    mutating func giveBack(_ connection: PostgresConnection, isHealthy: Bool) -> Return {
        guard isHealthy, !isClosed else {
            open -= 1
            return .close
        }
        guard waiters.isEmpty else { return .hand(waiters.removeFirst()) }
        idle.append(connection)
        return .keep
    }

    /// Closes the pool and gives what to close and whom to refuse.
    mutating func close() -> (connections: [PostgresConnection], waiters: [Waiter]) {
        isClosed = true
        defer {
            open -= idle.count
            idle = []
            waiters = []
        }
        return (idle, waiters)
    }
}
