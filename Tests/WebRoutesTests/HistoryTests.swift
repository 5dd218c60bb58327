import CountySupport
import EventModel
import Foundation
import HTTPTypes
import ReadModels
import Testing

@testable import Web

@Suite("The time machine", .timeLimit(.minutes(3)))
struct HistoryPageTests {
    @Test("A referral is shown as it stood, step by step, and nothing there can be changed")
    func past() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let inbox = try await partner.get("/inbox")
            _ = try await partner.submit(inbox, "\(referral)/do/acknowledge")

            var page = try await office.get("\(referral)/history")
            #expect(page.status == 200, "\(page.text)")
            #expect(page.text.contains("You are looking at the past"))
            #expect(page.html.matches(of: #/method="post"/#).count == 1, "only the search of the masthead posts")
            let first = try #require(page.html.firstMatch(of: #/href="([^"]*position=\d+)">First/#)).output.1
            page = try await office.get(String(first))
            #expect(page.text.contains("Not sent yet then"), "\(page.text)")
            #expect(page.text.contains("Acknowledged"))
            let next = try #require(page.html.firstMatch(of: #/href="([^"]*position=\d+)">Next event/#)).output.1
            page = try await office.get(String(next))
            #expect(page.text.contains("Sent then"))
            page = try await office.get("\(referral)/history?at=2020-01-01T10:00")
            #expect(page.status == 200, "\(page.text)")
            page = try await office.get("\(referral)/history?at=2020-01-01&clock=occurred&compare=2030-01-01")
            #expect(page.status == 200)
            page = try await office.get("\(referral)/history?at=teatime")
            #expect(page.status == 422)
            #expect(page.text.contains("cannot be read"))

            let auditor = browser()
            _ = try await auditor.signIn(.auditor)
            #expect(try await auditor.get("\(referral)/history").status == 200)
            page = try await auditor.get("/audit/access")
            #expect(page.text.contains("Looked at a referral’s past"))
            #expect(page.text.contains("Staff prosecutor"))
            #expect(try await auditor.get("/audit/access.csv").html.contains("viewHistory"))
            #expect(try await office.get("/audit/access").status == 403)
        }
    }

    @Test(
        "A moment counts to the end of its day, minute or second, in the county's time",
        arguments: [
            ("2026-03-08", "2026-03-09T04:59:59.999999Z"), ("2026-03-09T10:12", "2026-03-09T15:12:59.999999Z"),
            ("2026-03-09T10:12:05", "2026-03-09T15:12:05.999999Z"),
            ("2026-03-09T10:12:05-05:00", "2026-03-09T15:12:05.999999Z"),
            ("2026-03-09T15:12:05.25Z", "2026-03-09T15:12:05.250000Z"),
        ])
    func moments(text: String, expected: String) throws {
        let zone = try #require(TimeZone(identifier: "America/Chicago"))
        let moment = try WebRoutes.moment(SentForm([("at", text)]), "at", position: "position", zone: zone)
        guard case .time(let time)? = moment else {
            Issue.record("\(text) is no time")
            return
        }
        #expect(time.rfc3339 == expected)
    }

    @Test(
        "What is no moment is refused",
        arguments: ["teatime", "2026-02-30", "2026-03-09T25:00", "2026-03-09T10", "2026-03-09T1:2"])
    func noMoments(text: String) throws {
        #expect(throws: WebRoutes.UnreadableTime.self) {
            try WebRoutes.moment(SentForm([("at", text)]), "at", position: "position", zone: .gmt)
        }
    }
}
