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
import Testing
import TestSupport
import Vault

@testable import Web

/// The pages over a fresh database with one county, one office, two partners and an account of every role.
struct PageServer: Sendable {
    static let slug = "us-zz-test"
    static let password = "tulip-garage-nine"

    let throughline: Throughline
    let access: AccessStore
    let processes: ProcessRunner
    let responder: Router<GatewayContext>.Responder
    let office: UUID
    let partner: UUID
    let otherPartner: UUID
    let program: UUID
    let otherProgram: UUID

    enum Person: String, CaseIterable, Sendable {
        case prosecutor, supervisor, partner, otherPartner, corrections, auditor, administrator, `operator`

        var role: Role { self == .otherPartner ? .partner : Role(rawValue: rawValue) ?? .partner }
        var email: String { "\(rawValue.lowercased())@example.org" }
    }

    /// Runs a test beside a server, and closes everything after it.
    static func run(_ test: @Sendable (PageServer, @Sendable () -> Browser) async throws -> Void) async throws {
        let owner = try await TestCluster.freshDatabase()
        try await Migrator(Schema.migrations(), logger: .quiet).migrate(owner)
        var configuration = owner
        configuration.role = "throughline_app"
        let pool = PostgresPool(configuration, size: 8, logger: .quiet)
        let appender = Appender(configuration: configuration, logger: .quiet)
        let follower = LogFollower(configuration: configuration, signal: appender.signal, logger: .quiet)
        let runner = ProjectionRunner(pool: pool, projections: projections, follower: follower, logger: .quiet)
        let work = [Task { await appender.run() }, Task { await runner.run() }, Task { await follower.run() }]
        func close() async {
            appender.stop()
            for task in work.dropFirst() { task.cancel() }
            for task in work { await task.value }
            await pool.close()
        }
        do {
            let server = try await PageServer(pool, appender, runner, follower)
            let app = Hummingbird.Application(responder: server.responder, logger: .quiet)
            try await app.test(.router) { client in try await test(server) { Browser(client) } }
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private static let projections: [AnyProjection] = [
        AnyProjection(WorklistProjection.self), AnyProjection(InboxProjection.self),
        AnyProjection(ReferralProjection.self), AnyProjection(HistoryProjection.self),
        AnyProjection(CapacityProjection.self), AnyProjection(TimelinessProjection.self),
        AnyProjection(ClocksProjection.self), AnyProjection(OrganizationsProjection.self),
        AnyProjection(JurisdictionsProjection.self),
    ]

    /// The folder that holds Templates, Assets and Locales.
    static let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Web")

    private init(
        _ pool: PostgresPool, _ appender: Appender, _ runner: ProjectionRunner, _ follower: LogFollower
    ) async throws {
        let folder = try TestCluster.makeDirectory(prefix: "throughline-keys")
        let keys = try KeyFile.loadOrCreate(folder + "/keys.json")
        let cost = ScryptCost(logRounds: 4, blockSize: 8, parallelism: 1)
        let access = AccessStore(pool: pool, pepper: Data("pepper".utf8), hasher: PasswordHasher(cost: cost))
        let throughline = Throughline(
            appender: appender, reader: EventReader(pool: pool), runner: runner, vault: Vault(pool: pool, keys: keys),
            access: access, pool: pool, logger: .quiet)
        self.access = access
        self.throughline = throughline
        processes = ProcessRunner(throughline)

        func context() -> CommandContext { CommandContext(.system, commandID: UUID(version7At: Date())) }
        _ = try await throughline.registerJurisdiction(
            .init(
                slug: Self.slug, division: "ocd-division/country:us/state:zz/county:test", name: "Test County",
                timeZone: "America/Chicago"),
            calendar: .init(holidays: []), context())
        func organization(_ name: String, _ kind: Organization.Kind) async throws -> UUID {
            try await throughline.registerOrganization(name: name, kind: kind, jurisdictions: [Self.slug], context()).id
        }
        let offices: [Person: UUID] = [
            .prosecutor: try await organization("Test County Attorney", .prosecutor),
            .partner: try await organization("Second Harbor", .partner),
            .otherPartner: try await organization("River Works", .partner),
            .corrections: try await organization("Reentry Unit", .corrections),
            .auditor: try await organization("State Auditor", .oversight),
            .operator: try await organization("Operations", .operations),
        ]
        func home(of person: Person) -> UUID { offices[person] ?? offices[.prosecutor] ?? UUID() }
        func registered(_ name: String, of partner: UUID) async throws -> UUID {
            let receipt = try await throughline.registerProgram(
                .init(organization: partner, name: name, summary: "Beds", maximum: 2), in: Self.slug, context())
            await throughline.settle(Self.slug, to: receipt.position)
            return receipt.id
        }
        (office, partner, otherPartner) = (home(of: .prosecutor), home(of: .partner), home(of: .otherPartner))
        program = try await registered("Harbor housing", of: partner)
        otherProgram = try await registered("River housing", of: otherPartner)
        for person in Person.allCases {
            let kind: OrganizationKind =
                switch person {
                case .prosecutor, .supervisor, .administrator: .prosecutor
                case .partner, .otherPartner: .partner
                case .corrections: .corrections
                case .auditor: .oversight
                case .operator: .operations
                }
            try await access.createAccount(
                NewAccount(
                    id: UUID(), email: person.email, displayName: "Staff \(person.rawValue)",
                    organization: home(of: person),
                    organizationKind: kind, jurisdictions: [Self.slug], roles: [person.role]),
                password: Self.password, now: Date())
        }
        let web = WebRoutes(
            throughline: throughline, renderer: try Renderer(resources: Self.resources),
            publicURL: "http://127.0.0.1:8080",
            isDemonstration: true,
            demonstrationAccounts: [
                .init(name: "Nobody Real", role: "auditor", organization: "State Auditor", email: "nobody@example.org")
            ],
            wakeups: { follower.wakeups() }, heartbeat: .milliseconds(100), streamLifetime: .milliseconds(400))
        let door = FrontDoor(access: access, publicURL: "http://127.0.0.1:8080", page: web.errorPage)
        let router = door.router()
        web.add(to: router)
        door.close(router)
        responder = router.buildResponder()
    }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
