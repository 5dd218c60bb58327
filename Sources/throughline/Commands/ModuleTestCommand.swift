import ArgumentParser
import Casework
import ModuleHost
import Workflows

extension ModuleCommand {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the cases that stand beside the document.",
            discussion: """
                Those of cases.yaml are answered by the document, those of handler-cases.yaml by the handler, which is
                started behind its walls.

                Example: throughline module test Plugins/CookCounty
                """)
        @OptionGroup var folder: Folder
        @Flag(help: "Print one JSON document.") var json = false

        private struct Line: Encodable {
            var name: String
            var failures: [String]
        }

        func run() async throws {
            try await Exit.on {
                let document = try folder.document()
                let lines = try folder.cases(of: document).map {
                    Line(name: $0.name, failures: $0.failures(in: document))
                }
                let all = try await lines + handlerLines(document)
                if json {
                    try Console.json(all)
                } else {
                    for line in all {
                        Console.print("\(line.failures.isEmpty ? "kept  " : "broken") \(line.name)")
                        for failure in line.failures { Console.print("       \(failure)") }
                    }
                    Console.say("\(all.count { $0.failures.isEmpty }) of \(all.count) cases are kept")
                }
                if all.contains(where: { !$0.failures.isEmpty }) { throw Exit.doesNotHold }
            }
        }

        private func handlerLines(_ document: WorkflowDocument) async throws -> [Line] {
            let cases = try folder.handlerCases()
            guard let program = try folder.handler(of: document) else {
                guard cases.isEmpty else {
                    throw InputError("The document names no handler to answer \(folder.folder)/handler-cases.yaml.")
                }
                return []
            }
            do {
                return try await ModuleTester.with(program, reserved: CoreEvents.firstWords) { module in
                    var lines: [Line] = []
                    for one in cases {
                        lines.append(Line(name: one.name, failures: await Self.failures(of: one, module)))
                    }
                    Console.say(
                        "The handler's slowest answer took \(await module.slowest), and a server waits "
                            + "\(SupervisionRules().callDeadline)")
                    return lines
                }
            } catch let failure as ModuleFailure {
                throw InputError("The handler cannot be tested: \(failure).")
            }
        }

        private static func failures(of one: HandlerCase, _ module: ModuleTester) async -> [String] {
            do throws(ModuleFailure) {
                return one.failures(of: try await module.answer(to: one.question))
            } catch {
                return [error.description]
            }
        }
    }
}
