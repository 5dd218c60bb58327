public import EventLog
import EventModel
import Foundation
import Logging
import Postgres
import Synchronization

/// Feeds each process the events of each jurisdiction in order, and fires the clocks when their time comes.
///
/// A process that cannot answer an event stops before it, alone and in that jurisdiction alone, with the reason in its
/// checkpoint; it looks at the event again ever more rarely. Where several servers share the work, a process runs on
/// one of them in each jurisdiction.
public final class ProcessRunner: Sendable {
    let application: Throughline
    let processes: [any Process]
    private let clocks: ClockProcess
    private let deadlines: DeadlineProcess
    private let pace: RetryPace
    private let turn = Turn()
    private let stops = Mutex<[String: Stop]>([:])
    /// A process begins with few events, so that a server that takes it over notes its first progress soon.
    private static let (firstBatch, largestBatch) = (10, 100)

    /// One catching-up at a time, so that a caller who waits and the follower do not do the same work twice.
    private actor Turn {
        private var busy: Set<String> = []
        private var waiters: [String: [CheckedContinuation<Void, Never>]] = [:]

        func take(_ name: String) async {
            while busy.contains(name) {
                await withCheckedContinuation { waiters[name, default: []].append($0) }
            }
            busy.insert(name)
        }

        func give(_ name: String) {
            busy.remove(name)
            let waiting = waiters.removeValue(forKey: name) ?? []
            for waiter in waiting { waiter.resume() }
        }
    }

    public convenience init(_ application: Throughline) {
        self.init(
            application,
            [
                ClockProcess(application), PeopleProcess(application), DeadlineProcess(application),
                HandlerProcess(application),
            ])
        application.processes.withLock { $0 = self }
    }

    init(_ application: Throughline, _ processes: [any Process], pace: RetryPace = RetryPace()) {
        self.application = application
        self.processes = processes
        self.pace = pace
        clocks = ClockProcess(application)
        deadlines = DeadlineProcess(application)
    }

    /// Follows every log until its task is cancelled; looks at the clocks every `interval`.
    public func run(following follower: LogFollower, interval: Duration = .seconds(15)) async {
        let changes = application.runner.share?.changes.subscribe()
        await withTaskGroup { group in
            group.addTask {
                for await jurisdictions in follower.wakeups() {
                    for jurisdiction in jurisdictions { await self.attempt { try await self.catchUp(jurisdiction) } }
                }
            }
            if let changes {
                // What was a dead server's is taken over now, not at the next look.
                group.addTask { for await _ in changes { await self.attempt { try await self.catchUpAll() } } }
            }
            group.addTask {
                while !Task.isCancelled {
                    await self.attempt { try await self.catchUpAll() }
                    try? await Task.sleep(for: interval)
                }
            }
        }
    }

    /// Answers everything that waits, everywhere, and fires what is due.
    public func catchUpAll() async throws {
        for jurisdiction in try await application.reader.jurisdictions() {
            try await catchUp(jurisdiction)
            try await fireClocks(in: jurisdiction)
        }
    }

    /// Answers what waits in one jurisdiction and is this server's to answer; throws only for what will pass.
    public func catchUp(_ jurisdiction: String) async throws {
        await turn.take(jurisdiction)
        do {
            try await advanceAll(in: jurisdiction)
        } catch {
            await turn.give(jurisdiction)
            throw error
        }
        await turn.give(jurisdiction)
    }

    /// Lets the clocks of one jurisdiction act that are due by now.
    public func fireClocks(in jurisdiction: String) async throws {
        guard jurisdiction != networkLog else { return }
        let now = application.now()
        if isOurs(clocks, in: jurisdiction) {
            try await clocks.fire(in: jurisdiction, by: now, seen: try await checkpoint(of: clocks, in: jurisdiction))
        }
        if isOurs(deadlines, in: jurisdiction) {
            let seen = try await checkpoint(of: deadlines, in: jurisdiction)
            try await deadlines.fire(in: jurisdiction, by: now, seen: seen)
        }
    }

    /// Leaves out history whose clocks are in it already.
    func skipClocks(to position: Int64, in jurisdiction: String) async throws {
        try await save(position, of: clocks, in: jurisdiction)
    }

    /// A batch of each process in turn until all are level: a slow one does not keep the others waiting, nor one that
    /// was another server's when this began.
    private func advanceAll(in jurisdiction: String) async throws {
        var limits: [String: Int] = [:]
        var level: Set<String> = []
        while true {
            let behind = processes.filter { !level.contains($0.name) && isOurs($0, in: jurisdiction) }
            guard !behind.isEmpty else { return }
            for process in behind {
                let limit = limits[process.name] ?? Self.firstBatch
                limits[process.name] = min(limit * 2, Self.largestBatch)
                if try await !advance(process, in: jurisdiction, limit: limit) { level.insert(process.name) }
            }
        }
    }

    /// Answers a batch; false when there is none, or when it cannot be answered.
    ///
    /// Halves the batch until an event that cannot be answered stands alone; begins with it where it is known.
    private func advance(_ process: any Process, in jurisdiction: String, limit: Int) async throws -> Bool {
        let key = "\(process.name) \(jurisdiction)"
        let stop = stops.withLock { $0[key] }
        guard stop?.isDue() ?? true else { return false }
        let position = try await checkpoint(of: process, in: jurisdiction)
        var limit = stop == nil ? limit : 1
        while true {
            let events = try await application.reader.read(jurisdiction, after: position, limit: limit)
            guard let first = events.first, let last = events.last else { return false }
            do {
                let wanted = events.filter { process.types.contains($0.type) }
                if !wanted.isEmpty { try await process.react(to: wanted, in: jurisdiction) }
            } catch  where !error.willPass {
                guard events.count == 1 else {
                    limit = events.count / 2
                    continue
                }
                try await halt(process, in: jurisdiction, before: first, because: error)
                stops.withLock { $0[key] = Stop(at: first.position, after: $0[key], pace: pace) }
                return false
            }
            try await save(last.position, of: process, in: jurisdiction)
            stops.withLock { $0[key] = nil }
            return true
        }
    }

    private func attempt(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch  where !Task.isCancelled {
            application.logger.warning(
                "a process could not go on and will be tried again", metadata: ["error": "\(error)"])
        } catch {}
    }
}

extension Failure {
    fileprivate var willPass: Bool {
        switch self {
        case .conflict, .busy, .noRoom, .outcomeUnknown: true
        default: false
        }
    }
}

extension Error {
    /// True when the same work may succeed a little later: the fault is not the event's.
    fileprivate var willPass: Bool {
        switch self {
        case let error as PostgresError: !error.isAboutData
        case let error as AppendError: error.code != .rejected && error.code != .invalid
        case let failure as Failure: failure.willPass
        default: self is CancellationError
        }
    }
}
