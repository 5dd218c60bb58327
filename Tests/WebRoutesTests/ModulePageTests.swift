import Application
import CountySupport
import EventModel
import Foundation
import Testing
import Workflows

@testable import Web

@Suite("Pages of modules", .timeLimit(.minutes(5)))
struct ModulePageTests {
    private let path = "/admin/modules/\(TestModule.id)/1.0.0"

    @Test("An administrator proposes, a supervisor approves, and the page says who did", arguments: ["en", "es"])
    func life(language: String) async throws {
        try await PageServer.run { server, open in
            try await server.install(TestModule.document())
            let administrator = open()
            _ = try await administrator.signIn(.administrator)
            // The account's own language goes over the browser's; the switch in the masthead goes over both.
            let list = try await administrator.get("/language?to=\(language)&back=/admin/modules")
            #expect(list.text.contains(language == "en" ? "A second start" : "Un nuevo comienzo"))
            let proposed = try await administrator.submit(
                try await administrator.get(path), "\(path)/propose", ["from": server.county.clock.today.description])
            #expect(proposed.status == 200 && proposed.text.contains("Staff administrator"))
            #expect(throws: Page.NoSuchForm.self) { try proposed.form("\(path)/approve") }

            let supervisor = open()
            _ = try await supervisor.signIn(.supervisor)
            let waiting = try await supervisor.get(path)
            let approved = try await supervisor.submit(waiting, "\(path)/approve")
            #expect(approved.text.contains("In force") && approved.text.contains("Staff supervisor"))
            #expect(throws: Page.NoSuchForm.self) { try approved.form("\(path)/retire") }
        }
    }

    @Test("A form that is sent without what it needs comes back with the field, and nothing is proposed")
    func incomplete() async throws {
        try await PageServer.run { server, open in
            try await server.install(TestModule.document(setting: true))
            let browser = open()
            _ = try await browser.signIn(.administrator)
            let page = try await browser.get(path)
            let bare = try await browser.submit(page, "\(path)/propose")
            #expect(bare.status == 422 && bare.text.contains("each setting"))
            let again = try await browser.submit(bare, "\(path)/propose", ["set.limit": "2", "from": "2020-01-01"])
            #expect(again.status == 422)
            let done = try await browser.submit(
                again, "\(path)/propose",
                [
                    "set.limit": "2", "from": server.county.clock.today.description,
                ])
            #expect(done.status == 200 && done.text.contains("limit: 2"))
            let refused = try await browser.submit(done, "\(path)/refuse", ["reason": "Not yet."])
            #expect(refused.text.contains("Not yet."))
        }
    }

    @Test("The version shows its diagram and what says the same, and that a rule is not verified")
    func content() async throws {
        try await PageServer.run { server, open in
            try await server.install(TestModule.document())
            let browser = open()
            _ = try await browser.signIn(.auditor)
            let page = try await browser.get(path)
            #expect(page.html.contains("class=\"diagram\"") && page.text.contains("1. Finish it"))
            #expect(page.text.contains("Not verified") && page.text.contains("Zenith Code 1-2"))
            #expect(page.text.contains("Sealed under the person"))
            let trial = try await browser.get("\(path)/trial")
            #expect(trial.status == 200 && trial.text.contains("This did not happen."))
            let csv = try await browser.get("\(path).csv")
            #expect(csv.html.contains("first-chance,few,There are few charges.,Zenith Code 1-2,unverified"))
            #expect(try await browser.get("\(path).json").html.contains("\"rule\":\"few\""))
            #expect(try await browser.get("/admin/modules.csv").html.contains(TestModule.id))
            #expect(try await browser.get("/admin/modules.json").html.contains("\"state\":\"draft\""))
        }
    }

    @Test("Only those see the pages who answer for modules", arguments: TestCounty.Person.allCases)
    func permission(person: TestCounty.Person) async throws {
        try await PageServer.run { server, open in
            try await server.install(TestModule.document())
            let browser = open()
            _ = try await browser.signIn(person)
            let sees = [TestCounty.Person.administrator, .supervisor, .auditor].contains(person)
            for page in ["/admin/modules", path, "\(path)/trial", "/admin/modules.csv"] {
                #expect(try await browser.get(page).status == (sees ? 200 : 403), "\(page)")
            }
        }
    }

    @Test("A diagram has a box for each state, and an arrow with its number for each way")
    func diagram() throws {
        let document = try WorkflowDocument(yaml: TestModule.document())
        let track = try #require(document.track("first-chance"))
        let graph = try #require(track.graph)
        let reader = try Renderer(resources: PageServer.resources).reader(.english, in: .gmt, at: Date())
        let diagram = StateDiagram(graph, track: track, numbers: ["finish": 1], for: reader)
        #expect(diagram.boxes.map(\.isEnd) == [false, true])
        #expect(diagram.boxes.flatMap(\.lines).map(\.text) == ["Begun", "Done"])
        #expect(diagram.boxes[0].y + StateDiagram.boxHeight < diagram.boxes[1].y)
        #expect(diagram.arrows.map(\.label) == ["1"])
    }
}

extension PageServer {
    fileprivate func install(_ document: String) async throws {
        let package = try county.throughline.modulePackage(yaml: document)
        _ = try await county.throughline.installModule(
            package, .init(county.principal(.administrator), commandID: UUID()))
    }
}
