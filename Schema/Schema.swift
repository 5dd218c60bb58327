public import EventLog
import Foundation

/// The schema of a Throughline database: the numbered files of `Migrations`.
public enum Schema {
    /// Every migration that this build knows, in order.
    public static func migrations() throws -> [Migration] {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw MigrationError(.unreadable, "The folder with the migrations is missing from this build.")
        }
        return try Migration.files(in: folder)
    }
}
