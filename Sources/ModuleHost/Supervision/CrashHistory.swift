/// The crashes of one module within the window, and what follows from them.
struct CrashHistory {
    enum Verdict: Equatable {
        case restart(after: Duration)
        case quarantine
    }

    private let rules: SupervisionRules
    private var crashes: [ContinuousClock.Instant] = []

    init(_ rules: SupervisionRules) { self.rules = rules }

    /// How many crashes the window before a moment holds.
    func count(at now: ContinuousClock.Instant) -> Int { crashes.count { now - $0 < rules.crashWindow } }

    mutating func record(at now: ContinuousClock.Instant) -> Verdict {
        crashes.removeAll { now - $0 >= rules.crashWindow }
        crashes.append(now)
        guard crashes.count < rules.crashLimit else { return .quarantine }
        guard let longest = rules.backOff.last else { return .restart(after: .zero) }
        let index = crashes.count - 1
        return .restart(after: index < rules.backOff.count ? rules.backOff[index] : longest)
    }

    mutating func forget() { crashes = [] }
}
