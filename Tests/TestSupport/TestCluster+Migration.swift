import Foundation
public import Postgres

extension TestCluster {
    /// Makes a database with no more than the server's roles and one of the migrations, for tests of what it makes.
    public static func freshDatabase(migrated migration: String) async throws -> PostgresConfiguration {
        let configuration = try await freshDatabase()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let script = try String(contentsOf: root.appending(path: "Schema/Migrations/\(migration)"), encoding: .utf8)
        let connection = try await PostgresConnection.connect(configuration)
        try await connection.run { session in
            try session.transaction { session in
                try session.execute(script: roles)
                try session.execute(script: script)
            }
        }
        await connection.close()
        return configuration
    }

    /// What migration 0001 makes. Roles are the cluster's, so another test may make them at the same time.
    private static let roles = """
        do $$ declare wanted text; begin
            foreach wanted in array array['throughline_owner', 'throughline_app'] loop
                begin
                    if to_regrole(wanted) is null then execute format('create role %I nologin', wanted); end if;
                exception when duplicate_object or unique_violation then null;
                end;
            end loop;
            execute format('grant create on database %I to throughline_owner', current_database());
        end $$;
        """
}
