import ArgumentParser
import Foundation
import Workflows

struct ModuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "module", abstract: "Write, check and try a jurisdiction's workflow document.",
        discussion: """
            A module is a folder with workflow.yaml, the document, and cases.yaml, the cases that it must keep.

            Example: throughline module check Plugins/CookCounty
            """,
        subcommands: [New.self, Check.self, Test.self, Try.self, Schema.self])

    /// A module's folder.
    struct Folder: ParsableArguments {
        @Argument(help: "The module's folder, with workflow.yaml.", completion: .directory) var folder: String

        func document() throws -> WorkflowDocument { try Self.document(folder) }

        static func document(_ folder: String) throws -> WorkflowDocument {
            let path = "\(folder)/workflow.yaml"
            do { return try WorkflowDocument(yaml: try text(path)) } catch let problems as Problems {
                throw InputError("\(path) cannot be used:\n\(problems)")
            }
        }

        func cases(of document: WorkflowDocument) throws -> [ScreeningCase] {
            let path = "\(folder)/cases.yaml"
            do { return try ScreeningCase.read(yaml: try Self.text(path), for: document) } catch let problems
                as Problems
            {
                throw InputError("\(path) cannot be used:\n\(problems)")
            }
        }

        private static func text(_ path: String) throws -> String {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw InputError("\(path) cannot be read. Give a folder that `throughline module new` made.")
            }
            return text
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for mistakes, missing words and citations, dead ends, and unanswered questions of equity.",
            discussion: """
                Exit status 1 while there is a fault to mend or a question to answer; notes are only told.

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
                let remarks = document.check()
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
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the cases that stand beside the document.",
            discussion: "Example: throughline module test Plugins/CookCounty")
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
                if json {
                    try Console.json(lines)
                } else {
                    for line in lines {
                        Console.print("\(line.failures.isEmpty ? "kept  " : "broken") \(line.name)")
                        for failure in line.failures { Console.print("       \(failure)") }
                    }
                    Console.say("\(lines.count { $0.failures.isEmpty }) of \(lines.count) cases are kept")
                }
                if lines.contains(where: { !$0.failures.isEmpty }) { throw Exit.doesNotHold }
            }
        }
    }

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of workflow documents, for editors to complete and check against.",
            discussion: "Example: throughline module schema > workflow.schema.json")

        func run() async throws { try await Exit.on { try Console.json(WorkflowSchema.document) } }
    }
}
