import EventLog
public import Postgres
import Schema
import TestSupport

/// A fresh database with the schema, and the key file that goes with it.
///
/// Every server of a test that is to work on the same data is given the same one.
public struct TestDatabase: Sendable {
    /// Connects as the server does.
    public let app: PostgresConfiguration
    let keyFile: String
    /// Where handlers are kept.
    let modules: String

    public init() async throws {
        let owner = try await TestCluster.freshDatabase()
        try await Migrator(Schema.migrations(), logger: .quiet).migrate(owner)
        var app = owner
        app.role = "throughline_app"
        self.app = app
        keyFile = try TestCluster.makeDirectory(prefix: "throughline-keys") + "/keys.json"
        modules = try TestCluster.makeDirectory(prefix: "throughline-modules")
    }
}
