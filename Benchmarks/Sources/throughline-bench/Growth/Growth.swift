import Application
import ArgumentParser
import EventLog
import Foundation
import Postgres
import ReadModels

/// How cost grows with the length of a log and with the number of jurisdictions.
struct Growth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How cost grows with the length of a log, and with the number of jurisdictions.")

    @Option(parsing: .upToNextOption, help: "Lengths of one log, in events.")
    var events = [10_000, 1_000_000, 10_000_000]
    @Option(parsing: .upToNextOption, help: "Numbers of jurisdictions that share --total events.")
    var jurisdictions = [1, 30, 300]
    @Option(help: "How many events the jurisdictions share.") var total = 1_000_000
    @Option(help: "How many runs each figure is the median of.") var runs = 5
    @Option(help: "Draw the growth with the length of a log into this file.") var svg: String?

    func run() async throws {
        let lines = try await lengths()
        if let svg { try GrowthPlot(lines: lines).text.write(toFile: svg, atomically: true, encoding: .utf8) }
        try await numbers()
    }

    // MARK: - The length of one log

    /// Each path's cost relative to the small log's, by the number of events.
    private func lengths() async throws -> [GrowthPlot.Line] {
        let stage = try await Stage.open(projections: Stage.allProjections)
        var lines = ["append, 1 caller", "append, 64 callers", "read one stream", "worklist page"].map {
            GrowthPlot.Line(name: $0, points: [])
        }
        do {
            // Both are measured in turn, in one cluster: what the machine does meanwhile hurts both.
            try await stage.register(["us-zz-small"])
            var small = County("us-zz-small", on: stage)
            _ = try await small.fill(to: 10_000)
            var county = County(Stage.slug, on: stage)
            Self.put(
                """
                | events | referrals | append, 1 caller | append, 64 callers | read one stream | worklist page | \
                late only | filled at | all read models rebuilt | peak memory | county as of a position | \
                true by a moment | page as of a position | log on disk |
                |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                """)
            for size in events.sorted() {
                let rate = try await county.fill(to: size)
                let rebuilt = try await rebuild(stage, size)
                let pairs = try await paths(small, county)
                for (index, pair) in pairs.enumerated() where index < lines.count {
                    lines[index].points.append((size, pair.ratio))
                }
                let past = try await past(county, size)
                Self.put(
                    "| \(size) | \(size / 12) | \(pairs.map(\.text).joined(separator: " | ")) | \(Int(rate)) events/s | "
                        + "\(rebuilt) | \(past) | \(try await onDisk(stage)) |")
            }
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
        return lines
    }

    /// A figure of the county, and how many times that of the small one it is.
    struct Pair {
        var text: String
        var ratio: Double
    }

    private func paths(_ small: County, _ county: County) async throws -> [Pair] {
        var late = WorklistFilter()
        late.lateOnly = true
        return [
            try await pair(small, county) { try await $0.append(callers: 1, each: 300) },
            try await pair(small, county) { try await $0.append(callers: 64, each: 25) },
            try await pair(small, county) { try await $0.readStream() },
            try await pair(small, county) { try await $0.worklist() },
            try await pair(small, county) { [late] in try await $0.worklist(late) },
        ]
    }

    private func pair(
        _ small: County, _ county: County, _ cost: (County) async throws -> Double
    ) async throws -> Pair {
        _ = try await (cost(county), cost(small))
        let measured = try await alternate(runs) {
            try await cost(county)
        } _: {
            try await cost(small)
        }
        let ratio = median(measured.map { $0[0] / $0[1] })
        let time = median(measured.map { $0[0] })
        return Pair(text: "\(Self.text(time)) (\(String(format: "%.2f", ratio)) ×)", ratio: ratio)
    }

    private func past(_ county: County, _ size: Int) async throws -> String {
        guard size <= 1_000_000 else { return "– | – | –" }
        let middle = Date(timeIntervalSince1970: 1_420_070_400 + 157_680_000)
        let position = try await county.replay(at: .position(Int64(size / 2)), by: .recorded)
        let occurred = try await county.replay(at: .time(middle), by: .occurred)
        let page = try await county.worklist(at: .position(Int64(size / 2)))
        return [position, occurred, page].map(Self.text).joined(separator: " | ")
    }

    /// Builds what the pages need: all read models up to a million events, beyond it the worklist's.
    private func rebuild(_ stage: Stage, _ size: Int) async throws -> String {
        Memory.restart()
        let names = size <= 1_000_000 ? Stage.allProjections.map(\.name) : [WorklistProjection.name]
        let taken = try await seconds {
            try await stage.runner.rebuild(names, jurisdictions: [Stage.slug, "us-zz-small"])
        }
        try await stage.analyze()
        let note = names.count == 1 ? ", the worklist alone" : ""
        return "\(Self.text(taken)) (\(Int(Double(size) / taken)) events/s\(note)) | \(Int(Memory.peak)) MB"
    }

    private func onDisk(_ stage: Stage) async throws -> String {
        let bytes = try await stage.admin.run { session in
            try session.query(
                "select sum(pg_total_relation_size(relid))::bigint from pg_partition_tree('log.event')")[0]
                .get(0, as: Int64.self)
        }
        return String(format: "%.2f GB", Double(bytes) / 1e9)
    }

    // MARK: - The number of jurisdictions

    private func numbers() async throws {
        Self.put(
            """

            | jurisdictions | events of each | append, 64 callers | worklist rebuilt everywhere | peak memory | \
            worklist page | caught up after an event in each |
            |--:|--:|--:|--:|--:|--:|--:|
            """)
        for count in jurisdictions {
            let stage = try await Stage.open(projections: Stage.allProjections)
            do {
                Self.put(try await number(count, on: stage))
            } catch {
                await stage.close()
                throw error
            }
            await stage.close()
        }
    }

    private func number(_ count: Int, on stage: Stage) async throws -> String {
        let slugs = (0..<count).map { "us-zz-c\($0)" }
        try await stage.register(slugs)
        var counties: [County] = []
        for slug in slugs {
            var county = County(slug, on: stage)
            _ = try await county.fill(to: total / count)
            counties.append(county)
        }
        Memory.restart()
        let rebuilt = try await seconds {
            try await stage.runner.rebuild([WorklistProjection.name], jurisdictions: slugs)
        }
        let peak = Memory.peak
        try await stage.analyze()
        var appends: [Double] = []
        var pages: [Double] = []
        for _ in 0..<runs {
            appends.append(
                try await seconds {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for caller in 0..<64 {
                            let slug = slugs[caller % count]
                            group.addTask {
                                for _ in 0..<25 { _ = try await stage.appender.append(Stage.request(1, in: slug)) }
                            }
                        }
                        try await group.waitForAll()
                    }
                } / 1600)
            pages.append(try await counties[Int.random(in: counties.indices)].worklist())
        }
        for slug in slugs { try await stage.runner.catchUp(slug) }
        for slug in slugs { _ = try await stage.appender.append(Stage.request(1, in: slug)) }
        let caughtUp = try await seconds { for slug in slugs { try await stage.runner.catchUp(slug) } }
        let cells = [
            "\(count)", "\(total / count)", Self.text(median(appends)),
            "\(Self.text(rebuilt)) (\(Int(Double(total) / rebuilt)) events/s)", "\(Int(peak)) MB",
            Self.text(median(pages)), Self.text(caughtUp),
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// Written at once, so that a run that is ended early keeps what it had.
    private static func put(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

    /// Seconds in the unit that reads best.
    static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.001: String(format: "%.0f µs", seconds * 1e6)
        case ..<1: String(format: "%.1f ms", seconds * 1e3)
        default: String(format: "%.1f s", seconds)
        }
    }
}
