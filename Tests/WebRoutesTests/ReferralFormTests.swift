import CountySupport
import EventModel
import Foundation
import HTTPTypes
import Testing

@testable import Web

/// The way of a referral through the forms, as the tests of several suites begin.
extension Browser {
    /// Registers somebody, records the consent and offers the referral; answers its page.
    func refer(
        _ server: PageServer, given: String = "Marcus", family: String = "Okafor", need: String = "Housing & a job"
    ) async throws -> Page {
        let today = Day(Date(), in: TimeZone(identifier: "America/Chicago") ?? .gmt)
        var page = try await get("/refer")
        page = try await get("/refer/person")
        page = try await submit(page, "/refer/person", ["participant": "new"])
        page = try await submit(page, "/refer/name", ["givenName": given, "familyName": family])
        page = try await submit(
            page, "/refer/birth-date", ["birthDateMonth": "4", "birthDateDay": "28", "birthDateYear": "1998"])
        page = try await submit(page, "/refer/contact", ["phone": "+1 312 555 0142"])
        page = try await submit(page, "/refer/about", ["race": "black", "raceSource": "self"])
        page = try await submit(page, "/refer/case-number", ["caseNumber": "26-CR-01877"])
        #expect(page.path.hasPrefix("/refer/consent"), "\(page.text)")
        let consent = try page.form("/refer/consent")
        page = try await follow(
            try await send(
                .post, "/refer/consent",
                consent.fields.filter { !["signedOn", "expiresOn"].contains($0.0) } + [
                    ("signedOn", today.description), ("method", "in-person"), ("scope", "name"), ("scope", "phone"),
                    ("scope", "need"), ("recipients", server.county.partner.text),
                    ("expiresOn", today.adding(days: 90).description),
                ]))
        #expect(page.path.hasPrefix("/refer/need"), "\(page.text)")
        page = try await submit(page, "/refer/need", ["need": need, "priority": "routine"])
        page = try await submit(page, "/refer/partner", ["program": server.county.program.text])
        #expect(page.text.contains("Exactly what the partner will see"), "\(page.text)")
        page = try await submit(page, "/refer/share")
        #expect(page.path.hasPrefix("/refer/check"), "\(page.text)")
        return try await submit(page, "/refer/check")
    }

    /// Takes a step by its form.
    func step(_ referral: String, _ verb: String, _ answers: [String: String] = [:]) async throws -> Page {
        let page = try await get("\(referral)/do/\(verb)")
        return try await submit(page, "\(referral)/do/\(verb)", answers)
    }
}

@Suite("A referral through the forms", .timeLimit(.minutes(5)))
struct ReferralFormTests {
    private var today: Day { Day(Date(), in: TimeZone(identifier: "America/Chicago") ?? .gmt) }

    @Test("From the first question to the decision on the case, with no script and no name in any address")
    func whole() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            var page = try await office.refer(server)
            #expect(page.status == 200, "\(page.text)")
            #expect(page.heading.hasPrefix("Marcus O."))
            #expect(page.text.contains("Referral sent"))
            let referral = page.path
            #expect(try await office.get("/worklist").text.contains("Marcus O."))

            page = try await partner.get("/inbox")
            #expect(page.text.contains("Housing & a job"))
            #expect(page.text.contains("left"), "the clock runs: \(page.text)")
            page = try await partner.submit(page, "\(referral)/do/acknowledge")
            #expect(page.path == "/inbox")
            #expect(page.html.contains("role=\"status\""))
            #expect(page.text.contains("Acknowledged"))
            page = try await partner.submit(page, "\(referral)/do/withdraw-acknowledgement")
            #expect(page.text.contains("Acknowledgement taken back"))
            page = try await partner.submit(page, "\(referral)/do/acknowledge")

            page = try await partner.step(referral, "request-information", ["question": "Which shift?"])
            #expect(page.text.contains("Question asked"))
            #expect(try await partner.get("/inbox").text.contains("The office answers next"))
            page = try await office.get("\(referral)/do/supply-information")
            #expect(page.text.contains("Which shift?"))
            page = try await office.submit(page, "\(referral)/do/supply-information", ["answer": "The early one"])
            #expect(page.status == 200)
            page = try await partner.step(referral, "accept")
            #expect(page.text.contains("Place offered"))
            page = try await partner.step(
                referral, "schedule-intake",
                ["on": today.adding(days: 3).description, "time": "14:30", "place": "Room 2"])
            #expect(page.status == 200, "\(page.text)")
            page = try await partner.step(referral, "begin-service", ["on": today.description])
            #expect(page.text.contains("Service began"))

