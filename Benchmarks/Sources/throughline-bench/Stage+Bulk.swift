import EventLog
import Postgres

extension Stage {
    /// Events of large requests appended each second, against binary COPY of the very rows that they wrote.
    func bulkAgainstCopy(events: Int, runs: Int) async throws -> Row {
        var measured: [[Double]] = []
        for _ in 0..<runs {
            let before = try await head(Self.appends)
            let requests = (0..<events / 500).map { _ in Self.request(500) }
            let ours = try await seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, request) in requests.enumerated() {
                        if index >= 4 { try await group.next() }
                        group.addTask { _ = try await appender.append(request) }
                    }
                    try await group.waitForAll()
                }
            }
            let copy = try await copySeconds(of: Self.appends, after: before)
            measured.append([Double(requests.count * 500) / ours, Double(requests.count * 500) / copy])
        }
        return Row(
            "bulk append", "events/s", against: "binary COPY of the same events", budget: 0.5, runs: measured)
    }

    /// The same work as if each flush took a millisecond more.
    func onSlowDisk(_ work: () async throws -> Row) async throws -> Row {
        try await set("alter system set commit_delay = 1000; alter system set commit_siblings = 0")
        let row = try await work()
        try await set("alter system reset commit_delay; alter system reset commit_siblings")
        return row
    }

    private func set(_ settings: String) async throws {
        try await admin.run { session in
            // Each is a statement of its own: ALTER SYSTEM does not run in the transaction of a script.
            for setting in settings.split(separator: ";") { try session.query(PostgresQuery(sql: String(setting))) }
            try session.query("select pg_reload_conf()")
        }
    }
}
