import Access
import Application
import EventLog
import EventModel
import Foundation
import ReadModels

/// A jurisdiction whose log is filled with invented lives, and what is measured on it.
struct County {
    let stage: Stage
    let slug: String
    /// Some of its referrals, spread over the log.
    private(set) var samples: [UUID] = []
    private var lives = 0

    /// A jurisdiction that is registered.
    init(_ slug: String, on stage: Stage) {
        self.stage = stage
        self.slug = slug
    }

    /// Appends lives until the log has about so many events; answers with events a second.
    mutating func fill(to events: Int) async throws -> Double {
        let start = try await Int(stage.head(slug)) + 1
        let count = max(0, events - start) / 12
        let (first, slug, appender) = (lives, slug, stage.appender)
        let stride = max(1, count / 500)
        let taken = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<count {
                    if index >= 256 { try await group.next() }
                    let life = InventedLife(first + index, of: first + count)
                    if index % stride == 0 { samples.append(life.id) }
                    group.addTask { _ = try await appender.append(life.request(in: slug)) }
                    if index % 100_000 == 99_999 {
                        Progress.say("\(slug): \((index + 1) * 12) of \(count * 12) events")
                    }
                }
                try await group.waitForAll()
            }
        }
        lives += count
        return Double(count * 12) / taken
    }

    /// Seconds that one of these events takes its caller's turn: the inverse of events a second.
    func append(callers: Int, each count: Int) async throws -> Double {
        let taken = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<callers {
                    group.addTask { [stage, slug] in
                        for _ in 0..<count { _ = try await stage.appender.append(Stage.request(1, in: slug)) }
                    }
                }
                try await group.waitForAll()
            }
        }
        return taken / Double(callers * count)
    }

    /// Seconds to read the stream of one of its referrals.
    func readStream() async throws -> Double {
        guard !samples.isEmpty else { return 0 }
        let chosen = (0..<200).map { _ in samples[Int.random(in: samples.indices)] }
        let reader = EventReader(pool: stage.pool)
        let taken = try await seconds {
            for id in chosen { _ = try await reader.stream(StreamID("referral", id), in: slug) }
        }
        return taken / Double(chosen.count)
    }

    /// Seconds of the use case behind the worklist page, as its office sees it.
    func worklist(_ filter: WorklistFilter = WorklistFilter(), at moment: HistoryMoment = .latest) async throws
        -> Double
    {
        let reader = Principal(
            accountID: UUID(), displayName: "Bench", email: "bench@example.test", organization: InventedLife.office,
            organizationKind: .prosecutor, jurisdictions: [slug], roles: [.prosecutor], language: "en",
            channel: .session(csrf: ""))
        return try await seconds {
            _ = try await stage.application.worklist(filter, in: slug, at: moment, for: reader)
        }
    }

    /// Seconds of `replay` for the whole county.
    func replay(at moment: HistoryMoment, by clock: HistoryClock) async throws -> Double {
        try await seconds {
            _ = try await stage.application.countyWorklist(in: slug, at: moment, by: clock, for: .commandLine)
        }
    }
}

enum Progress {
    static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

/// Resident memory of this process.
enum Memory {
    /// The highest since the last `restart`, in megabytes.
    static var peak: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return Double(line?.split(separator: " ").dropLast().last ?? "0").map { $0 / 1024 } ?? 0
    }

    static func restart() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }
}
