import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("The API's document")
struct DocumentTests {
    @Test("Each example of a body passes its schema and decodes as what the handler reads", arguments: operations)
    func bodies(_ operation: String) throws {
        guard let body = try endpoint(operation).body else { return }
        #expect(body.schema.check(body.example).isEmpty)
        try body.decode(body.example.data())
    }

    @Test("Each example of an answer passes its schema", arguments: operations)
    func answers(_ operation: String) throws {
        let answer = try endpoint(operation).answer
        let errors = answer.schema.check(answer.example)
        #expect(errors.isEmpty, "\(errors)")
    }

    @Test("Each operation has an id of its own, and each template its parameters")
    func table() {
        let endpoints = APIRoutes.endpoints
        #expect(Set(endpoints.map(\.operationID)).count == endpoints.count)
        for endpoint in endpoints {
            let inPath = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                $0.dropFirst().dropLast()
            }
            let declared = endpoint.parameters.filter { $0.place == .path }.map(\.name)
            #expect(Set(inPath.map(String.init)) == Set(declared), "\(endpoint.path)")
            #expect(endpoint.action == nil || endpoint.action?.roles.isEmpty == false, "\(endpoint.operationID)")
        }
        #expect(APIRoutes.operations().count == endpoints.count)
    }

    @Test("A schema's name means one schema everywhere")
    func names() throws {
        var known: [String: JSON] = [:]
        for endpoint in APIRoutes.endpoints {
            for schema in [endpoint.answer.schema, endpoint.body?.schema].compactMap({ $0 }) {
                for (name, schema) in schema.names {
                    #expect(known[name] == nil || known[name] == schema.document, "\(name)")
                    known[name] = schema.document
                }
            }
        }
    }

    @Test("An independent validator accepts the document", .enabled(if: Validator.isInstalled))
    func validator() throws {
        let path = NSTemporaryDirectory() + "openapi-\(UUID().uuidString).json"
        try APIRoutes.openAPI.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try Validator.run(["-m", "openapi_spec_validator", path])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    static let operations = APIRoutes.endpoints.map(\.operationID)

    private func endpoint(_ operation: String) throws -> Endpoint {
        try #require(APIRoutes.endpoints.first { $0.operationID == operation })
    }
}

@Suite("Every route", .timeLimit(.minutes(2)))
struct RouteTests {
    @Test("Every route of the table answers, and the document is served")
    func answers() async throws {
        try await TestServer.run { _, client in
            for endpoint in APIRoutes.endpoints {
                let path = endpoint.path.replacing("{id}", with: UUID().uuidString)
                    .replacing("{consent}", with: UUID().uuidString).replacing("{version}", with: "1.0.0")
                    .replacing("{step}", with: "a-step").replacing("{notice}", with: "a-notice")
                let reply =
                    endpoint.isCommand
                    ? try await client.post(path, endpoint.body?.example, version: 1) : try await client.get(path)
                #expect(reply.status != 405, "\(endpoint.operationID)")
                #expect(reply.code != "request.no-such-path", "\(endpoint.operationID)")
            }
            let document = try await client.get("/openapi.json", as: nil)
            #expect(document.status == 200)
            #expect(document.json["openapi"] == "3.1.1")
            #expect(document.json["paths"]?["/referrals/{id}/offer"]?["post"]?["operationId"] == "offerReferral")
        }
    }
}

/// The OpenAPI validator of PyPI, where it is installed.
private enum Validator {
    static let isInstalled = (try? run(["-c", "import openapi_spec_validator"]).status == 0) ?? false

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
