public import Foundation
import Postgres

/// How one projection stands in one jurisdiction.
public struct ProjectionStatus: Sendable, Hashable {
    public let name: String
    public let version: Int
    public let jurisdiction: String
    /// The last position in its rows; -1 before the first.
    public let position: Int64
    /// How many events it has still to read.
    public let lag: Int64
    public let updatedAt: Date?
    /// Why it stopped, and before which event.
    public let error: String?
    public let errorPosition: Int64?
    public let errorType: String?
}

extension ProjectionRunner {
    /// Every projection in every jurisdiction, by name and then by jurisdiction.
    public func status() async throws -> [ProjectionStatus] {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            let heads = try EventReader.heads(on: session)
            var known: [String: ProjectionStatus] = [:]
            let rows = try session.query(
                """
                select projection, version, jurisdiction, position, updated_at, error, error_position, (
                    select type from log.event e
                    where e.jurisdiction = c.jurisdiction and e.position = c.error_position)
                from read.checkpoint c
                """)
            for row in rows {
                let status = ProjectionStatus(
                    name: try row.get(0), version: Int(try row.get(1, as: Int32.self)), jurisdiction: try row.get(2),
                    position: try row.get(3), lag: (heads[try row.get(2)] ?? -1) - (try row.get(3, as: Int64.self)),
                    updatedAt: try row.get(4), error: try row.get(5, as: String?.self),
                    errorPosition: try row.get(6, as: Int64?.self), errorType: try row.get(7, as: String?.self))
                known["\(status.name) \(status.version) \(status.jurisdiction)"] = status
            }
            return self.projections.flatMap { projection in
                heads.sorted { $0.key < $1.key }.map { jurisdiction, head in
                    known["\(projection.name) \(projection.version) \(jurisdiction)"]
                        ?? ProjectionStatus(
                            name: projection.name, version: projection.version, jurisdiction: jurisdiction,
                            position: -1, lag: head + 1, updatedAt: nil, error: nil, errorPosition: nil,
                            errorType: nil)
                }
            }
        }
    }
}
