import Access
import Application
import Casework
import EmbeddedPostgres
import EventLog
import EventModel
import Foundation
import Logging
import Postgres
import ReadModels
import Schema
import Vault

/// A PostgreSQL of its own in a scratch folder, with a migrated database and one jurisdiction.
struct Stage {
    static let slug = "us-zz-bench"
    let folder: URL
    let cluster: EmbeddedCluster
    let pool: PostgresPool
    let admin: PostgresPool
    let appender: Appender
    let follower: LogFollower
    let runner: ProjectionRunner
    let application: Throughline
    let writing: Task<Void, Never>

    /// What a server keeps.
    static let allProjections = [
        AnyProjection(WorklistProjection.self), AnyProjection(InboxProjection.self),
        AnyProjection(ReferralProjection.self), AnyProjection(HistoryProjection.self),
        AnyProjection(CapacityProjection.self), AnyProjection(TimelinessProjection.self),
        AnyProjection(ClocksProjection.self), AnyProjection(OrganizationsProjection.self),
        AnyProjection(JurisdictionsProjection.self), AnyProjection(ScreeningsProjection.self),
        AnyProjection(CasesProjection.self),
    ]

    /// What an import needs.
    static let importProjections = [
        AnyProjection(ReferralProjection.self), AnyProjection(JurisdictionsProjection.self),
        AnyProjection(OrganizationsProjection.self),
    ]

