import Casework
import EventModel
import Foundation
import Testing

/// Thousands of random lives of a referral. A failure names its seed; `THROUGHLINE_SEED` runs that one alone.
@Suite("Random lives of a referral")
struct ReferralPropertyTests {
    static let seeds: Range<UInt64> = {
        guard let seed = ProcessInfo.processInfo.environment["THROUGHLINE_SEED"].flatMap(UInt64.init) else {
            return 0..<2_000
        }
        return seed..<seed + 1
    }()

    @Test("Whatever is asked in whatever order, the rules hold and the stored bytes tell the same story")
    func lives() throws {
        var statuses: Set<Referral.Status> = []
        var types: Set<String> = []
        var refusals: Set<String> = []
        for seed in Self.seeds {
            let world = try live(seed: seed)
            statuses.formUnion(world.statuses)
            types.formUnion(world.world.history.map { Swift.type(of: $0.entry.payload).type })
            refusals.formUnion(world.world.refusals)
        }
        guard Self.seeds.count > 1 else { return }
        #expect(statuses == Set(Referral.Status.allCases), "every status is reached")
        let all = Family.all.filter { ["Referral", "Clock", "Program"].contains($0.stream) }.flatMap(\.decoders).map(
            \.type)
        #expect(Set(all).subtracting(types) == [], "every event happens")
        #expect(refusals.count >= 16, "many refusals are met: \(refusals.sorted())")
    }

    private func live(seed: UInt64) throws -> (world: ReferralWorld, statuses: Set<Referral.Status>) {
        var random = SeededGenerator(seed: seed)
        var world = ReferralWorld(
            at: Example.at("2026-01-05 00:00").addingTimeInterval(
                Double(Int.random(in: 0..<8_000_000, using: &random)) / 8))
        var statuses: Set<Referral.Status> = [.none]
        if Int.random(in: 0..<10, using: &random) > 0 {
            world.ask(
                .register(
                    .init(
                        organization: Example.partner, name: "x", summary: "",
                        maximum: .random(in: 0...2, using: &random))))
        }
        for step in 0..<Int.random(in: 10..<70, using: &random) {
            let before = world
            switch Int.random(in: 0..<20, using: &random) {
            case 0, 1: world.ask(RandomCommand.program(using: &random))
            case 2: world.pass(minutes: .random(in: 0..<40_000, using: &random), asleep: .random(using: &random))
            case 3, 4, 5: world.pass(minutes: .random(in: 0..<3_000, using: &random), asleep: false)
            default: world.ask(RandomCommand.next(for: world, using: &random))
            }
            statuses.insert(world.referral.status)
            let broken = world.violations + brokenRules(world) + brokenSteps(from: before, to: world)
            try #require(broken.isEmpty, "seed \(seed), step \(step): \(broken.joined(separator: "; "))")
        }
        let difference = try retold(world)
        try #require(difference == nil, "seed \(seed): \(difference ?? "")")
        return (world, statuses)
    }

    /// The rules that hold at every moment.
    private func brokenRules(_ world: ReferralWorld) -> [String] {
        let (referral, program, clocks) = (world.referral, world.program, world.clocks)
        let open = clocks.deadlines.filter(\.isOpen)
        let rules: [(String, Bool)] = [
            (
                "a place is held exactly while the status holds one",
                program.holders.contains(Example.referral) == referral.status.holdsPlace
            ),
            ("open places are between none and all", (0...max(0, program.maximum)).contains(program.available)),
            (
                "people beyond the maximum are among those who hold a place",
                (0...program.holders.count).contains(program.beyondMaximum)
            ),
            (
                "no place is open while people are beyond the maximum",
                program.available == 0 || program.beyondMaximum == 0
            ),
            ("one open deadline of each kind at most", Set(open.map(\.clock)).count == open.count),
            (
                "no open partner clock once closed",
                referral.status.isOpen || !open.contains { $0.clock.owner == .partner }
            ),
            (
                "the open clocks are those of the status",
                Set(open.map(\.clock)) == StateMachine.clocks(in: referral.status)
            ),
            (
                "a hold's reason is there while on hold",
                (referral.holdCode != nil) == (referral.status == .onHold) || !referral.status.isOpen
            ),
            (
                "a review is due while waiting or on hold",
                (referral.reviewBy != nil) == [.waitlisted, .onHold].contains(referral.status)
                    || !referral.status.isOpen
            ),
            (
                "a question is open while it waits for its answer",
                (referral.openQuestion != nil) == (referral.status == .needsInformation)
                    || referral.status == .enteredInError
            ),
            ("sessions attended are among the sessions", (0...referral.sessions).contains(referral.sessionsAttended)),
        ]
        return rules.filter { !$0.1 }.map(\.0)
    }

    /// The rules that hold between one moment and the next.
    private func brokenSteps(from before: ReferralWorld, to after: ReferralWorld) -> [String] {
        var broken: [String] = []
        if after.refusals != before.refusals, after.history.count != before.history.count {
            broken.append("an event follows a refusal")
        }
        let reopened = after.history[before.history.count...].contains {
            if case .referral(.reopened) = $0.entry { true } else { false }
        }
        let was = before.referral.status
        if was != .none, !was.isOpen, after.referral.status.isOpen, !reopened {
            broken.append("a closed referral opened by itself")
        }
        return broken
    }

    /// Folds the history from its stored bytes; answers what differs.
    private func retold(_ world: ReferralWorld) throws -> String? {
        var referral = Referral.initialState
        var program = Program.initialState
        var clocks = Clock.State()
        for (entry, moment) in world.history {
            let kind = Swift.type(of: entry.payload)
            let bytes = try entry.payload.stored(sealer: FakeVault.sealer)
            let stored = RecordedEvent.stored(kind.type, version: kind.version, at: moment, bytes)
            if let event = try Referral.Event(stored, opener: FakeVault.opener) {
                Referral.evolve(&referral, with: event)
            } else if let event = try Program.Event(stored) {
                Program.evolve(&program, with: event)
            } else if let event = try Clock.Event(stored) {
                Clock.evolve(&clocks, with: event, at: stored.occurredAt)
            }
        }
        if referral != world.referral { return "the referral is retold as \(referral), not \(world.referral)" }
        if program != world.program { return "the program is retold as \(program), not \(world.program)" }
        if clocks != world.clocks { return "the clocks are retold as \(clocks), not \(world.clocks)" }
        return nil
    }
}
