import CountySupport
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Methods", .timeLimit(.minutes(2)))
struct MethodTests {
    @Test("Every path answers its methods, and 405 with Allow to all others")
    func notAllowed() async throws {
        try await TestServer.run { _, client in
            let paths = Dictionary(grouping: APIRoutes.endpoints, by: \.path)
            for (template, endpoints) in paths {
                let path = template.replacing("{id}", with: UUID().uuidString)
                    .replacing("{consent}", with: UUID().uuidString)
                var allowed = Set(endpoints.map(\.method.rawValue)).union(["OPTIONS"])
                if allowed.contains("GET") { allowed.insert("HEAD") }
                for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"] {
                    guard let verb = HTTPRequest.Method(method) else { continue }
                    let reply = try await client.send(verb, path, as: .auditor)
                    switch method {
                    case "OPTIONS":
                        #expect(reply.status == 204, "\(path)")
                        #expect(reply.headers[.allow] == allowed.sorted().joined(separator: ", "))
                    case _ where allowed.contains(method): #expect(reply.status != 405, "\(method) \(path)")
                    default:
                        #expect(reply.status == 405, "\(method) \(path)")
                        #expect(reply.headers[.allow] == allowed.sorted().joined(separator: ", "))
                    }
                }
            }
        }
    }

    @Test("HEAD answers as GET does, without a body")
    func head() async throws {
        try await TestServer.run { _, client in
            let get = try await client.get("/jurisdictions")
            let head = try await client.send(.head, "/jurisdictions", as: .prosecutor)
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
            #expect(head.headers[.contentLength] == get.headers[.contentLength])
        }
    }
}
