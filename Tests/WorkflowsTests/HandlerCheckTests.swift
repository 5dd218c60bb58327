import ModuleKit
import Testing

@testable import Workflows

@Suite("A document and its handler")
struct HandlerCheckTests {
    private func manifest(
        _ id: String = "us-zz-test.diversion", _ version: String = "1.2.3", commands: [String] = []
    ) -> Manifest {
        Manifest(
            id: id, version: version, jurisdictions: ["us-zz-test"],
            commands: commands.map { CommandDeclaration(name: $0, schema: .object([:])) })
    }

    @Test("They have the same id and version")
    func names() throws {
        let document = try document(criteria: criterion("rule", "{fact: age, over: 1}"))
        #expect(document.check(manifest()) == [])
        #expect(document.check(manifest("us-zz-other.diversion")).map(\.weight) == [.fault])
        #expect(document.check(manifest("us-zz-test.diversion", "1.2.4")).map(\.weight) == [.fault])
    }

    @Test("The handler has rules for each of the document's jurisdictions")
    func jurisdictions() throws {
        var document = try document(criteria: criterion("rule", "{fact: age, over: 1}"))
        document.jurisdictions.append("us-zz-second")
        let remarks = document.check(manifest())
        #expect(remarks.map(\.weight) == [.fault] && remarks[0].message.contains("us-zz-second"))
    }

    @Test("A command that the handler lacks is a fault; one that nobody asks for is a note")
    func commands() throws {
        var document = try document(criteria: criterion("rule", "{fact: age, over: 1}"))
        #expect(
            document.check(manifest(commands: ["test.idle"])) == [
                .note("test.idle", "The handler declares this command, and no step asks for it.")
            ])
        document.tracks[0].steps = [
            Track.Step(
                id: "file", title: document.title, by: "prosecutor", from: [], to: "filed", asks: [], needs: [],
                reasons: [], needsSupervisor: false, handler: "test.file", confidence: .high, notices: [])
        ]
        #expect(document.check(manifest()).map(\.about) == ["test.file"])
        #expect(document.check(manifest(commands: ["test.file"])) == [])
    }
}