            page = try await partner.get("/inbox/active")
            let session = try page.form("\(referral)/do/record-session")
            page = try await partner.follow(
                try await partner.send(.post, session.action, session.fields + [("attendance", "did-not-come")]))
            #expect(page.text.contains("Who could not come?"))
            let follow = try page.form("\(referral)/do/record-session")
            page = try await partner.follow(
                try await partner.send(.post, follow.action, follow.fields + [("whoCouldNot", "partner")]))
            #expect(page.path == "/inbox/active")
            #expect(page.text.contains("Session recorded"))
            page = try await partner.step(referral, "report-progress", ["note": "Goes well"])
            page = try await partner.step(
                referral, "hold", ["code": "health", "reviewBy": today.adding(days: 20).description])
            #expect(page.text.contains("Put on hold"), "\(page.text)")
            page = try await partner.submit(page, "\(referral)/do/resume")
            page = try await partner.step(referral, "complete", ["outcome": "goals-met", "note": "All done"])
            #expect(page.text.contains("Finished"))
            #expect(try await partner.get("/inbox/closing").text.contains("Marcus O."))

            page = try await office.get("\(referral)/disposition")
            page = try await office.submit(
                page, "\(referral)/disposition", ["kind": "dismissed", "on": today.description])
            #expect(page.text.contains("Decision on the case recorded"), "\(page.text)")

