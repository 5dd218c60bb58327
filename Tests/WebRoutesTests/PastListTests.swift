import Application
import CountySupport
import EventModel
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite("Lists as they stood", .timeLimit(.minutes(5)))
struct PastListTests {
    private let today = Day(Date(), in: TimeZone(identifier: "America/Chicago") ?? .gmt).description

    @Test("An office sees its worklist of the past, what differs since, and nothing there can be changed")
    func worklist() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let sent = try await server.county.throughline.lastPosition(of: TestCounty.slug)
            let inbox = try await partner.get("/inbox")
            _ = try await partner.submit(inbox, "\(referral)/do/acknowledge")
            try await server.county.catchUp()

            var page = try await office.get("/worklist")
            #expect(page.html.contains(#"href="/worklist/history""#))
            page = try await office.get("/worklist/history?position=\(sent)")
            #expect(page.status == 200, "\(page.text)")
            #expect(page.text.contains("You are looking at the past"))
            #expect(page.text.contains("at position \(sent) of the log"))
            #expect(page.text.contains("1 open referral") && page.text.contains("Marcus O."))
            #expect(page.html.contains(#"href="\#(referral)/history?position=\#(sent)""#))
            #expect(page.html.matches(of: #/method="post"/#).count == 1, "only the search of the masthead posts")
            #expect(page.html.contains(#"href="/worklist">Return to now"#))

            page = try await office.get("/worklist/history?position=\(sent)&compare=\(today)")
            #expect(page.text.contains("Changed: 1 referral"), "\(page.text)")
            page = try await office.get("/worklist/history?at=2020-01-01&compare=\(today)&clock=occurred")
            #expect(page.text.contains("No open referrals then"))
            #expect(page.text.contains("Added: 1 referral") && page.text.contains("Not there"), "\(page.text)")
            page = try await office.get("/worklist/history?at=2020-01-01&compare=2020-01-02")
            #expect(page.text.contains("Nothing differs between these two moments"))
            #expect(try await office.get("/worklist/history.csv?position=\(sent)").html.contains("offered"))
            #expect(try await office.get("/worklist/history.json?position=0").html == #"{"items":[]}"#)
            #expect(try await partner.get("/worklist/history").status == 403)
        }
    }

    @Test("An auditor sees the whole county's, and the look is in the access log")
    func auditor() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let auditor = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await office.refer(server)
            try await server.county.catchUp()
            _ = try await auditor.signIn(.auditor)
            #expect(try await auditor.get("/audit").html.contains("/worklist/history"))
            let nothing = try await auditor.get("/worklist/history?at=teatime")
            #expect(nothing.status == 422)
            #expect(!nothing.text.contains("is in the access log"))
            #expect(try await !auditor.get("/audit/access").text.contains("Looked at the worklist"))
            let page = try await auditor.get("/worklist/history")
            #expect(page.text.contains("1 open referral"), "\(page.text)")
            #expect(page.text.contains("Your visit to this history is in the access log"))
            #expect(page.html.contains(#"href="/audit">Return to now"#))
            #expect(try await auditor.get("/audit/access").text.contains("Looked at the worklist"))
        }
    }

    @Test("What is no moment is answered with the field and the remedy")
    func badMoments() async throws {
        let complaints = [
            "at=teatime": "Date and time: this cannot be read",
            "at=2999-01-01": "Date and time: this lies in the future",
            "compare=2999-01-01T10:00": "Compare with: this lies in the future",
            "position=999999": "Position: write a whole number from 0 to",
            "position=-1": "Position: write a whole number from 0 to",
            "comparePosition=x": "Compare with position: write a whole number",
            "at=2020-01-01&position=0": "Position: give this or “Date and time”, not both",
            "clock=sundial": "Show what was: choose one",
        ]
        try await PageServer.run { server, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            for (query, complaint) in complaints {
                let page = try await office.get("/worklist/history?\(query)")
                #expect(page.status == 422)
                #expect(page.text.contains(complaint), "\(page.text)")
                #expect(try await office.get("/worklist/history.json?\(query)").status == 422)
            }
        }
    }

    @Test("A person's referrals are shown as they stood, to those who may see them, and each look is recorded")
    func participant() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let sent = try await server.county.throughline.lastPosition(of: TestCounty.slug)
            let inbox = try await partner.get("/inbox")
            _ = try await partner.submit(inbox, "\(referral)/do/acknowledge")
            try await server.county.catchUp()

            var page = try await office.get(referral)
            let path = String(
                try #require(page.html.firstMatch(of: #/href="(\/participants\/[^"]*\/history)"/#)).output.1)
            page = try await office.get("\(path)?position=\(sent)")
            #expect(page.status == 200, "\(page.text)")
            #expect(page.heading == "Marcus O.")
            #expect(page.text.contains("1 referral") && page.text.contains("Sent"))
            #expect(page.html.contains(#"href="\#(referral)/history?position=\#(sent)""#))
            page = try await office.get("\(path)?position=\(sent)&compare=\(today)")
            #expect(page.text.contains("Status") && page.text.contains("Acknowledged"), "\(page.text)")
            page = try await office.get("\(path)?at=2020-01-01&clock=occurred")
            #expect(page.text.contains("No referrals then"))
            #expect(try await office.get("\(path)?at=soon").status == 422)
            #expect(try await partner.get(path).status == 200)

            let auditor = browser()
            _ = try await auditor.signIn(.auditor)
            #expect(try await auditor.get(path).status == 200)
            #expect(try await auditor.get("/audit/access").text.contains("Looked at a referral’s past"))
            #expect(try await office.get("/participants/\(UUID())/history").status == 404)
            let stranger = browser()
            _ = try await stranger.signIn(.administrator)
            #expect([403, 404].contains(try await stranger.get(path).status))
        }
    }
}
