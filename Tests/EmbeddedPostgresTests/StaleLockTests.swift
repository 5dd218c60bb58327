import Foundation
import Glibc
import Logging
import Postgres
import TestSupport
import Testing

@testable import EmbeddedPostgres

@Suite("Stale locks", .timeLimit(.minutes(1)))
struct StaleLockTests {
    @Test("An id that another process of the same user has by now is no obstacle")
    func reusedID() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await start(directory)
        let file = "\(first.clusterDirectory)/postmaster.pid"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let account = first.account
        try await first.stop()

        // A process of the server's user that is no postmaster, as after the restart of a container.
        let output = try account.run(["sh", "-c", "sleep 1000 & echo $!"]).output
        let sleeper = try #require(pid_t(output))
        defer { kill(sleeper, SIGKILL) }
        let stale = "\(sleeper)\(text.drop { $0 != "\n" })"
        try Data(stale.utf8).write(to: URL(fileURLWithPath: file))

        let second = try await start(directory)
        #expect(second.owned)
        #expect(second.processID != sleeper)
        #expect(try await ask(second, "SELECT 1") == Int32(1))
        try await second.stop()
        #expect(!ProcessMark.isDead(sleeper))
    }
}
