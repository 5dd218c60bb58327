public import EventLog
import EventModel
import Foundation
import Logging
import Postgres
import Synchronization

/// Feeds each process the events of each jurisdiction in order, and fires the clocks when their time comes.
public final class ProcessRunner: Sendable {
    private let application: Throughline
    private let processes: [any Process]
    private let clocks: ClockProcess
    private let deadlines: DeadlineProcess
    private let turn = Turn()

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

    public init(_ application: Throughline) {
        self.application = application
        clocks = ClockProcess(application)
        deadlines = DeadlineProcess(application)
        processes = [clocks, PeopleProcess(application), deadlines, HandlerProcess(application)]
        application.processes.withLock { $0 = self }
    }

    /// Follows every log until its task is cancelled; looks at the clocks every `interval`.
    public func run(following follower: LogFollower, interval: Duration = .seconds(15)) async {
        await withTaskGroup { group in
            group.addTask {
                for await jurisdictions in follower.wakeups() {
                    for jurisdiction in jurisdictions { await self.attempt { try await self.catchUp(jurisdiction) } }
                }
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

    /// Answers what waits in one jurisdiction.
    public func catchUp(_ jurisdiction: String) async throws {
        await turn.take(jurisdiction)
        do {
            for process in processes { try await advance(process, in: jurisdiction) }
        } catch {
            await turn.give(jurisdiction)
            throw error
        }
        await turn.give(jurisdiction)
    }

    /// Lets the clocks of one jurisdiction act that are due by now.
    public func fireClocks(in jurisdiction: String) async throws {
        guard jurisdiction != networkLog else { return }
        try await clocks.fire(in: jurisdiction, by: application.now())
        try await deadlines.fire(in: jurisdiction, by: application.now())
    }

    /// Leaves out history whose clocks are in it already.
    func skipClocks(to position: Int64, in jurisdiction: String) async throws {
        try await save(position, of: clocks, in: jurisdiction)
    }

    private func advance(_ process: any Process, in jurisdiction: String) async throws {
        var position = try await checkpoint(of: process, in: jurisdiction)
        while true {
            let events = try await application.reader.read(jurisdiction, after: position, limit: 500)
            guard let last = events.last else { return }
            let wanted = events.filter { process.types.contains($0.type) }
            if !wanted.isEmpty { try await process.react(to: wanted, in: jurisdiction) }
            position = last.position
            try await save(position, of: process, in: jurisdiction)
        }
    }

    private func checkpoint(of process: any Process, in jurisdiction: String) async throws -> Int64 {
        let name = "process.\(process.name)"
        return try await application.pool.run { session in
            try session.query(
                """
                select position from read.checkpoint
                where projection = \(name) and version = 1 and jurisdiction = \(jurisdiction)
                """
            ).first?.get(0) ?? -1
        }
    }

    private func save(_ position: Int64, of process: any Process, in jurisdiction: String) async throws {
        let name = "process.\(process.name)"
        try await application.pool.run { session in
            _ = try session.query(
                """
                insert into read.checkpoint as c (projection, version, jurisdiction, position)
                values (\(name), 1, \(jurisdiction), \(position))
                on conflict (projection, version, jurisdiction)
                do update set position = greatest(c.position, excluded.position), updated_at = now()
                """)
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