    static func open(projections: [AnyProjection] = importProjections) async throws -> Stage {
        let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let folder = URL(fileURLWithPath: "/tmp/throughline-bench-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let cluster = try await EmbeddedCluster.start(dataDirectory: folder.path + "/data", logger: quiet)
        let owner = PostgresConfiguration(cluster.connectionString)
        try await Migrator(try Schema.migrations(), logger: quiet).migrate(owner)
        let configuration = PostgresConfiguration(cluster.connectionString, role: "throughline_app")
        let pool = PostgresPool(configuration, size: 4, logger: quiet)
        let keys = try KeyFile.loadOrCreate(folder.path + "/data/keys.json")
        let appender = Appender(configuration: configuration, logger: quiet)
        let follower = LogFollower(configuration: configuration, signal: appender.signal, logger: quiet)
        let runner = ProjectionRunner(pool: pool, projections: projections, follower: follower, logger: quiet)
        let application = Throughline(
            appender: appender, reader: EventReader(pool: pool), runner: runner, vault: Vault(pool: pool, keys: keys),
            access: AccessStore(pool: pool, pepper: keys.secret(for: "access")), pool: pool,
            modules: ModuleRuntime(store: ModuleStore(directory: folder.path + "/modules"), logger: quiet),
            logger: quiet)
        let writing = Task { await appender.run() }
        let stage = Stage(
            folder: folder, cluster: cluster, pool: pool, admin: PostgresPool(owner, size: 2, logger: quiet),
            appender: appender, follower: follower, runner: runner, application: application, writing: writing)
        try await stage.register([slug])
        return stage
    }

    /// Registers jurisdictions; nothing follows the log but for that long.
    func register(_ slugs: [String]) async throws {
        let following = [Task { await follower.run() }, Task { await runner.run() }]
        for slug in slugs { try await application.ensureJurisdiction(slug, named: slug) }
        for task in following {
            task.cancel()
            await task.value
        }
    }

    func close() async {
        appender.stop()
        await writing.value
        await pool.close()
        await admin.close()
        try? await cluster.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: - Measurements

    /// Rows of an import each second, against binary COPY of the very rows that it wrote.
    func importAgainstCopy(rows: Int, runs: Int) async throws -> Row {
        var measured: [[Double]] = []
        for run in 0..<runs {
            let before = try await head()
            let referrals = Invented.referrals(rows, run: run)
            let ours = try await seconds {
                for start in stride(from: 0, to: rows, by: 500) {
                    let batch = Array(referrals[start..<min(rows, start + 500)])
                    _ = try await application.takeOver(batch, from: "bench", in: Self.slug, for: .commandLine)
                }
            }
            let copy = try await copySeconds(of: Self.slug, after: before)
            measured.append([Double(rows) / ours, Double(rows) / copy])
        }
        return Row(
            "import", "rows/s", against: "binary COPY of the same events", budget: nil, runs: measured)
    }

    /// Durable single-event appends, against single-row inserts into a table of the same shape.
    func appends(
        callers: Int, clients: Int, budget: Double, runs: Int, note: String = ""
    ) async throws -> Row {
        try await prepareInsertTable()
        let measured = try await alternate(runs) {
            try await appendsPerSecond(callers: callers, for: 3)
        } _: {
            try await pgbench(clients: clients, transactions: clients == 1 ? 2000 : 600)
        }
        return Row(
            "append, \(callers) caller\(callers == 1 ? "" : "s")\(note)", "events/s",
            against: "pgbench single-row insert, \(clients) client\(clients == 1 ? "" : "s")", budget: budget,
            runs: measured)
    }

    /// Events read and decoded each second, against COPY to standard output of the same rows.
    func readAgainstCopy(runs: Int) async throws -> Row {
        let count = Double(try await head() + 1)
        let measured = try await alternate(runs) {
            count / (try await seconds { try await readAll { _ = try Referral.Event($0) } })
        } _: {
            count / (try await seconds { try await copyOut() })
        }
        return Row(
            "read, decoded to typed events", "events/s", against: "COPY TO STDOUT, binary, same rows", budget: 0.5,
            runs: measured)
    }

    /// A read model built anew, against reading the log alone: over rows that come out as they were, or from nothing, as
    /// a new version is built.
    func rebuildAgainstRead(fromNothing: Bool, runs: Int) async throws -> Row {
        let count = Double(try await head() + 1)
        try await runner.catchUp(Self.slug)
        let measured = try await alternate(runs) {
            if fromNothing {
                try await admin.run { try $0.execute(script: "truncate read.referral_v1") }
            }
            return count / (try await seconds { try await runner.rebuild("referral", jurisdictions: [Self.slug]) })
        } _: {
            count / (try await seconds { try await readAll { _ in } })
        }
        return Row(
            fromNothing ? "the same from nothing" : "rebuild of a read model", "events/s",
            against: "reading the log alone", budget: 0.3, runs: measured)
    }

    // MARK: - Means

    /// Imports once what reading and rebuilding are measured on.
    func ensureReferrals(_ rows: Int) async throws {
        guard try await head() < rows else { return }
        let referrals = Invented.referrals(rows, run: 0)
        for start in stride(from: 0, to: rows, by: 500) {
            let batch = Array(referrals[start..<min(rows, start + 500)])
            _ = try await application.takeOver(batch, from: "bench", in: Self.slug, for: .commandLine)
        }
    }

    func head(_ slug: String = Self.slug) async throws -> Int64 { try await EventReader(pool: pool).head(slug) }

    /// What autovacuum would do in its own time: tables that were just filled have no statistics.
    func analyze() async throws { try await admin.run { try $0.execute(script: "analyze") } }

    private func readAll(_ use: @escaping @Sendable (RecordedEvent) throws -> Void) async throws {
        try await EventReader(pool: pool).scan(Self.slug, into: ()) { _, event in try use(event) }
    }

    func copyOut(_ slug: String = Self.slug) async throws {
        try await pool.run { session in
            try session.copyOut(
                "copy (select * from log.event where jurisdiction = '\(slug)') to stdout (format binary)"
            ) { _ in }
        }
    }

    /// The seconds that COPY takes for the events after a position, into a table with the same indexes.
    func copySeconds(of slug: String, after position: Int64) async throws -> Double {
        let file = "\(cluster.clusterDirectory)/copied.bin"
        try await admin.run { session in
            try session.execute(
                script: """
                    drop table if exists public.copied;
                    create table public.copied (like log.event including all);
                    copy (select * from log.event where jurisdiction = '\(slug)' and position > \(position)
                        order by position) to '\(file)' (format binary);
                    """)
        }
        return try await seconds {
            try await admin.run { try $0.execute(script: "copy public.copied from '\(file)' (format binary)") }
        }
    }

    static let appends = "us-zz-appends"
    static let payload = Data(("{\"a\":\"" + String(repeating: "x", count: 382) + "\"}").utf8)

    /// A request for some events of one stream, which is a new one unless it is given.
    static func request(
        _ count: Int, of stream: StreamID = StreamID("bench", UUID()), in jurisdiction: String = appends
    ) -> AppendRequest {
        AppendRequest(
            jurisdiction: jurisdiction, commandID: UUID(version7At: Date()),
            fingerprint: [UInt8](repeating: 7, count: 32),
            events: (0..<count).map { _ in
                EventToAppend(
                    stream: stream, id: UUID(version7At: Date()), type: "bench.event", occurredAt: Date(),
                    payload: payload)
            })
    }

    func appendsPerSecond(callers: Int, batch: Int = 1, for length: Double) async throws -> Double {
        let end = ContinuousClock.now + .seconds(length)
        var count = 0
        let taken = try await seconds {
            count = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<callers {
                    group.addTask {
                        var done = 0
                        while ContinuousClock.now < end {
                            _ = try await appender.append(Self.request(batch))
                            done += batch
                        }
                        return done
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        return Double(count) / taken
    }

    private func prepareInsertTable() async throws {
        try await admin.run { session in
            try session.execute(
                script: """
                    drop table if exists public.inserted;
                    create table public.inserted (like log.event including all);
                    drop sequence if exists public.places;
                    create sequence public.places;
                    """)
        }
        let script = """
            insert into public.inserted (jurisdiction, position, stream_kind, stream_id, stream_version, event_id, type,
                schema_version, occurred_at, occurred_on_date_only, recorded_at, command_id, correlation_id, payload,
                salt, digest)
            values ('us-zz-appends', nextval('public.places'), 'bench', gen_random_uuid(), 1, gen_random_uuid(),
                'bench.event', 1, now(), false, now(), gen_random_uuid(), gen_random_uuid(),
                '{"a":"\(String(repeating: "x", count: 382))"}', '\\x00112233445566778899aabbccddeeff',
                '\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
            """
        try script.write(to: folder.appendingPathComponent("insert.sql"), atomically: true, encoding: .utf8)
    }

    private func pgbench(clients: Int, transactions: Int) async throws -> Double {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try Self.pgbenchPath())
        // By count, not by time: pgbench ends a timed run by SIGALRM, which a child of this process has blocked.
        process.arguments = [
            "-n", "-M", "prepared", "-j", "2", "-c", String(clients), "-t", String(transactions), "-f",
            folder.appendingPathComponent("insert.sql").path, cluster.connectionString,
        ]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = output.split(separator: "\n").first { $0.hasPrefix("tps =") }
        guard let line, let figure = Double(line.split(separator: " ")[2]) else {
            throw ValidationFailure(description: "pgbench gave no figure:\n\(output)")
        }
        return figure
    }

    private static func pgbenchPath() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
        for version in versions.reversed() {
            let path = "\(root)/\(version)/bin/pgbench"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw ValidationFailure(description: "pgbench is missing; install Debian's postgresql package.")
    }
}

struct ValidationFailure: Error, CustomStringConvertible { var description: String }

/// Invented rows of another system's referrals.
enum Invented {
    static func referrals(_ count: Int, run: Int) -> [TakenOverReferral] {
        let day = Day(year: 2015, month: 1, day: 1) ?? Day(daysSince1970: 0)
        return (0..<count).map { index in
            let closed = day.adding(days: index % 900 + 200)
            return TakenOverReferral(
                caseKey: "c\(run)-\(index)", participantKey: "p\(run)-\(index)", referralKey: "r\(run)-\(index)",
                offenseCategory: "Narcotics", offenseTitle: "POSSESSION OF A CONTROLLED SUBSTANCE",
                statute: "720 ILCS 570/402(c)", race: "Unknown", gender: "Unknown", program: "DS", sequence: 1,
                referredOn: day.adding(days: index % 900), receivedOn: day.adding(days: index % 900 + 3),
                referralDateImputed: false,
                result: index % 4 == 0 ? nil : .init(result: .graduated, closedOn: closed), warnings: [])
        }
    }
}
