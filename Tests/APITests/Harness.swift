import Access
import Application
import Casework
import EventLog
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import ReadModels
import Schema
import Synchronization
import TestSupport
import Testing
import Vault

@testable import API

/// A whole server without a socket: the real router over a fresh database with one county, one office, two partners
/// and an account of every role.
struct TestServer: Sendable {
    static let slug = "us-zz-test"
    static let division = "ocd-division/country:us/state:zz/county:test"
    static let password = "tulip-garage-nine"

    let throughline: Throughline
    let access: AccessStore
    let processes: ProcessRunner
    let runner: ProjectionRunner
    let reader: EventReader
    let clock: TestClock
    let office = UUID()
    let tokens: [Person: String]
    let router: Router<GatewayContext>.Responder
    /// How many streams of events are open.
    let openStreams: OpenStreams
    let partner: UUID
    let otherPartner: UUID
    let program: UUID
    let otherProgram: UUID

    /// The people of the county; each has a bearer token.
    enum Person: String, CaseIterable, Sendable {
        case prosecutor, supervisor, partner, otherPartner, auditor, administrator, `operator`

        var role: Role {
            switch self {
            case .prosecutor: .prosecutor
            case .supervisor: .supervisor
            case .partner, .otherPartner: .partner
            case .auditor: .auditor
            case .administrator: .administrator
            case .operator: .operator
            }
        }

        var kind: OrganizationKind {
            switch self {
            case .prosecutor, .supervisor: .prosecutor
            case .partner, .otherPartner: .partner
            case .auditor: .oversight
            case .administrator, .operator: .operations
            }
        }

        var email: String { "\(rawValue.lowercased())@example.org" }
    }

    /// Runs a test beside a server, and closes everything after it.
    static func run(
        options: (inout Options) -> Void = { _ in }, _ test: @Sendable (TestServer, Client) async throws -> Void
    ) async throws {
        var chosen = Options()
        options(&chosen)
        let owner = try await TestCluster.freshDatabase()
        try await Migrator(Schema.migrations(), logger: .quiet).migrate(owner)
        var configuration = owner
        configuration.role = "throughline_app"
        let pool = PostgresPool(configuration, size: 8, logger: .quiet)
        let appender = Appender(configuration: configuration, logger: .quiet)
        let follower = LogFollower(configuration: configuration, signal: appender.signal, logger: .quiet)
        let runner = ProjectionRunner(pool: pool, projections: projections, follower: follower, logger: .quiet)
        let work = [
            Task { await appender.run() }, Task { await runner.run() }, Task { await follower.run() },
        ]
        func close() async {
            appender.stop()
            for task in work.dropFirst() { task.cancel() }
            for task in work { await task.value }
            await pool.close()
        }
        do {
            let server = try await TestServer(pool, appender, runner, follower, chosen)
            let app = Hummingbird.Application(responder: server.router, logger: .quiet)
            try await app.test(chosen.isLive ? .live : .router) { client in
                try await test(server, Client(client: client, server: server))
            }
        } catch {
            await close()
            throw error
        }
        await close()
    }

    struct Options: Sendable {
        var heartbeat = Duration.seconds(15)
        var streamLifetime = Duration.milliseconds(400)
        var publicURL = "http://127.0.0.1:8080"
        var isLive = false
    }

    private static let projections: [AnyProjection] = [
        AnyProjection(WorklistProjection.self), AnyProjection(InboxProjection.self),
        AnyProjection(ReferralProjection.self), AnyProjection(HistoryProjection.self),
        AnyProjection(CapacityProjection.self), AnyProjection(TimelinessProjection.self),
        AnyProjection(ClocksProjection.self), AnyProjection(OrganizationsProjection.self),
        AnyProjection(JurisdictionsProjection.self),
    ]

