import Application
import CountySupport
import EventModel
import Foundation
import Testing

@testable import Web

@Suite("A screening through the forms", .timeLimit(.minutes(5)))
struct ScreeningFormTests {
    @Test("From somebody new to the end of the county's way, with a second person, no script and no name in an address")
    func whole() async throws {
        try await PageServer.run { server, browser in
            try await server.county.activate(.way())
            let (office, supervisor) = (browser(), browser())
            _ = try await office.signIn(.prosecutor)
            _ = try await supervisor.signIn(.supervisor)
            var page = try await office.screen(["facts.misdemeanor": "true", "facts.age": "24"])
            #expect(page.heading.hasPrefix("Marcus O.") && page.heading.contains("Not known yet"), "\(page.text)")
            #expect(page.text.contains("Case screened"))
            #expect(page.text.contains("The person is under 30.") && page.text.contains("Not verified"))
            #expect(page.text.contains("Code 2 (nobody has checked it)"))
            #expect(page.text.contains("The steps open once every rule is met"))
            let path = page.path

            page = try await office.submit(page, "\(path)/facts", ["facts.convictions": "many"])
            #expect(page.status == 422 && page.text.contains("Please fix this first"))
            page = try await office.submit(
                page, "\(path)/facts", ["facts.convictions": "3", "facts.category": "Theft"])
            #expect(page.heading.contains("Not met"))

            page = try await office.submit(
                try await office.get("\(path)/override"), "\(path)/override", ["to": "met", "reason": ""])
            #expect(page.status == 422)
            page = try await office.submit(page, "\(path)/override", ["to": "met", "reason": "Two were vacated"])
            #expect(page.text.contains("A second person is asked") && page.text.contains("Two were vacated"))
            #expect(throws: (any Error).self) { try page.form("\(path)/approve") }
            #expect(try await supervisor.get("/screenings?show=waiting").text.contains("Marcus O."))
            page = try await supervisor.submit(try await supervisor.get(path), "\(path)/approve")
            #expect(page.heading.contains("Met") && page.text.contains("Two people decided otherwise"))

            page = try await office.get("\(path)/steps/agree")
            #expect(page.heading == "Sign the agreement")
            page = try await office.submit(page, "\(path)/steps/agree", ["fields.words": "I want to"])
            #expect(page.status == 422)
            page = try await office.submit(page, "\(path)/steps/agree", ["fields.signed-on": "2026-10-20"])
            #expect(page.text.contains("Now: In the program") && page.text.contains("I want to"), "\(page.text)")

            page = try await office.submit(
                try await office.get("\(path)/steps/end"), "\(path)/steps/end", ["reason": "new-charge"])
            #expect(page.text.contains("asked to agree to: End early"))
            let refusal = try await supervisor.get("\(path)/refuse")
            page = try await supervisor.submit(refusal, "\(path)/refuse", ["reason": "Give it a month"])
            #expect(page.text.contains("Step not agreed to") && page.text.contains("Give it a month"))
            page = try await supervisor.submit(
                try await supervisor.get("\(path)/steps/finish"), "\(path)/steps/finish")
            #expect(page.text.contains("Now: Done. Completed."))
            for address in await office.addresses + supervisor.addresses {
                #expect(!address.contains("Marcus") && !address.contains("Okafor"))
            }
        }
    }

    @Test("The list has its views, a search that is sealed, and twins for other tools")
    func list() async throws {
        try await PageServer.run { server, browser in
            try await server.county.activate(.way())
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            #expect(try await office.get("/screenings").text.contains("No screenings yet"))
            _ = try await office.screen(["facts.misdemeanor": "true"])
            var page = try await office.get("/screenings")
            #expect(page.text.contains("1 screening") && page.text.contains("First chance"))
            page = try await office.submit(page, "/screenings", ["q": "Okafor"])
            #expect(page.path.contains("q=") && !page.path.contains("Okafor"))
            #expect(page.text.contains("Marcus O."))
            page = try await office.submit(page, "/screenings", ["q": "Nobody"])
            #expect(page.text.contains("No screenings match"))
            let csv = try await office.get("/screenings.csv?show=open")
            #expect(csv.html.contains("id,name,track") && csv.html.contains("not-known"))
            #expect(try await office.get("/screenings.json").html.contains("\"outcome\":\"not-known\""))
            let auditor = browser()
            _ = try await auditor.signIn(.auditor)
            page = try await auditor.get("/screenings")
            #expect(page.text.contains("Marcus O.") && !page.text.contains("Screen a case"))
            let partner = browser()
            _ = try await partner.signIn(.partner)
            #expect(try await partner.get("/screenings").status == 403)
            #expect(try await partner.get("/screenings.csv").status == 403)
        }
    }

    @Test("A case is screened in Spanish, in the county's own words")
    func spanish() async throws {
        try await PageServer.run { server, browser in
            try await server.county.activate(.way())
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            _ = try await office.get("/language?to=es&back=/screenings")
            let page = try await office.screen(["facts.misdemeanor": "false"], find: "/screenings/new")
            #expect(page.text.contains("El cargo es un delito menor.") && page.text.contains("No se cumple"))
        }
    }

    @Test("Where no module is in force there is nothing to screen for, and the page says who can change that")
    func nothing() async throws {
        try await PageServer.run { _, browser in
            let office = browser()
            _ = try await office.signIn(.prosecutor)
            #expect(try await office.get("/screenings/new").text.contains("No module is in force"))
        }
    }

    @Test("A move to another version shows what would differ before it is made")
    func move() async throws {
        try await PageServer.run { server, browser in
            try await server.county.activate(.way())
            let (office, supervisor) = (browser(), browser())
            _ = try await office.signIn(.prosecutor)
            _ = try await supervisor.signIn(.supervisor)
            let path = try await office.screen(["facts.misdemeanor": "true"]).path
            try await server.county.activate(.way("1.1.0"))
            #expect(!(try await office.get(path)).text.contains("Another version is in force"))
            var page = try await supervisor.get(path)
            #expect(page.text.contains("See version 1.1.0"))
            page = try await supervisor.get("\(path)/move?version=1.1.0")
            #expect(page.text.contains("Every rule answers the same."))
            page = try await supervisor.submit(page, "\(path)/move", ["reason": "The law changed"])
            #expect(page.text.contains("Moved to another version") && page.text.contains("version 1.1.0"))
        }
    }
}

extension Browser {
    /// Registers somebody and screens their case for the first chance; answers the screening's page.
    func screen(_ answers: [String: String], find path: String = "/screenings/new") async throws -> Page {
        var page = try await get(path)
        page = try await submit(
            page, "/screenings/new/person",
            ["givenName": "Marcus", "familyName": "Okafor", "caseNumber": "26-CR-01877"])
        let person = try #require(page.path.firstMatch(of: #/person=([0-9a-f-]+)/#)?.output.1)
        page = try await get("/screenings/new?person=\(person)&track=first-chance")
        page = try await submit(page, "/screenings/new", answers)
        #expect(page.path.hasPrefix("/screenings/") && page.status == 200, "\(page.text)")
        return page
    }
}
