import Testing

@testable import Postgres

@Suite("Notifications", .timeLimit(.minutes(1)))
struct NotificationTests {
    @Test("A message reaches who listens, with its channel, payload and sender")
    func deliver() async throws {
        try await withPool(size: 2) { pool async throws in
            let listener = try await PostgresConnection.connect(pool.configuration)
            try await listener.run { try $0.listen("Odd \"channel\"") }
            let sender = try await pool.run { session throws in
                try session.notify("Odd \"channel\"", payload: "héllo")
                return session.processID
            }
            let message = try await listener.run { try $0.notification(within: .seconds(30)) }
            #expect(message?.channel == "Odd \"channel\"")
            #expect(message?.payload == "héllo")
            #expect(message?.processID == sender)
            await listener.close()
        }
    }

    @Test("A message is sent at the commit, and none is nil at the time-out")
    func commit() async throws {
        try await withPool(size: 2) { pool async throws in
            let listener = try await PostgresConnection.connect(pool.configuration)
            try await listener.run { try $0.listen("c") }
            try await pool.transaction { session throws in
                try session.notify("c", payload: "1")
                try session.notify("c", payload: "2")
            }
            try await pool.run { session throws in
                _ = try? session.transaction { session throws in
                    try session.notify("c", payload: "never")
                    try session.query("SELECT 1 / 0")
                }
            }
            let messages = try await listener.run { session in
                var payloads: [String?] = []
                for _ in 0..<2 { payloads.append(try session.notification(within: .seconds(30))?.payload) }
                payloads.append(try session.notification(within: .milliseconds(20))?.payload)
                return payloads
            }
            #expect(messages == ["1", "2", nil])
            await listener.close()
        }
    }

    @Test("Cancelling the task ends the wait at once")
    func cancel() async throws {
        try await withConnection { connection async throws in
            try await connection.run { try $0.listen("c") }
            let wait = Task { try await connection.run { try $0.notification(within: .seconds(3_600)) } }
            wait.cancel()
            let error = await #expect(throws: PostgresError.self) { try await wait.value }
            #expect(error?.code == .cancelled)
            try await connection.run { try $0.notify("c", payload: "after") }
            let message = try await connection.run { try $0.notification(within: .seconds(30)) }
            #expect(message?.payload == "after")
        }
    }

    @Test("A pooled connection does not carry a subscription to its next borrower")
    func pooled() async throws {
        try await withPool(size: 1) { pool async throws in
            try await pool.run { try $0.listen("c") }
            let channels = try await pool.run { session throws in
                try session.query("SELECT count(*) FROM pg_listening_channels()")[0].get(0, as: Int.self)
            }
            #expect(channels == 0)
        }
    }

    @Test("A listener whose server process is ended is told")
    func lost() async throws {
        try await withPool(size: 1) { pool async throws in
            let listener = try await PostgresConnection.connect(pool.configuration)
            let process = try await listener.run { session in
                try session.listen("c")
                return session.processID
            }
            let wait = Task { try await listener.run { try $0.notification(within: .seconds(3_600)) } }
            try await pool.run { _ = try $0.query("SELECT pg_terminate_backend(\(process))") }
            let error = await #expect(throws: PostgresError.self) { try await wait.value }
            #expect(error?.isConnectionLoss == true)
            #expect(await !listener.isHealthy)
            await listener.close()
        }
    }
}
