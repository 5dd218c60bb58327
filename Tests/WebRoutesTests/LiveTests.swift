import Access
import Application
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite("News for open pages", .timeLimit(.minutes(2)))
struct LiveTests {
    @Test("Only those with a list of referrals may watch")
    func rights() async throws {
        try await PageServer.run { _, browser in
            #expect(try await browser().send(.get, "/live", nil).status == 401)
            let visitor = browser()
            _ = try await visitor.signIn(.operator)
            #expect(try await visitor.send(.get, "/live", nil).status == 403)
        }
    }

    @Test("A change is told by id and version, to those who may see it")
    func changes() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            let referral = try await office.refer(server).path
            let prosecutor = try #require(try await server.principal(.prosecutor))
            let stranger = try #require(try await server.principal(.otherPartner))
            let news = try await server.throughline.news(in: PageServer.slug, after: -1, for: prosecutor)
            #expect(news.map { "/referrals/\($0.id.uuidString.lowercased())" } == [referral])
            #expect(try await server.throughline.news(in: PageServer.slug, after: -1, for: stranger).isEmpty)
            let last = try #require(news.last).position
            #expect(try await server.throughline.news(in: PageServer.slug, after: last, for: prosecutor).isEmpty)
        }
    }
}

extension PageServer {
    func principal(_ person: Person) async throws -> Principal? {
        let opened = try await access.signIn(email: person.email, password: Self.password, address: nil, now: Date())
        return opened.principal
    }
}