            for path in [referral, "\(referral)/history", "\(referral)/history?at=2020-01-01&clock=occurred"] {
                for (visitor, back) in [(office, "/worklist"), (partner, "/inbox/closing")] {
                    _ = try await visitor.get("/language?to=es&back=\(back)")
                    let spanish = try await visitor.get(path)
                    #expect(spanish.status == 200)
                    #expect(spanish.html.contains("<html lang=\"es\">"))
                }
            }
            let addresses = await office.addresses + partner.addresses
            for secret in ["Marcus", "Okafor", "Housing", "26-CR", "555", "shift", "1998"] {
                #expect(!addresses.contains { $0.contains(secret) }, "\(secret)")
            }
        }
    }

    @Test("A form sent twice with one key records once")
    func twice() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let inbox = try await partner.get("/inbox")
            let form = try inbox.form("\(referral)/do/acknowledge")
            for _ in 0..<3 {
                #expect(try await partner.send(.post, form.action, form.fields).status == 303)
            }
            let page = try await partner.get(referral)
            #expect(page.html.matches(of: #/<h3>Acknowledged/#).count == 1)
        }
    }

    @Test("Without the session's own token nothing is done")
    func forgery() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let form = try await partner.get("/inbox").form("\(referral)/do/acknowledge")
            let bare = form.fields.filter { $0.0 != "csrf" }
            let page = try await partner.send(.post, form.action, bare)
            #expect(page.status == 403)
            #expect(page.text.contains("What to do"))
            #expect(try await partner.send(.post, form.action, bare + [("csrf", "wrong")]).status == 403)
            let other = try await office.get("/worklist").form("/worklist")["csrf"] ?? ""
            #expect(try await partner.send(.post, form.action, bare + [("csrf", other)]).status == 403)
            #expect(try await partner.send(.post, form.action, form.fields, type: "text/plain").status == 415)
            let heavy = form.fields + [("note", String(repeating: "x", count: 70_000))]
            #expect(try await partner.send(.post, form.action, heavy).status == 413)
            #expect(try await partner.get("/inbox").text.contains("To answer 1"))
        }
    }

    @Test("A form with mistakes comes back with its answers and says what to fix")
    func mistakes() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let page = try await partner.step(
                referral, "decline", ["code": "other", "placesOpenOn": today.adding(days: 9).description])
            #expect(page.status == 422)
            #expect(page.html.contains("value=\"other\" checked"))
            #expect(page.html.contains("value=\"\(today.adding(days: 9))\""))
            #expect(page.html.contains("href=\"#field-note\""))
            let late = try await partner.step(referral, "waitlist", ["reviewBy": "yesterday"])
            #expect(late.status == 422)
            #expect(late.html.contains("field-reviewBy-error"))
            let mended = try await partner.submit(page, "\(referral)/do/decline", ["note": "We moved away"])
            #expect(mended.text.contains("Could not be taken"))
            // A declined referral asks the office to refer again, with what is known.
            let again = try await office.get("/refer?following=\(referral.split(separator: "/")[1])")
            #expect(again.text.contains("Marcus O."))
            #expect(again.text.contains("Housing & a job"))
        }
    }

    @Test("Somebody else's change is shown before a form of an older page counts")
    func stale() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            let old = try await partner.get("\(referral)/do/accept")
            _ = try await office.step(referral, "recall", ["reason": "Sent to the wrong program"])
            let page = try await partner.submit(old, "\(referral)/do/accept")
            #expect(page.status == 409)
            #expect(page.heading == "Someone else changed this first")
            #expect(page.text.contains("Taken back by the office"))
            #expect(page.html.contains("href=\"\(referral)\""))
        }
    }

    @Test("What is not one's own is not there")
    func foreign() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let other = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await other.signIn(.otherPartner)
            let referral = try await office.refer(server).path
            for path in [
                referral, "\(referral)/history", "\(referral)/do/acknowledge", "/referrals/\(UUID().uuidString)",
                "/nowhere",
            ] {
                let page = try await other.get(path)
                #expect(page.status == 404, "\(path)")
                #expect(page.text.contains("What to do"))
                #expect(!page.text.contains("Marcus"))
            }
            #expect(try await other.get("/worklist").status == 403)
            #expect(try await other.get("/audit").status == 403)
            #expect(try await other.send(.put, "/inbox", nil).status == 405)
            #expect(try await other.send(.put, "/inbox", nil).headers[.allow] == "GET, HEAD, OPTIONS")
            let csv = try await other.get("/worklist.csv")
            #expect(csv.status == 403)
            #expect(csv.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("A mistake in the record is set right beside what was written")
    func corrections() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            let referral = try await office.refer(server).path
            for (verb, answers) in [
                ("acknowledge", [:]), ("accept", [:]), ("begin-service", ["on": today.description]),
                (
                    "record-session",
                    ["attendance": "did-not-come", "whoCouldNot": "participant", "on": today.description]
                ),
            ] as [(String, [String: String])] {
                let page = try await partner.step(referral, verb, answers)
                #expect(page.status == 200, "\(verb): \(page.text)")
            }
            var page = try await partner.get("\(referral)/do/correct")
            let choice = try #require(page.html.firstMatch(of: #/value="(attendance\.[0-9a-f-]+)"/#)).output.1
            page = try await partner.submit(page, "\(referral)/do/correct", ["field": String(choice)])
            #expect(page.text.contains("It says now: Didn’t come"), "\(page.text)")
            page = try await partner.submit(page, "\(referral)/do/correct", ["now": "came"])
            #expect(page.status == 422)
            #expect(page.html.contains("value=\"came\" checked"))
            page = try await partner.submit(page, "\(referral)/do/correct", ["why": "We looked at the wrong line"])
            #expect(page.text.contains("Record corrected"), "\(page.text)")
            #expect(page.text.contains("We looked at the wrong line"))
            #expect(page.text.contains("Corrected later"))
            let need = try await office.get("\(referral)/do/correct?field=need")
            page = try await office.submit(need, "\(referral)/do/correct", ["now": "A job", "why": "Misheard"])
            #expect(page.text.contains("A job"), "\(page.text)")
            page = try await partner.step(referral, "report-unsuccessful", ["code": "moved"])
            #expect(page.text.contains("Finished early"))
            let supervisor = browser()
            _ = try await supervisor.signIn(.supervisor)
            page = try await supervisor.step(referral, "reopen", ["reason": "They came back"])
            #expect(page.text.contains("Reopened"), "\(page.text)")
            page = try await office.step(referral, "withdraw", ["by": "participant", "code": "participant-choice"])
            #expect(page.text.contains("Withdrawn"), "\(page.text)")
            #expect(try await partner.get("\(referral)/do/accept").status == 409)
        }
    }

    @Test("Lists have twins with the same filters and the same rights")
    func twins() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            let partner = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await partner.signIn(.partner)
            _ = try await office.refer(server, given: "=Marcus", need: "=1+1")
            let worklist = try await office.get("/worklist.csv")
            #expect(worklist.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(worklist.html.contains("'=Marcus O."))
            #expect(try await office.get("/referrals.csv?status=declined").html.split(separator: "\r\n").count == 1)
            #expect(try await office.get("/referrals.json").html.contains("=Marcus O."))
            #expect(try await partner.get("/inbox.csv").html.contains("'=1+1"))
            #expect(try await partner.get("/inbox/active.json").html == #"{"items":[]}"#)
            #expect(try await partner.get("/capacity.csv").html.contains("Harbor housing,2,2,0,yes"))
            let administrator = browser()
            _ = try await administrator.signIn(.administrator)
            #expect(try await administrator.get("/admin/people.csv").html.contains("supervisor@example.org"))
            #expect(try await partner.get("/admin/people.json").status == 403)
            // Another session's search means nothing here.
            let strange = SessionSeal(sessionToken: "another").seal(Data("Okafor".utf8)) ?? ""
            #expect(try await office.get("/worklist?q=\(strange)&sort=partner").path == "/worklist?sort=partner")
        }
    }

    @Test("A search for a name finds the person and leaves no name in the address")
    func search() async throws {
        try await PageServer.run { server, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await office.refer(server)
            var page = try await office.get("/worklist")
            page = try await office.submit(page, "/referrals", ["q": "okafor"])
            #expect(page.path.hasPrefix("/referrals?q="))
            #expect(page.text.contains("1 referral you may see"), "\(page.text)")
            page = try await office.submit(try await office.get("/worklist"), "/worklist", ["q": "nobody"])
            #expect(page.text.contains("No referrals match"))
            let addresses = await office.addresses
            #expect(!addresses.contains { $0.lowercased().contains("okafor") })
            page = try await office.get("/refer/person")
            page = try await office.submit(page, "/refer/person", ["q": "Marcus"])
            #expect(page.text.contains("Marcus Okafor"), "\(page.text)")
        }
    }

    @Test("Open places are changed, paused and resumed by the partner")
    func capacity() async throws {
        try await PageServer.run { server, browser in
            let partner = browser()
            _ = try await partner.signIn(.partner)
            var page = try await partner.get("/capacity")
            let path = "/capacity/\(server.county.program.text)"
            page = try await partner.submit(page, path, ["openPlaces": "9", "maximum": "4"])
            #expect(page.status == 422, "\(page.text)")
            #expect(page.html.contains("value=\"9\""))
            page = try await partner.submit(page, path, ["openPlaces": "3", "maximum": "4"])
            #expect(page.text.contains("3 of 4 places open"))
            page = try await partner.submit(page, "\(path)/pause", ["reason": "Our roof leaks"])
            #expect(page.text.contains("Our roof leaks"))
            page = try await partner.submit(page, "\(path)/resume")
            #expect(page.text.contains("Program takes people again"))
        }
    }

    @Test("An administrator adds a colleague and opens a locked account")
    func people() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            _ = try await visitor.signIn(.administrator)
            var page = try await visitor.get("/admin/people")
            let form = try page.form("/admin/people")
            page = try await visitor.send(.post, "/admin/people", form.fields)
            #expect(page.status == 422)
            let answers =
                form.fields.filter { !["name", "email"].contains($0.0) }
                + [("name", "New Colleague"), ("email", "new@example.org"), ("roles", "prosecutor")]
            page = try await visitor.send(.post, "/admin/people", answers)
            let password = try #require(page.text.firstMatch(of: #/First password: ([a-z0-9-]+)\./#)).output.1
            #expect(try await visitor.send(.post, "/admin/people", answers).status == 303)
            let colleague = browser()
            let first = try await colleague.submit(
                try await colleague.get("/sign-in"), "/sign-in",
                ["email": "new@example.org", "password": String(password)])
            #expect(first.path == "/worklist")
            for _ in 0..<6 { _ = try await browser().signIn(.prosecutor, password: "wrong-password") }
            page = try await visitor.submit(try await visitor.get("/admin/people"), "/admin/people/*")
            #expect(page.status == 200)
        }
    }
}
