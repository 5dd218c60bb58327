import Postgres

extension EmbeddedCluster {
    /// Makes the database unless it is there.
    ///
    /// A server that somebody else is just starting, or that recovers, is waited for.
    func createDatabase() async throws(EmbeddedPostgresError) {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            do throws(PostgresError) {
                let connection = try await PostgresConnection.connect(
                    PostgresConfiguration(maintenanceString, applicationName: "throughline start"))
                let outcome = await create(over: connection)
                await connection.close()
                return try outcome.get()
            } catch {
                guard error.isTransient, ContinuousClock.now < deadline else {
                    throw EmbeddedPostgresError(
                        error.code == .cancelled ? .cancelled : .start, "PostgreSQL does not answer: \(error.message)")
                }
            }
            try await ensureRunning()  // what we attached to may have been dying
            guard (try? await Task.sleep(for: .milliseconds(50))) != nil else {
                throw EmbeddedPostgresError(.cancelled, "the task was cancelled while PostgreSQL started")
            }
        }
    }

    private func create(over connection: PostgresConnection) async -> Result<Void, PostgresError> {
        do {
            try await connection.run { session in
                let name = Postmaster.superuser
                let found = try session.query("SELECT 1 FROM pg_database WHERE datname = \(name)")
                if found.isEmpty { try session.execute(script: "CREATE DATABASE throughline") }
            }
            return .success(())
        } catch let error as PostgresError {
            // Another starter may have been faster.
            let exists = error.sqlState == .duplicateDatabase || error.sqlState == .uniqueViolation
            return exists ? .success(()) : .failure(error)
        } catch {
            return .failure(PostgresError(.usage, message: "\(error)"))
        }
    }
}
