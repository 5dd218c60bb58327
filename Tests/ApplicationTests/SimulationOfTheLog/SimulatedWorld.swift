import Casework
import EventModel
import Foundation
import ReadModels

@testable import Application

/// The rows of the real projections that read referrals and clocks.
struct SimulatedTable: Equatable {
    private var clocks: [String: ClocksProjection.Row] = [:]
    private var worklist: [String: WorklistProjection.Row] = [:]
    private var referrals: [String: ReferralProjection.Row] = [:]

    mutating func evolve(with event: RecordedEvent) throws {
        try Self.evolve(&clocks, ClocksProjection.self, event)
        try Self.evolve(&worklist, WorklistProjection.self, event)
        try Self.evolve(&referrals, ReferralProjection.self, event)
    }

    /// Writes the rows that a transaction changed, and no others.
    mutating func takeChanges(from old: SimulatedTable, to new: SimulatedTable) {
        for (key, row) in new.clocks where old.clocks[key] != row { clocks[key] = row }
        for (key, row) in new.worklist where old.worklist[key] != row { worklist[key] = row }
        for (key, row) in new.referrals where old.referrals[key] != row { referrals[key] = row }
    }

    /// The referrals that have a clock due by a moment.
    func due(by now: Date) -> [UUID] {
        clocks.values.filter { $0.nextAt.map { $0 <= now } ?? false }.compactMap { UUID(uuidString: $0.key) }.sorted {
            $0.uuidString < $1.uuidString
        }
    }

    private static func evolve<P: Projection>(_ rows: inout [String: P.Row], _: P.Type, _ event: RecordedEvent) throws {
        guard P.types.contains(event.type), let key = try P.key(for: event) else { return }
        try P.evolve(&rows[key], with: event)
    }
}

/// Callers, two servers and a log, in a storm that a seed decides.
struct SimulatedWorld {
    var faults: Faults
    var log = MemoryLog()
    var now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    // What lasts beside the log.
    var processed = 0
    var projected = 0
    var rows = SimulatedTable()
    /// The server that holds the checkpoint's lock.
    var lock: Int?

    init(seed: UInt64) { faults = Faults(seed: seed) }

    /// Runs the storm, then lets everybody finish, and says what does not hold.
    static func run(seed: UInt64, steps: Int = 220) throws -> [String] {
        var world = SimulatedWorld(seed: seed)
        var callers = (0..<3).map { SimulatedCaller(number: $0) }
        var servers = [SimulatedServer(), SimulatedServer()]
        for _ in 0..<steps {
            world.now += Double(Int.random(in: 0...7200, using: &world.faults.random))
            let index = Int.random(in: 0..<2, using: &world.faults.random)
            switch Int.random(in: 0..<100, using: &world.faults.random) {
            case ..<35: try callers[Int.random(in: 0..<3, using: &world.faults.random)].step(&world)
            case ..<60: try servers[index].answer(&world)
            case ..<80: try servers[index].project(index, &world)
            case ..<90: try world.fire(servers[index])
            case ..<97: servers[index].crash(&world)
            default: callers[Int.random(in: 0..<3, using: &world.faults.random)].crash()
            }
        }
        world.faults.rage = false
        for index in callers.indices { while !callers[index].isIdle { try callers[index].step(&world) } }
        servers[1].crash(&world)
        var head = -1
        while head != world.log.head || world.processed < head || world.projected < head {
            head = world.log.head
            for _ in 0..<3 { try servers[0].answer(&world) }
            for _ in 0..<2 { try servers[0].project(0, &world) }
            if world.processed == world.log.head, world.projected == world.log.head { try world.fire(servers[0]) }
        }
        return try world.faults(callers)
    }

    private mutating func fire(_ server: SimulatedServer) throws {
        // A wrong clock is hours off, in either direction.
        let error =
            faults.clocksJump && faults.happens(30) ? Double(Int.random(in: -48...48, using: &faults.random)) : 0
        let time = now + error * 3600
        for referral in rows.due(by: time) { try server.fire(referral, at: time, &self) }
    }

    private func faults(_ callers: [SimulatedCaller]) throws -> [String] {
        var found: [String] = []
        let entries = log.entries
        if entries.enumerated().contains(where: { $0.offset != Int($0.element.event.position) }) {
            found.append("a gap")
        }
        var done: [UUID: [Int]] = [:]
        for (position, entry) in entries.enumerated() { done[entry.event.commandID, default: []].append(position) }
        for caller in callers {
            if Set(caller.acknowledged).count != caller.acknowledged.count { found.append("acknowledged twice") }
            for command in caller.acknowledged where done[command] == nil { found.append("lost \(command)") }
        }
        for (command, positions) in done where positions != Array(positions[0]..<positions[0] + positions.count) {
            found.append("doubled or torn \(command)")
        }
        var fresh = SimulatedTable()
        for entry in entries { try fresh.evolve(with: entry.event) }
        if fresh != rows { found.append("read models differ from their rebuild") }
        for referral in Set(entries.filter { $0.referral != nil }.map(\.event.stream.id)) {
            found += try clockFaults(of: referral)
        }
        return found
    }

    /// Every event answered once, and, where no clock lied, exactly as a server without a fault would have.
    private func clockFaults(of referral: UUID) throws -> [String] {
        let answers = log.stream(StreamID(StreamKind.referral, referral), seen: log.head)
        let ticks = log.stream(StreamID(StreamKind.clock, referral), seen: log.head)
        let keeper = ClockKeeper(calendar: .init(zone: .gmt, rules: .init(holidays: [])))
        let offers = answers.filter { if case .offered? = $0.referral { true } else { false } }.count
        let starts = ticks.filter {
            if case .set(let set)? = $0.clock { set.clock == .acknowledge } else { false }
        }.count
        var found = starts == offers ? [] : ["\(offers) offers have \(starts) clocks"]
        guard !faults.clocksJump else { return found }
        var state = Clock.State()
        var calm: [String] = []
        func tick(_ event: Clock.Event, _ at: Date) {
            Clock.evolve(&state, with: event, at: at)
            calm.append("\(event) \(at.timeIntervalSince1970)")
        }
        for answer in answers {
            guard let event = answer.referral else { continue }
            let moment = answer.event.occurredAt
            for (event, at) in ClockKeeper.due(by: moment, given: state).events { tick(event, at) }
            for event in keeper.reaction(to: event, at: moment, given: state) { tick(event, moment) }
        }
        for (event, at) in ClockKeeper.due(by: now, given: state).events { tick(event, at) }
        let stormy = ticks.compactMap { entry in
            entry.clock.map { "\($0) \(entry.event.occurredAt.timeIntervalSince1970)" }
        }
        if calm != stormy { found.append("clocks of \(referral): \(stormy) and not \(calm)") }
        return found
    }
}
