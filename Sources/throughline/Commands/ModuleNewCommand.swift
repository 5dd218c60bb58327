import ArgumentParser
import BundledModules
import Foundation

extension ModuleCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a first document and its cases into a new folder.",
            discussion: "Example: throughline module new dane-county --jurisdiction us-wi-dane")
        @Argument(help: "The module's name: lower-case letters, digits and hyphens.") var name: String
        @Option(help: "The slug of the jurisdiction that it is for.") var jurisdiction: String?
        @Option(help: "Where the folder is made; here, by default.", completion: .directory) var `in`: String = "."

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
                let folder = "\(self.in)/\(name)"
                guard !FileManager.default.fileExists(atPath: folder) else {
                    throw InputError("\(folder) is there already. Choose another name, or another place with --in.")
                }
                try FileManager.default.createDirectory(
                    atPath: self.in, withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: BundledModules.folder("Starter").path, toPath: folder)
                let path = "\(folder)/workflow.yaml"
                let document = try String(contentsOfFile: path, encoding: .utf8)
                    .replacingOccurrences(of: "us-zz-example.diversion", with: "\(slug).\(name)")
                    .replacingOccurrences(of: "us-zz-example", with: slug)
                try document.write(toFile: path, atomically: true, encoding: .utf8)
                Console.print(folder)
                Console.say("Next: edit \(folder)/workflow.yaml, then: throughline module check \(folder)")
            }
        }
    }
}
