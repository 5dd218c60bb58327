import Casework
import Crypto
import EventLog
import EventModel
import Foundation

@testable import Application

/// A server's clocks and read models, step by step, as `ProcessRunner`, `ClockProcess` and `ProjectionRunner` go.
///
/// What it holds here dies with a crash; what lasts is in the world.
struct SimulatedServer {
    private enum Process {
        case idle
        case answering(events: [MemoryLog.Entry], next: Int)
        case saving(position: Int)
    }

    private var process = Process.idle
    /// The rows as a transaction found and as it will leave them, and where it will leave the checkpoint.
    private var transaction: (found: SimulatedTable, rows: SimulatedTable, checkpoint: Int)?
    private let keeper = ClockKeeper(calendar: .init(zone: .gmt, rules: .init(holidays: [])))

    mutating func crash(_ world: inout SimulatedWorld) {
        process = .idle
        if transaction != nil { world.lock = nil }
        transaction = nil
    }

    // MARK: - The process

    mutating func answer(_ world: inout SimulatedWorld) throws {
        switch process {
        case .idle:
            let seen = world.faults.seen(of: world.log.head)
            let size = Int.random(in: 1...4, using: &world.faults.random)
            let events = Array(world.log.entries[..<seen].dropFirst(world.processed).prefix(size))
            if !events.isEmpty { process = .answering(events: events, next: 0) }
        case .answering(let events, let next):
            guard try answer(events[next], &world) else { return }
            // Now and then it is told the same again.
            let following = world.faults.happens(10) ? next : next + 1
            process =
                following < events.count
                ? .answering(events: events, next: following)
                : .saving(position: Int(events[events.count - 1].event.position) + 1)
        case .saving(let position):
            world.processed = max(world.processed, position)
            process = .idle
        }
    }

    /// Answers one event; false when it must be tried again.
    private func answer(_ entry: MemoryLog.Entry, _ world: inout SimulatedWorld) throws -> Bool {
        guard let happened = entry.referral else { return true }
        let referral = entry.event.stream.id
        let stream = StreamID(StreamKind.clock, referral)
        var (state, version) = clocks(of: referral, world, seen: world.faults.seen(of: world.log.head))
        var events: [(payload: any EventPayload, at: Date)] = []
        for (overdue, at) in ClockKeeper.due(by: entry.event.occurredAt, given: state).events {
            Clock.evolve(&state, with: overdue, at: at)
            events.append((overdue.payload, at))
        }
        events += keeper.reaction(to: happened, at: entry.event.occurredAt, given: state).map {
            ($0.payload, entry.event.occurredAt)
        }
        guard !events.isEmpty else {
            // An old look may show no clock where there is one.
            return version == clocks(of: referral, world, seen: world.log.head).version
        }
        let sending = world.faults.sending()
        if sending == .isLost { return false }
        let command = Self.id("clock/\(entry.event.id)/\(referral)")
        let outcome = try world.log.append(command, events, to: stream, expecting: [stream: version], now: world.now)
        return outcome != .wrongVersion && sending != .answerIsLost
    }

    /// Lets the clocks of one referral act that are due by this server's own time.
    func fire(_ referral: UUID, at now: Date, _ world: inout SimulatedWorld) throws {
        let seen = world.faults.seen(of: world.log.head)
        let answers = StreamID(StreamKind.referral, referral)
        let history = world.log.stream(answers, seen: seen)
        guard let last = history.last, last.event.position < world.processed else { return }
        let (state, version) = clocks(of: referral, world, seen: seen)
        let due = ClockKeeper.due(by: now, given: state)
        if !due.events.isEmpty {
            let sending = world.faults.sending()
            if sending == .isLost { return }
            let stream = StreamID(StreamKind.clock, referral)
            _ = try world.log.append(
                Self.id("fire/\(referral)/\(version)"), due.events.map { ($0.event.payload, $0.at) }, to: stream,
                expecting: [stream: version, answers: history.count], now: world.now)
        }
        if due.lapses {
            let referralState = history.compactMap(\.referral).reduce(into: Referral.initialState, Referral.evolve)
            let at = state.deadlines.compactMap { $0.status == .running ? $0.lapseAt : nil }.min() ?? now
            guard let events = try? Referral.decide(.lapse, given: referralState) else { return }
            if world.faults.sending() == .isLost { return }
            _ = try world.log.append(
                Self.id("lapse/\(referral)/\(version)"), events.map { ($0.payload, at) }, to: answers,
                expecting: [answers: history.count], now: world.now)
        }
    }

    private func clocks(of referral: UUID, _ world: SimulatedWorld, seen: Int) -> (state: Clock.State, version: Int) {
        let history = world.log.stream(StreamID(StreamKind.clock, referral), seen: seen)
        let state = history.reduce(into: Clock.State()) { state, entry in
            if let ticked = entry.clock { Clock.evolve(&state, with: ticked, at: entry.event.occurredAt) }
        }
        return (state, history.count)
    }

    private static func id(_ name: String) -> UUID { UUID(version8From: SHA256.hash(data: Data(name.utf8))) }

    // MARK: - The read models

    /// Begins a transaction under the checkpoint's lock, or commits the one that is open.
    mutating func project(_ number: Int, _ world: inout SimulatedWorld) throws {
        if let (found, rows, checkpoint) = transaction {
            world.rows.takeChanges(from: found, to: rows)
            world.projected = checkpoint
            world.lock = nil
            transaction = nil
            return
        }
        guard world.lock == nil else { return }
        let seen = world.faults.seen(of: world.log.head)
        let size = Int.random(in: 1...5, using: &world.faults.random)
        let events = world.log.entries[..<seen].dropFirst(world.projected).prefix(size)
        guard !events.isEmpty else { return }
        world.lock = number
        var rows = world.rows
        for entry in events { try rows.evolve(with: entry.event) }
        transaction = (world.rows, rows, world.projected + events.count)
    }
}
