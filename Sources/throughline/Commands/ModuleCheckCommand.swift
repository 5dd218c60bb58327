import ArgumentParser
import Casework
import ModuleHost
import Workflows

extension ModuleCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for mistakes, missing words and citations, and unanswered questions of equity.",
            discussion: """
                A handler is started behind its walls, and what it says of itself is compared with the document. Exit
                status 1 while there is a fault to mend or a question to answer; notes are only told.

                Example: throughline module check Plugins/CookCounty
                """)
        @OptionGroup var folder: Folder
        @Flag(help: "Print one JSON document.") var json = false

        private struct Line: Encodable {
            var weight: String
            var about: String
            var message: String
        }

        func run() async throws {
            try await Exit.on {
                let document = try folder.document()
                let remarks = try await document.check() + handlerRemarks(document)
                if json {
                    try Console.json(
                        remarks.map { Line(weight: $0.weight.rawValue, about: $0.about, message: $0.message) })
                } else {
                    for remark in remarks { Console.print("\(remark)") }
                    let rules = document.tracks.reduce(0) { $0 + $1.criteria.count }
                    Console.say(
                        "\(document.id) \(document.version): \(document.tracks.count) tracks, \(rules) criteria, "
                            + "\(remarks.count { $0.weight == .fault }) to mend, "
                            + "\(remarks.count { $0.weight == .question }) to answer")
                }
                if remarks.contains(where: { $0.weight > .note }) { throw Exit.doesNotHold }
            }
        }

        private func handlerRemarks(_ document: WorkflowDocument) async throws -> [Remark] {
            guard let program = try folder.handler(of: document) else { return [] }
            do {
                return try await ModuleTester.with(program, reserved: CoreEvents.firstWords) {
                    document.check($0.manifest)
                }
            } catch let failure as ModuleFailure {
                return [Remark(weight: .fault, about: document.handler?.executable ?? "", message: "\(failure).")]
            }
        }
    }
}
