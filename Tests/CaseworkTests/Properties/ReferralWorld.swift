import Casework
import EventModel
import Foundation

/// One referral with its program and its clocks, driven together as the application drives them.
struct ReferralWorld {
    enum Entry: Hashable {
        case referral(Referral.Event)
        case program(Program.Event)
        case clock(Clock.Event)

        var payload: any EventPayload {
            switch self {
            case .referral(let event): event.payload
            case .program(let event): event.payload
            case .clock(let event): event.payload
            }
        }
    }

    private(set) var referral = Referral.initialState
    private(set) var program = Program.initialState
    private(set) var clocks = Clock.State()
    private(set) var now: Date
    private(set) var history: [(entry: Entry, at: Date)] = []
    /// What must never be; empty for ever if the rules are right.
    private(set) var violations: [String] = []
    private(set) var refusals: Set<String> = []
    private var acted: Set<String> = []

    init(at now: Date) { self.now = now }

    /// Lets time go by; a sleeping server does not look at its clocks.
    mutating func pass(minutes: Int, asleep: Bool) {
        now += Double(minutes) * 60
        guard !asleep else { return }
        tick()
    }

    mutating func ask(_ command: Referral.Command) {
        let events: [Referral.Event]
        do throws(Referral.Refusal) {
            events = try Referral.decide(command, given: referral)
        } catch {
            refusals.insert(word(error))
            return
        }
        var override = false
        if case .accept(let reason, _) = command { override = reason != nil }
        let after = events.reduce(into: referral) { Referral.evolve(&$0, with: $1) }
        switch (referral.status.holdsPlace, after.status.holdsPlace) {
        case (false, true):
            guard ask(.takePlace(referral: Example.referral, override: override)) else { return }
        case (true, false):
            if !ask(.releasePlace(referral: Example.referral)) { violations.append("a place could not be released") }
        default: break
        }
        for event in events { record(event) }
    }

    /// Answers whether the program agreed.
    @discardableResult
    mutating func ask(_ command: Program.Command) -> Bool {
        do throws(Program.Refusal) {
            for event in try Program.decide(command, given: program) {
                Program.evolve(&program, with: event)
                history.append((.program(event), now))
            }
            return true
        } catch {
            refusals.insert(word(error))
            return false
        }
    }

    private mutating func record(_ event: Referral.Event) {
        let before = referral.status
        Referral.evolve(&referral, with: event)
        history.append((.referral(event), now))
        if !StateMachine.allows(before, to: referral.status, by: event) {
            violations.append("\(before) became \(referral.status) by \(event)")
        }
        for reaction in Example.keeper.reaction(to: event, at: now, given: clocks) {
            if !fits(reaction) { violations.append("\(reaction) answers \(event) while \(clocks.deadlines)") }
            record(reaction, at: now)
        }
    }

    private mutating func record(_ event: Clock.Event, at moment: Date) {
        Clock.evolve(&clocks, with: event, at: moment)
        history.append((.clock(event), moment))
    }

    private mutating func tick() {
        let due = ClockKeeper.due(by: now, given: clocks)
        if due.events.map(\.at) != due.events.map(\.at).sorted() { violations.append("clocks act out of order") }
        for (event, moment) in due.events {
            guard let kind = kind(of: event), let deadline = clocks[kind], deadline.setAt <= moment, moment <= now
            else {
                violations.append("\(event) acts at \(moment.rfc3339), not between its setting and now")
                continue
            }
            let once = if case .missed = event { "missed \(kind) \(deadline.due.rfc3339)" } else { "\(event)" }
            if !acted.insert(once).inserted { violations.append("twice: \(once)") }
            record(event, at: moment)
        }
        if due.lapses {
            ask(Referral.Command.lapse)
            if referral.status != .lapsed { violations.append("a lapse was refused while \(referral.status)") }
        }
        if !ClockKeeper.due(by: now, given: clocks).events.isEmpty { violations.append("a clock acts twice") }
    }

    /// Whether a clock event fits the deadline that it is about.
    private func fits(_ event: Clock.Event) -> Bool {
        switch event {
        case .set(let set):
            return clocks[set.clock]?.isOpen != true || [.intake, .waitlistReview].contains(set.clock)
        case .met(let met): return clocks[met.clock]?.isOpen == true
        case .cancelled(let cancelled): return clocks[cancelled.clock]?.isOpen == true
        case .paused(let paused): return clocks[paused.clock]?.status == .running && paused.minutesLeft >= 0
        case .resumed(let resumed): return clocks[resumed.clock]?.status == .paused && resumed.due >= now
        case .reminded, .escalated, .missed: return false
        }
    }

    private func kind(of event: Clock.Event) -> Clock.Kind? {
        switch event {
        case .reminded(let reminded): reminded.clock
        case .missed(let missed): missed.clock
        case .escalated(let escalated): escalated.clock
        default: nil
        }
    }

    private func word(_ refusal: some Error) -> String {
        "\(refusal)".split(separator: "(").first.map(String.init) ?? ""
    }
}
