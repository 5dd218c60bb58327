import ArgumentParser
import BundledModules
import Foundation

extension ModuleCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a first document and its cases into a new folder.",
            discussion: """
                With a handler, the folder also has a Swift package that builds the program for one step.

                Example: throughline module new dane-county --jurisdiction us-wi-dane
                """)
        @Argument(help: "The module's name: lower-case letters, digits and hyphens.") var name: String
        @Option(help: "The slug of the jurisdiction that it is for.") var jurisdiction: String?
        @Option(help: "Where the folder is made; here, by default.", completion: .directory) var `in`: String = "."
        @Option(help: "Also write a handler, in this language: swift.") var handler: Language?
        @Option(help: "The folder of Throughline's sources, for a handler's ModuleKit.", completion: .directory)
        var throughline: String?

        enum Language: String, ExpressibleByArgument { case swift }

        func run() async throws {
            try await Exit.on {
                let slug = jurisdiction ?? "us-zz-example"
                let allowed = { (text: String) in
                    text.first?.isLetter == true
                        && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
                }
                guard allowed(name) else {
                    throw InputError("\(name) is no name for a module. Use lower-case letters, digits and hyphens.")
                }
                guard allowed(slug) else {
                    throw InputError("\(slug) is no slug of a jurisdiction. Use one as us-il-cook.")
                }
                let sources = try handler.map { _ in try kit() }
                let folder = "\(self.in)/\(name)"
                guard !FileManager.default.fileExists(atPath: folder) else {
                    throw InputError("\(folder) is there already. Choose another name, or another place with --in.")
                }
                let files = FileManager.default
                try files.createDirectory(atPath: self.in, withIntermediateDirectories: true)
                try files.copyItem(atPath: BundledModules.folder("Starter").path, toPath: folder)
                try edit("\(folder)/workflow.yaml", slug)
                if let sources { try addHandler(in: folder, slug, sources: sources) }
                Console.print(folder)
                Console.say("Next: edit \(folder)/workflow.yaml, then: throughline module check \(folder)")
            }
        }

        /// The absolute path of the sources that a handler's package depends on.
        private func kit() throws -> String {
            guard let throughline else {
                throw InputError("A handler in Swift needs ModuleKit. Give --throughline, the folder of the sources.")
            }
            let path = URL(fileURLWithPath: throughline).standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: "\(path)/Sources/ModuleKit") else {
                throw InputError("\(path) does not have Sources/ModuleKit. Give the folder of Throughline's sources.")
            }
            return path
        }

        private func addHandler(in folder: String, _ slug: String, sources: String) throws {
            let starter = BundledModules.folder("StarterHandler").path
            for part in ["Handler", "handler-cases.yaml"] {
                try FileManager.default.copyItem(atPath: "\(starter)/\(part)", toPath: "\(folder)/\(part)")
            }
            try edit("\(folder)/handler-cases.yaml", slug)
            try edit("\(folder)/Handler/Sources/Handler.swift", slug)
            try edit("\(folder)/Handler/Package.swift", slug) {
                $0.replacingOccurrences(of: "/path/to/throughline", with: sources)
            }
            try edit("\(folder)/workflow.yaml", slug) {
                $0.replacingOccurrences(
                    of: "\n\n# What a screening", with: "\nhandler: {executable: \(name)-handler}\n\n# What a screening"
                )
                .replacingOccurrences(
                    of: "\n        needs: [agreed-on]\n",
                    with: "\n        needs: [agreed-on]\n        handler: \(name).agree\n")
            }
            let program = "\(name)-handler"
            Console.say(
                """
                Build the handler: swift build -c release --package-path \(folder)/Handler
                and put it beside the document: mkdir -p \(folder)/bin && \
                cp \(folder)/Handler/.build/release/\(program) \(folder)/bin/
                """)
        }

        /// Puts the module's own names into a file of the starter.
        private func edit(_ path: String, _ slug: String, _ more: (String) -> String = { $0 }) throws {
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .replacingOccurrences(of: "us-zz-example.diversion", with: "\(slug).\(name)")
                .replacingOccurrences(of: "us-zz-example", with: slug)
                .replacingOccurrences(of: "example-handler", with: "\(name)-handler")
                .replacingOccurrences(of: "example.agree", with: "\(name).agree")
                .replacingOccurrences(of: "example.hearing_set", with: "\(name).hearing_set")
            try more(text).write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
