/// How long to wait before the next try to connect: doubling, with jitter, so that many servers do not try at once.
struct BackOff: Sendable {
    var first: Duration = .milliseconds(50)
    var longest: Duration = .seconds(2)

    /// The wait after so many failures in a row; `random` is from 0 to 1.
    func delay(afterFailures failures: Int, random: Double) -> Duration {
        let doubled = first * (1 << min(max(failures - 1, 0), 16))
        return min(doubled, longest) * (0.5 + random / 2)
    }
}
