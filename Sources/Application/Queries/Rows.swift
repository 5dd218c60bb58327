import EventLog
import EventModel
import Foundation
import Postgres

extension PostgresSession {
    /// The rows of a read model; the query's one column is `to_jsonb` of a row.
    func rows<P: Projection>(_: P.Type, _ query: PostgresQuery) throws -> [P.Row] {
        let coder = RowCoder()
        return try self.query(query).map { row in
            try coder.decode(P.Row.self, from: Data(try row.get(0, as: String.self).utf8))
        }
    }
}

/// One page of a list, and how to get the next.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    /// Opaque; absent on the last page.
    public var next: String?

    func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), next: next)
    }
}

extension PostgresSession {
    /// How far a read model is, so that a page can say what it shows.
    func checkpoint<P: Projection>(_: P.Type, in jurisdiction: String) throws -> Int64 {
        try query(
            """
            select position from read.checkpoint
            where projection = \(P.name) and version = \(P.version) and jurisdiction = \(jurisdiction)
            """
        ).first?.get(0) ?? -1
    }
}
