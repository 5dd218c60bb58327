import CountySupport
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite("Signing in", .timeLimit(.minutes(3)))
struct SignInPageTests {
    @Test("Each role comes to its first page and sees its own navigation")
    func firstPages() async throws {
        try await PageServer.run { _, browser in
            let pages: [TestCounty.Person: (String, String)] = [
                .prosecutor: ("/worklist", "Worklist"), .supervisor: ("/worklist", "Worklist"),
                .partner: ("/inbox", "Inbox"),
                .corrections: ("/referrals", "Referrals"), .auditor: ("/audit", "Audit"),
                .administrator: ("/admin/people", "People"), .operator: ("/operations", "Operations"),
            ]
            for (person, (path, heading)) in pages {
                let visitor = browser()
                let page = try await visitor.signIn(person)
                #expect(page.path == path, "\(person)")
                #expect(page.status == 200, "\(person): \(page.text)")
                #expect(page.heading == heading, "\(person)")
                #expect(page.headers[.cacheControl] == "no-store")
                let home = try await visitor.get("/")
                #expect(home.path == path)
            }
        }
    }

    @Test("Every page of each role renders")
    func everyPage() async throws {
        try await PageServer.run { _, browser in
            let pages: [TestCounty.Person: [String]] = [
                .prosecutor: [
                    "/worklist?show=late&sort=partner", "/referrals?status=offered", "/refer", "/refer/person",
                    "/account", "/screenings", "/screenings?show=late", "/screenings/new",
                ],
                .partner: ["/inbox", "/inbox/active", "/inbox/closing", "/capacity", "/account"],
                .corrections: ["/referrals", "/refer"],
                .auditor: [
                    "/audit", "/audit/access", "/audit/checkpoints", "/referrals", "/admin/deadlines", "/screenings",
                ],
                .administrator: ["/admin/people", "/admin/deadlines"],
                .operator: ["/operations", "/docs", "/docs/errors"],
            ]
            for (person, paths) in pages {
                for language in ["en", "es"] {
                    let visitor = browser()
                    _ = try await visitor.signIn(person)
                    _ = try await visitor.get("/language?to=\(language)&back=%2F")
                    for path in paths {
                        let page = try await visitor.get(path)
                        #expect(page.status == 200, "\(path): \(page.text)")
                        #expect(page.html.contains("<html lang=\"\(language)\">"), "\(path)")
                        #expect(page.html.matches(of: #/<h1[ >]/#).count == 1, "\(path)")
                    }
                }
            }
        }
    }

    @Test("A stranger is led to sign in and comes back to where they wanted to go")
    func strangers() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            let page = try await visitor.get("/admin/deadlines")
            #expect(page.path == "/sign-in?returnTo=%2Fadmin%2Fdeadlines")
            let after = try await visitor.submit(
                page, "/sign-in", ["email": "administrator@example.org", "password": TestCounty.password])
            #expect(after.path == "/admin/deadlines")
            let elsewhere = try await browser().get("/sign-in?returnTo=%2F%2Fevil.example")
            #expect(try elsewhere.form("/sign-in")["returnTo"] == "/")
        }
    }

    @Test("Wrong passwords get one answer for everybody, keep the e-mail, and lock in the end")
    func lockOut() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            let unknown = try await visitor.submit(
                try await visitor.get("/sign-in"), "/sign-in",
                ["email": "nobody@example.org", "password": "wrong-password"])
            #expect(unknown.status == 422)
            var page = try await visitor.signIn(.partner, password: "wrong-password")
            #expect(page.status == 422)
            #expect(page.text.contains("The e-mail and password do not match."))
            #expect(unknown.text.contains("The e-mail and password do not match."))
            #expect(page.html.contains("value=\"partner@example.org\""))
            #expect(!page.html.contains("wrong-password"))
            for _ in 0..<5 { page = try await visitor.signIn(.partner, password: "wrong-password") }
            #expect(page.status == 429)
            #expect(page.text.contains("Too many tries."))
            page = try await visitor.signIn(.partner)
            #expect(page.status == 429)
        }
    }

    @Test("Sign-in needs the form that this browser was given")
    func foreignForms() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            let fields = [
                ("email", "partner@example.org"), ("password", TestCounty.password), ("csrf", "made-up"), ("key", "k"),
            ]
            #expect(try await visitor.send(.post, "/sign-in", fields).status == 403)
            let page = try await visitor.get("/sign-in")
            #expect(try await visitor.send(.post, "/sign-in", fields).status == 403)
            #expect(
                try await visitor.submit(
                    page, "/sign-in", ["email": "partner@example.org", "password": TestCounty.password]
                ).path == "/inbox")
        }
    }

    @Test("Signing out ends the session, and a changed password needs the old one")
    func account() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            _ = try await visitor.signIn(.partner)
            var page = try await visitor.get("/account")
            page = try await visitor.submit(
                page, "/account/password", ["currentPassword": "not-it-at-all", "newPassword": "river-candle-nine"])
            #expect(page.status == 422)
            #expect(page.text.contains("This is not your present password."))
            page = try await visitor.submit(
                page, "/account/password", ["currentPassword": TestCounty.password, "newPassword": "password1"])
            #expect(page.status == 422)
            page = try await visitor.submit(
                page, "/account/password", ["currentPassword": TestCounty.password, "newPassword": "river-candle-nine"])
            #expect(page.status == 200)
            #expect(page.text.contains("Your password is changed."))
            page = try await visitor.submit(page, "/sign-out")
            #expect(page.path == "/sign-in")
            #expect(try await visitor.get("/inbox").path.hasPrefix("/sign-in"))
            #expect(try await visitor.signIn(.partner, password: "river-candle-nine").path == "/inbox")
        }
    }

    @Test("A language that was chosen stays, on every page and with the account")
    func languages() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            await visitor.speak("es-US,es;q=0.9")
            #expect(try await visitor.get("/sign-in").heading == "Iniciar sesión")
            _ = try await visitor.signIn(.partner)
            // The account speaks English; the switch in the masthead is stronger.
            #expect(try await visitor.get("/inbox").html.contains("<html lang=\"en\">"))
            let page = try await visitor.get("/language?to=es&back=%2Finbox%2Factive")
            #expect(page.path == "/inbox/active")
            #expect(page.html.contains("<html lang=\"es\">"))
            #expect(try await visitor.send(.get, "/language?to=es&back=%2F%2Fevil.example", nil).location == "/")
        }
    }

    @Test("A demonstration shows its sign-ins as forms of one press")
    func demonstration() async throws {
        try await PageServer.run { _, browser in
            let page = try await browser().get("/sign-in")
            #expect(try page.form("/sign-in/demonstration")["user"] == "nobody@example.org")
            #expect(page.text.contains("Nobody Real"))
        }
    }
}
