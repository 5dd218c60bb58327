import Access
import Application
import CountySupport
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

    @Test("The stream names what changed and never who, and ends in time")
    func stream() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            let referral = try await office.refer(server).path
            await office.remember("Last-Event-ID", "-1")
            let page = try await office.send(.get, "/live", nil)
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/event-stream")
            let id = referral.split(separator: "/")[1]
            #expect(page.html.contains("event: referral\nid: "))
            #expect(page.html.contains(#""id":"\#(id)","ids":["\#(id)"]"#))
            #expect(page.html.contains(": still here"))
            #expect(!page.html.contains("Marcus"))
            let other = try await office.send(.get, "/live?referral=\(UUID().uuidString)", nil)
            #expect(!other.html.contains("event: referral"))
        }
    }

    @Test("A change is told by id and version, to those who may see it")
    func changes() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            let referral = try await office.refer(server).path
            let prosecutor = server.county.principal(.prosecutor)
            let stranger = server.county.principal(.otherPartner)
            let news = try await server.county.throughline.news(in: TestCounty.slug, after: -1, for: prosecutor)
            #expect(news.map { "/referrals/\($0.id.uuidString.lowercased())" } == [referral])
            #expect(try await server.county.throughline.news(in: TestCounty.slug, after: -1, for: stranger).isEmpty)
            let last = try #require(news.last).position
            #expect(try await server.county.throughline.news(in: TestCounty.slug, after: last, for: prosecutor).isEmpty)
        }
    }
}
