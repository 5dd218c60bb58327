public import Foundation
import Postgres

/// What the last scheduled comparison of a read model with its rebuild found.
public struct ProjectionComparison: Sendable, Hashable {
    public let projection: String
    public let version: Int
    public let jurisdiction: String
    public let checkedAt: Date
    /// The position up to which both were compared.
    public let position: Int64
    /// How many rows differed, were missing or were too many.
    public let differences: Int64
    /// The key of the first of them.
    public let firstKey: String?
}

extension ProjectionRunner {
    /// The last comparison of each projection in each jurisdiction, by name and then by jurisdiction.
    public func comparisons() async throws -> [ProjectionComparison] {
        let versions = Dictionary(projections.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
        return try await pool.run { session in
            let rows = try session.query(
                """
                select projection, version, jurisdiction, checked_at, position, differences, first_key
                from read.comparison where checked_at is not null order by projection, jurisdiction
                """)
            return try rows.map { row in
                ProjectionComparison(
                    projection: try row.get(0), version: Int(try row.get(1, as: Int32.self)),
                    jurisdiction: try row.get(2), checkedAt: try row.get(3), position: try row.get(4),
                    differences: try row.get(5), firstKey: try row.get(6, as: String?.self))
            }.filter { versions[$0.projection] == $0.version }
        }
    }
}
