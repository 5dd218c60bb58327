import Access
import Application
import CountySupport
import EventLog
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing
import TestSupport

@testable import Web

/// The pages over a county of its own.
struct PageServer: Sendable {
    let county: TestCounty
    let responder: Router<GatewayContext>.Responder

    /// Runs a test beside a server, and closes everything after it.
    static func run(_ test: @Sendable (PageServer, @Sendable () -> Browser) async throws -> Void) async throws {
        try await TestCounty.run { county in
            let server = try PageServer(county)
            let app = Hummingbird.Application(responder: server.responder, logger: .quiet)
            try await app.test(.router) { client in try await test(server) { Browser(client) } }
        }
    }

    /// The folder that holds Templates, Assets and Locales.
    static let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Web")

    private init(_ county: TestCounty) throws {
        self.county = county
        let follower = county.site.follower
        let web = WebRoutes(
            throughline: county.throughline, renderer: try Renderer(resources: Self.resources),
            publicURL: "http://127.0.0.1:8080",
            isDemonstration: true,
            demonstrationAccounts: [
                .init(name: "Nobody Real", role: "auditor", organization: "State Auditor", email: "nobody@example.org")
            ],
            wakeups: { follower.wakeups() }, heartbeat: .milliseconds(100), streamLifetime: .milliseconds(400))
        let door = FrontDoor(access: county.access, publicURL: "http://127.0.0.1:8080", page: web.errorPage)
        let router = door.router()
        web.add(to: router)
        door.close(router)
        responder = router.buildResponder()
    }
}
