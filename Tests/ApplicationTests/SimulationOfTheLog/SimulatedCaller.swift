import Casework
import EventModel
import Foundation

@testable import Application

/// Somebody who sends commands, one after the other, and sends each again until it is answered.
struct SimulatedCaller {
    private enum Task {
        case none
        /// Knows the referral up to a position, which may be old, and has chosen a step.
        case deciding(command: UUID, referral: UUID, step: Int, seen: Int)
    }

    let number: Int
    /// The commands whose answer said that they were done.
    private(set) var acknowledged: [UUID] = []
    private var task = Task.none
    private var count = 0
    private var referrals: [UUID] = []

    init(number: Int) { self.number = number }

    var isIdle: Bool { if case .none = task { true } else { false } }

    /// Forgets what was under way: nobody will ask for it again.
    mutating func crash() { task = .none }

    mutating func step(_ world: inout SimulatedWorld) throws {
        switch task {
        case .none:
            count += 1
            let isNew = referrals.isEmpty || world.faults.random.chance(30)
            if isNew { referrals.append(.numbered(UInt8(0x10 + number), referrals.count + 1)) }
            let referral = isNew ? referrals[referrals.count - 1] : world.faults.random.pick(referrals)
            task = .deciding(
                command: .numbered(UInt8(0xC0 + number), count), referral: referral,
                step: Int.random(in: 0..<10, using: &world.faults.random),
                seen: world.faults.seen(of: world.log.head))
        case .deciding(let command, let referral, let step, let seen):
            let stream = StreamID(StreamKind.referral, referral)
            let history = world.log.stream(stream, seen: seen)
            let state = history.compactMap(\.referral).reduce(into: Referral.initialState, Referral.evolve)
            // Like the server, which first looks whether the command was carried out before.
            guard world.log.commands[command] == nil else { return done(command) }
            guard let events = try? Referral.decide(Self.command(step, state, world), given: state), !events.isEmpty
            else {
                task = .none
                return
            }
            let sending = world.faults.sending()
            if sending == .isLost { return }
            let outcome = try world.log.append(
                command, events.map { ($0.payload, world.now) }, to: stream, expecting: [stream: history.count],
                now: world.now)
            switch outcome {
            case _ where sending == .answerIsLost, .wrongVersion:
                // Asks again, with the same id and after a fresh look.
                task = .deciding(command: command, referral: referral, step: step, seen: world.log.head)
            case .appended, .alreadyDone: done(command)
            }
        }
    }

    private mutating func done(_ command: UUID) {
        acknowledged.append(command)
        task = .none
    }

    private static func command(_ step: Int, _ state: Referral.State, _ world: SimulatedWorld) -> Referral.Command {
        let partner = UUID.numbered(0xB0, 1)
        let facts = Referral.ProgramFacts(id: .numbered(0xB0, 2), organization: partner, accepting: true)
        let today = Day(world.now, in: .gmt)
        guard state.status != .none else {
            return .draft(
                .init(
                    number: "R", participant: .numbered(0xA0, 1), program: facts.id, partner: partner,
                    office: .numbered(0xB0, 3), need: .clear("A bed"), share: [.name], priority: .routine),
                program: facts)
        }
        if state.status == .drafted {
            let consent = Consent(
                id: .numbered(0xA0, 2), scope: [.name, .need], recipients: [partner], signedOn: today)
            return .offer(consent: consent, program: facts, today: today)
        }
        return switch step {
        case 0, 1: .acknowledge(.page)
        case 2: .requestInformation(question: .clear("Which?"))
        case 3: .supplyInformation(answer: .clear("That one."))
        case 4: .waitlist(position: 1, reviewBy: today.adding(days: 5), today: today, .page)
        case 5: .accept(capacityOverride: nil, .page)
        case 6: .beginService(on: today, today: today)
        case 7: .reportProgress(note: .clear("Well."))
        case 8: .decline(.init(code: .notEligible), .page)
        default: .complete(.init(outcome: .goalsMet, note: .clear("Done.")))
        }
    }
}
