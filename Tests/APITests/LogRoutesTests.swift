import CountySupport
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import NIOCore
import Notary
import Testing
import TestSupport

@testable import API

@Suite("A log as tlog-tiles has it", .timeLimit(.minutes(5)))
struct LogRoutesTests {
    /// Runs a test beside the routes of a county whose log is published.
    private func run(
        _ test: @Sendable (TestCounty, any TestClientProtocol, UInt64) async throws -> Void
    ) async throws {
        try await TestCounty.run { county in
            let checkpoint = try #require(try await county.publish(to: county.publishingFolder()))
            let door = FrontDoor(access: county.access, publicURL: "http://127.0.0.1:8080")
            let routes = door.router()
            LogRoutes(throughline: county.throughline).add(to: routes)
            door.close(routes)
            let app = Hummingbird.Application(responder: routes.buildResponder(), logger: .quiet)
            try await app.test(.router) { try await test(county, $0, checkpoint.size) }
        }
    }

    @Test("Anybody gets the checkpoint, its tiles and its entries, which fit together")
    func whole() async throws {
        try await run { county, client, size in
            let prefix = "/log/\(TestCounty.slug)"
            let checkpoint = try await client.executeRequest(
                uri: "\(prefix)/checkpoint", method: .get, headers: [:], body: nil)
            #expect(checkpoint.status == .ok)
            #expect(checkpoint.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(checkpoint.headers[.cacheControl] == "public, max-age=5")
            let note = try SignedNote(String(buffer: checkpoint.body))
            let key = try SigningKey(name: "log.example/log/\(TestCounty.slug)", seed: Data(repeating: 7, count: 32))
            let head = try note.checkpoint(of: key.verifier)
            #expect(head.size == size)

            let tile = try #require(Tile(level: 0, index: 0, width: Int(size)))
            let bundle = try #require(EntryBundleAddress(index: 0, width: Int(size)))
            let hashes = try await client.executeRequest(
                uri: "\(prefix)/\(LogResource.tile(tile).path)", method: .get, headers: [:], body: nil)
            #expect(hashes.headers[.contentType] == "application/octet-stream")
            #expect(hashes.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let entries = try await client.executeRequest(
                uri: "\(prefix)/\(LogResource.entries(bundle).path)", method: .get, headers: [:], body: nil)
            let leaves = try EntryBundle.entries(in: Array(entries.body.readableBytesView), width: Int(size))
                .map { Hash256.leaf(of: Array($0)) }
            #expect(leaves.flatMap(\.bytes) == Array(hashes.body.readableBytesView))
            #expect(try MerkleTree(leaves).root(size: size) == head.root)
        }
    }

    @Test(
        "What is not there, or is spelled otherwise, is not found",
        arguments: [
            "tile/0/000", "tile/0/001", "tile/1/000.p/1", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000.p/1",
            "tile/0/0.p/1", "tile/entries/000", "tile/64/000", "tile//0/000.p/1", "tile", "tile/", "nothing",
        ])
    func missing(path: String) async throws {
        try await run { _, client, _ in
            let answer = try await client.executeRequest(
                uri: "/log/\(TestCounty.slug)/\(path)", method: .get, headers: [.accept: "application/json"], body: nil)
            #expect(answer.status == .notFound, "\(path)")
            let other = try await client.executeRequest(
                uri: "/log/us-zz-nowhere/checkpoint", method: .get, headers: [.accept: "application/json"], body: nil)
            #expect(other.status == .notFound)
            let post = try await client.executeRequest(
                uri: "/log/\(TestCounty.slug)/checkpoint", method: .post, headers: [.accept: "application/json"],
                body: nil)
            #expect(post.status == .methodNotAllowed)
        }
    }
}
