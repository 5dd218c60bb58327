/// How long the latest calls took: the last 512 of them, so that a bad hour of last week does not colour today.
struct RecentLatencies {
    static let capacity = 512

    private var durations: [Duration] = []
    private var next = 0

    mutating func add(_ duration: Duration) {
        if durations.count < Self.capacity { durations.append(duration) } else { durations[next] = duration }
        next = (next + 1) % Self.capacity
    }

    /// The least duration that at least so many in a hundred did not exceed; `nil` while there is none.
    func percentile(_ share: Int) -> Duration? {
        guard !durations.isEmpty else { return nil }
        let rank = (durations.count * share + 99) / 100
        return durations.sorted()[max(0, rank - 1)]
    }
}
