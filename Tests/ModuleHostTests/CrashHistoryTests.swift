import Testing

@testable import ModuleHost

@Suite("Crash history")
struct CrashHistoryTests {
    private let start = ContinuousClock.now

    @Test("The pause grows with each crash, and the fifth in a minute is one too many")
    func backOff() {
        var history = CrashHistory(SupervisionRules())
        let verdicts = (0..<5).map { history.record(at: start + .seconds($0)) }
        #expect(
            verdicts == [
                .restart(after: .zero), .restart(after: .milliseconds(50)), .restart(after: .milliseconds(200)),
                .restart(after: .milliseconds(800)), .quarantine,
            ])
        #expect(history.count(at: start + .seconds(5)) == 5)
    }

    @Test("Crashes far apart never add up")
    func farApart() {
        var history = CrashHistory(SupervisionRules())
        for minute in 0..<50 {
            #expect(history.record(at: start + .seconds(60 * minute)) == .restart(after: .zero))
        }
        #expect(history.count(at: start + .seconds(60 * 60)) == 0)
    }
}
