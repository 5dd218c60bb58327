import Foundation

@testable import Application

/// What goes wrong, drawn from a seed.
struct Faults {
    var random: SeededRandom
    /// Whether clocks jump; without it, what happens to clocks can be foretold exactly.
    let clocksJump: Bool
    /// False when the storm is over and everybody may finish.
    var rage = true

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        clocksJump = seed % 2 == 1
    }

    mutating func happens(_ percent: Int) -> Bool { rage && random.chance(percent) }

    /// How much of a log a reader sees: all of it, or what it was a few events ago.
    mutating func seen(of head: Int) -> Int {
        happens(30) ? max(0, head - Int.random(in: 1...4, using: &random)) : head
    }

    /// How an append ends for whoever sent it.
    enum Sending { case arrives, isLost, answerIsLost }

    mutating func sending() -> Sending {
        guard rage else { return .arrives }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<8: return .isLost
        case ..<18: return .answerIsLost
        default: return .arrives
        }
    }
}