    private init(
        _ pool: PostgresPool, _ appender: Appender, _ runner: ProjectionRunner, _ follower: LogFollower,
        _ options: Options
    ) async throws {
        let folder = try TestCluster.makeDirectory(prefix: "throughline-keys")
        let keys = try KeyFile.loadOrCreate(folder + "/keys.json")
        let clock = TestClock()
        let cost = ScryptCost(logRounds: 4, blockSize: 8, parallelism: 1)
        let access = AccessStore(pool: pool, pepper: Data("pepper".utf8), hasher: PasswordHasher(cost: cost))
        let throughline = Throughline(
            appender: appender, reader: EventReader(pool: pool), runner: runner, vault: Vault(pool: pool, keys: keys),
            access: access, pool: pool, logger: .quiet, now: { clock.now })
        self.clock = clock
        self.access = access
        self.throughline = throughline
        self.runner = runner
        reader = EventReader(pool: pool)
        processes = ProcessRunner(throughline)

        func context() -> CommandContext { CommandContext(.system, commandID: UUID(version7At: Date())) }
        _ = try await throughline.registerJurisdiction(
            .init(slug: Self.slug, division: Self.division, name: "Test County", timeZone: "America/Chicago"),
            calendar: .init(holidays: []), context())
        var partners: [UUID] = []
        var programs: [UUID] = []
        for name in ["Second Harbor", "River Works"] {
            let partner = try await throughline.registerOrganization(
                name: name, kind: .partner, jurisdictions: [Self.slug], context()
            ).id
            partners.append(partner)
            programs.append(
                try await throughline.registerProgram(
                    .init(organization: partner, name: "\(name) housing", summary: "Beds", maximum: 2),
                    in: Self.slug, context()
                ).id)
        }
        (partner, otherPartner) = (partners[0], partners[1])
        (program, otherProgram) = (programs[0], programs[1])

        var tokens: [Person: String] = [:]
        for person in Person.allCases {
            let organization =
                switch person {
                case .prosecutor, .supervisor: office
                case .partner: partners[0]
                case .otherPartner: partners[1]
                case .auditor, .administrator, .operator: UUID()
                }
            let account = UUID()
            try await access.createAccount(
                NewAccount(
                    id: account, email: person.email, displayName: "Staff \(person.rawValue)",
                    organization: organization, organizationKind: person.kind, jurisdictions: [Self.slug],
                    roles: [person.role]),
                password: Self.password, now: Date())
            tokens[person] = try await access.createToken(
                for: account, label: "test", scopes: Set(TokenScope.allCases), expires: nil, by: account, now: Date()
            ).secret
        }
        self.tokens = tokens

        let openStreams = OpenStreams()
        self.openStreams = openStreams
        let door = FrontDoor(access: access, publicURL: options.publicURL)
        let routes = door.router()
        APIRoutes(
            throughline: throughline, wakeups: { openStreams.counting(follower.wakeups()) },
            heartbeat: options.heartbeat,
            streamLifetime: options.streamLifetime
        ).add(to: routes)
        door.close(routes)
        router = routes.buildResponder()
    }

    /// Lets the processes answer everything and the read models show it.
    func catchUp() async throws {
        try await runner.catchUp(Self.slug)
        try await processes.catchUp(Self.slug)
        try await processes.fireClocks(in: Self.slug)
        try await processes.catchUp(Self.slug)
        try await runner.catchUp(Self.slug)
        try await runner.catchUp(networkLog)
    }
}

/// Counts the streams that listen for news.
final class OpenStreams: Sendable {
    private let open = Mutex(0)

    var count: Int { open.withLock { $0 } }

    func counting(_ news: AsyncStream<Set<String>>) -> AsyncStream<Set<String>> {
        open.withLock { $0 += 1 }
        let (counted, continuation) = AsyncStream.makeStream(of: Set<String>.self)
        let forwarding = Task {
            for await item in news { continuation.yield(item) }
            continuation.finish()
        }
        continuation.onTermination = { _ in
            forwarding.cancel()
            self.open.withLock { $0 -= 1 }
        }
        return counted
    }

    /// Waits, for 10 seconds at most, until there are so many.
    func reach(_ wanted: Int) async throws {
        for _ in 0..<500 where count != wanted { try await Task.sleep(for: .milliseconds(20)) }
        #expect(count == wanted)
    }
}

/// The time in a test: it goes on by itself, and can be set ahead.
final class TestClock: Sendable {
    private let ahead = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }
    var today: Day { Day(now, in: TimeZone(identifier: "America/Chicago") ?? .gmt) }
    func advance(days: Double) { ahead.withLock { $0 += days * 86_400 } }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

/// What the API answered.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var text: String

    var json: JSON { (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .null }
    var code: String? { json["code"]?.text }
    var id: String { json["id"]?.text ?? "" }
    var version: Int { json["version"]?.integer ?? -1 }
    var position: Int { json["position"]?.integer ?? -1 }
    var items: [JSON] { json["items"]?.elements ?? [] }
    /// The places that a problem names.
    var places: [String] {
        (json["errors"]?.elements ?? []).map { $0["pointer"]?.text ?? $0["parameter"]?.text ?? "" }
    }
}

extension JSON {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
}

/// Calls the API as one of the people, and holds every answer against what the endpoint promises.
struct Client: Sendable {
    let client: any TestClientProtocol
    let server: TestServer

