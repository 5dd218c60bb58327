import EventLog
import EventModel
import Foundation

/// The same work on the same payloads, by us and by another event store in the same run.
extension Stage {
    private static let streamLength = 1000

    func against(_ name: String, scripts: String, python: String, runs: Int) async throws -> [Row] {
        let argument = name == "eventsourcing" ? cluster.connectionString : folder.path
        let peer = try Peer(name, scripts: scripts, python: python, argument: argument)
        defer { peer.stop() }
        var rows: [Row] = []
        for batch in [1, 10] {
            for callers in [1, 8, 64] {
                rows.append(try await appends(callers: callers, batch: batch, against: peer, runs: runs))
            }
        }
        rows.append(try await reads(against: peer, runs: runs))
        rows.append(try await stream(against: peer, runs: runs))
        return rows
    }

    private func appends(callers: Int, batch: Int, against peer: Peer, runs: Int) async throws -> Row {
        let measured = try await alternate(runs) {
            try await appendsPerSecond(callers: callers, batch: batch, for: 2)
        } _: {
            try peer.figure(.init(work: "append", seconds: 2, callers: callers, batch: batch))
        }
        return Row(
            "append \(batch), \(callers) caller\(callers == 1 ? "" : "s")", "events/s", against: peer.name, budget: nil,
            runs: measured)
    }

    private func reads(against peer: Peer, runs: Int) async throws -> Row {
        let count = Double(try await head(Self.appends) + 1)
        let reader = EventReader(pool: pool)
        let measured = try await alternate(runs) {
            count / (try await seconds { _ = try await reader.scan(Self.appends, into: 0) { count, _ in count += 1 } })
        } _: {
            try peer.figure(.init(work: "read", seconds: 2))
        }
        return Row("read all", "events/s", against: peer.name, budget: nil, runs: measured)
    }

    private func stream(against peer: Peer, runs: Int) async throws -> Row {
        let stream = StreamID("bench", UUID())
        for _ in 0..<Self.streamLength / 100 { _ = try await appender.append(Self.request(100, of: stream)) }
        let reader = EventReader(pool: pool)
        let measured = try await alternate(runs) {
            let end = ContinuousClock.now + .seconds(2)
            var count = 0
            let taken = try await seconds {
                repeat {
                    count += try await reader.stream(stream, in: Self.appends).count
                } while ContinuousClock.now < end
            }
            return Double(count) / taken
        } _: {
            try peer.figure(.init(work: "stream", seconds: 2))
        }
        return Row("read one stream", "events/s", against: peer.name, budget: nil, runs: measured)
    }
}
