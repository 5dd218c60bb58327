import Application
import ArgumentParser
import Foundation
import ModuleHost
import Workflows

struct ModuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "module", abstract: "Write, check and try a jurisdiction's module, and put it into force.",
        discussion: """
            A module is a folder with workflow.yaml, the document, and cases.yaml, the cases that it must keep.

            Example: throughline module check Plugins/CookCounty
            """,
        subcommands: [
            New.self, Check.self, Test.self, Try.self, List.self, Install.self, Activate.self, Retire.self, Schema.self,
        ])

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

        /// The handler that the document names, ready to be started; `nil` where it names none.
        func handler(of document: WorkflowDocument) throws -> ModuleProgram? {
            guard document.handler != nil else { return nil }
            do {
                return try ModulePackage(folder: folder).program
            } catch {
                throw InputError("\(error)")
            }
        }

        /// The cases of the handler; none where there is no file of them.
        func handlerCases() throws -> [HandlerCase] {
            let path = "\(folder)/handler-cases.yaml"
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            do { return try HandlerCase.read(yaml: try Self.text(path)) } catch let problems as Problems {
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

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of workflow documents, for editors to complete and check against.",
            discussion: "Example: throughline module schema > workflow.schema.json")

        func run() async throws { try await Exit.on { try Console.json(WorkflowSchema.document) } }
    }
}