    func get(
        _ path: String, as person: TestServer.Person? = .prosecutor, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await send(.get, path, as: person, headers, nil)
    }

    /// Sends a command under a key of its own, unless one is given.
    func post(
        _ path: String, _ body: JSON? = nil, as person: TestServer.Person? = .prosecutor, version: Int? = nil,
        key: String? = nil, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if headers[.idempotencyKey] == nil { headers[.idempotencyKey] = key ?? "\"\(UUID().uuidString)\"" }
        if let version { headers[.ifMatch] = "\"\(version)\"" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(.post, path, as: person, headers, body?.data())
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, as person: TestServer.Person?, _ headers: HTTPFields = [:],
        _ body: Data? = nil
    ) async throws -> Reply {
        var headers = headers
        if let person, headers[.authorization] == nil {
            headers[.authorization] = "Bearer \(server.tokens[person] ?? "")"
        }
        let uri = path.hasPrefix("/api") || path.hasPrefix("/openapi") ? path : APIRoutes.base + path
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let reply = Reply(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        check(reply, method, uri)
        return reply
    }

    /// Every answer keeps what the document promises.
    private func check(_ reply: Reply, _ method: HTTPRequest.Method, _ uri: String) {
        if reply.status >= 400, method != .head {
            #expect(reply.headers[.contentType] == "application/problem+json", "\(method) \(uri): \(reply.text)")
            for member in ["type", "title", "status", "detail", "code", "errors", "traceId"] {
                #expect(reply.json[member] != nil, "\(method) \(uri) has no \(member)")
            }
            #expect(reply.status != 500, "\(method) \(uri): \(reply.text)")
        }
        let path = uri.split(separator: "?")[0].dropFirst(APIRoutes.base.count)
        guard reply.status < 300, reply.headers[.contentType] == "application/json",
            let endpoint = APIRoutes.endpoints.first(where: { $0.method == method && $0.fits(path) })
        else { return }
        #expect(reply.status == endpoint.answer.status.code)
        let errors = endpoint.answer.schema.check(reply.json)
        #expect(errors.isEmpty, "\(endpoint.operationID) answered \(reply.text): \(errors)")
    }
}

extension Endpoint {
    fileprivate func fits(_ path: some StringProtocol) -> Bool {
        let template = self.path.split(separator: "/")
        let segments = path.split(separator: "/")
        return template.count == segments.count
            && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

/// The steps that most tests begin with.
extension Client {
    /// A registered person with a case.
    func person(_ given: String = "Marcus", _ family: String = "Okafor") async throws -> (id: String, caseID: String) {
        let made = try await post(
            "/participants",
            [
                "givenName": .string(given), "familyName": .string(family), "phone": "+1 312 555 0142",
                "race": ["value": "Black", "source": "self"], "caseNumber": "26-CR-01877",
            ])
        try #require(made.status == 201, "\(made.text)")
        return (made.id, made.json["caseId"]?.text ?? "")
    }

    @discardableResult
    func consent(_ person: String, scope: [JSON] = ["name", "phone", "need"], to partner: UUID? = nil) async throws
        -> Reply
    {
        let made = try await post(
            "/participants/\(person)/consents",
            [
                "scope": .array(scope), "recipients": [.string((partner ?? server.partner).text)],
                "method": "in-person", "signedOn": .string(server.clock.today.description),
            ])
        try #require(made.status == 201, "\(made.text)")
        return made
    }

    func draft(_ person: (id: String, caseID: String), share: [JSON] = ["name", "need"]) async throws -> Reply {
        let made = try await post(
            "/referrals",
            [
                "participant": .string(person.id), "caseId": .string(person.caseID),
                "program": .string(server.program.text), "need": "Secret need for housing", "share": .array(share),
            ])
        try #require(made.status == 201, "\(made.text)")
        return made
    }

    /// A referral that was offered to the partner.
    func offered() async throws -> Reply {
        let person = try await person()
        try await consent(person.id)
        let draft = try await draft(person)
        let offer = try await post("/referrals/\(draft.id)/offer", version: draft.version)
        try #require(offer.status == 200, "\(offer.text)")
        return offer
    }

    /// Takes a step and expects it to be done.
    func step(
        _ verb: String, _ body: JSON? = nil, on referral: Reply, as person: TestServer.Person = .partner
    ) async throws -> Reply {
        let reply = try await post("/referrals/\(referral.id)/\(verb)", body, as: person, version: referral.version)
        try #require(reply.status == 200, "\(verb): \(reply.text)")
        return reply
    }
}
