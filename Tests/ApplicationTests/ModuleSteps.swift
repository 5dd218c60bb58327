import Access
import Application
import CountySupport
import EventModel
import Foundation
import Testing
import Workflows

@testable import Application

extension ModulePackage {
    static let exampleID = "us-zz-test.diversion"

    /// A small module for the test county, with a handler or without.
    static func example(
        _ version: String = "1.0.0", criterion: String = "The charge is a misdemeanor.",
        citation: String? = "Zenith Code 1-2", concerns: String? = nil, jurisdictions: [String] = [TestCounty.slug],
        settings: String = "", limit: Bool = false, handler: Handler? = nil, arguments: [String]? = nil,
        readable: [String] = [],
        command: String = "test.greet"
    ) -> ModulePackage {
        let handled = handler.map { _ in
            """
            handler:
              executable: misbehaving-module
              arguments: [\((arguments ?? [exampleID, version]).joined(separator: ", "))]
              readable: [\(readable.joined(separator: ", "))]
            roles:
              director: {text: {en: Director, es: Director}, is: supervisor}
            """
        }
        let step = handler.map { _ in
            """
                states:
                  - {id: begun, title: {en: Begun, es: Comenzado}}
                  - {id: done, title: {en: Done, es: Terminado}, ends: completed}
                steps:
                  - {id: finish, title: {en: Finish, es: Terminar}, by: director, from: [begun], to: done, handler: \(command), confidence: high, citation: Zenith Code 1-3}
            """
        }
        let limited =
            "- {id: few, text: {en: Few, es: Pocas}, citation: Zenith Code 1-4, confidence: high, rule: {fact: offenses, atMost: {fact: setting.limit}}}"
        let source = """
            throughline: workflow/1
            id: \(exampleID)
            version: \(version)
            title: {en: Diversion, es: Desvío}
            jurisdictions: [\(jurisdictions.joined(separator: ", "))]
            \(settings)
            \(handled ?? "")
            facts:
              misdemeanor:
                text: {en: A misdemeanor, es: Un delito menor}
                kind: truth
                sensitivity: ordinary
                \(concerns.map { "concerns: \($0)" } ?? "")
              \(limit ? "offenses: {text: {en: How many, es: Cuántas}, kind: number, sensitivity: ordinary}" : "")
            tracks:
              - id: first-chance
                title: {en: First chance, es: Primera oportunidad}
                kind: diversion
                criteria:
                  - id: misdemeanor-only
                    text: {en: "\(criterion)", es: El cargo es un delito menor.}
                    \(citation.map { "citation: \($0)" } ?? "")
                    confidence: high
                    rule: {fact: misdemeanor, is: true}
                  \(limit ? limited : "")
            \(step ?? "")
            """
        do {
            return ModulePackage(document: try WorkflowDocument(yaml: source), handler: handler)
        } catch { preconditionFailure("\(error)") }
    }
}

extension ModulePackage.Handler {
    /// The handler that greets, and misbehaves on request.
    static func misbehaving() throws -> ModulePackage.Handler {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let bundles =
            [own, Bundle.main.bundlePath + "/here"] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        let places = bundles.map { ($0 as NSString).deletingLastPathComponent + "/misbehaving-module" }
        return try ModulePackage.Handler(
            path: try #require(places.first { FileManager.default.isExecutableFile(atPath: $0) }))
    }
}

extension TestCounty {
    func install(_ package: ModulePackage, as person: Person = .administrator) async throws {
        _ = try await throughline.installModule(package, context(person))
    }

    func propose(
        _ version: String, from: Day? = nil, settings: [String: String] = [:], as person: Person = .administrator
    ) async throws {
        _ = try await throughline.proposeModule(
            ModulePackage.exampleID, version, in: Self.slug, from: from, settings: settings, context(person))
    }

    func approve(_ version: String, as person: Person = .supervisor) async throws {
        _ = try await throughline.approveModule(ModulePackage.exampleID, version, in: Self.slug, context(person))
    }

    /// The versions that decide on a day.
    func active(on day: Day) async throws -> [String] {
        try await throughline.activeModules(in: Self.slug, on: day).map(\.module.version.description)
    }

    /// Whether what is done is a matter of permission.
    func expect(denied: Bool, at location: SourceLocation = #_sourceLocation, _ work: () async throws -> Void) async {
        do {
            try await work()
            #expect(!denied, "it was done", sourceLocation: location)
        } catch Failure.denied {
            #expect(denied, sourceLocation: location)
        } catch {
            Issue.record(error, sourceLocation: location)
        }
    }
}

/// What is done must be refused with a code.
func expectRefusal(_ code: String, at location: SourceLocation = #_sourceLocation, _ work: () async throws -> some Any)
    async
{
    do {
        _ = try await work()
        Issue.record("it was done", sourceLocation: location)
    } catch Failure.refused(let refused) {
        #expect(refused.code == code, sourceLocation: location)
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}
