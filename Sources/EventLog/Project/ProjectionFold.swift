import EventModel
import Foundation

/// The rows of one projection in memory while events are folded into them.
protocol RowFold: AnyObject {
    /// Takes events in order and answers with the keys of rows that must be loaded before `fold`.
    func take(_ events: [RecordedEvent]) throws -> [String]
    /// Takes a stored row as JSON.
    func load(_ row: Data, key: String) throws
    /// Folds the events that were taken.
    func fold() throws
    /// What must be written, and nothing is owed afterwards.
    func takeChanges() throws -> RowChanges
    /// The same for a table that nobody else writes: rows that it cannot have yet are lent one by one, and are not among
    /// the others.
    func takeChanges(inserting insert: (JSONWritten) throws -> Void) throws -> RowChanges
    /// How many rows are held.
    var rowCount: Int { get }
    /// True while every row is held.
    var isComplete: Bool { get }
    /// Drops the rows; from now on they are loaded again.
    func forget()
}

/// Rows to write and keys to delete.
struct RowChanges {
    /// A JSON array of rows; nil when there are none.
    var rows: Data?
    var deleted: [String]
}

/// The fold of one projection.
final class ProjectionFold<P: Projection>: RowFold {
    /// Known rows by key; nil for one that does not exist.
    private var rows: [String: P.Row?] = [:]
    private var changed: Set<String> = []
    /// Keys in `rows` that the table has, as far as this fold knows.
    private var stored: Set<String> = []
    private var taken: [(key: String, event: RecordedEvent)] = []
    /// While every row of the table is in `rows`, nothing need be loaded.
    private(set) var isComplete: Bool
    private let reader = JSONReader.rows
    private let writer = JSONWriter.rows

    init(startsEmpty: Bool) { isComplete = startsEmpty }

    var rowCount: Int { rows.count }

    func take(_ events: [RecordedEvent]) throws -> [String] {
        for event in events where P.types.contains(event.type) {
            if let key = try P.key(for: event) { taken.append((key, event)) }
        }
        guard !isComplete else { return [] }
        return Array(Set(taken.lazy.map(\.key).filter { self.rows[$0] == nil }))
    }

    func load(_ row: Data, key: String) throws {
        rows[key] = .some(try reader.decode(P.Row.self, from: row))
        stored.insert(key)
    }

    func fold() throws {
        for (key, event) in taken {
            try P.evolve(&rows[key, default: nil], with: event)
            changed.insert(key)
        }
        taken.removeAll(keepingCapacity: true)
    }

    func takeChanges() throws -> RowChanges {
        try takeChanges(isNew: { _ in false }, insert: { _ in })
    }

    func takeChanges(inserting insert: (JSONWritten) throws -> Void) throws -> RowChanges {
        try takeChanges(isNew: { !$0 }, insert: insert)
    }

    private func takeChanges(
        isNew: (_ isStored: Bool) -> Bool, insert: (JSONWritten) throws -> Void
    ) throws -> RowChanges {
        var document: [UInt8] = []
        var deleted: [String] = []
        for key in changed.sorted() {
            guard let row = rows[key] ?? nil else {
                if !isNew(stored.remove(key) != nil) { deleted.append(key) }
                continue
            }
            if isNew(!stored.insert(key).inserted) {
                try writer.lend(row, to: insert)
            } else {
                document.append(UInt8(ascii: document.isEmpty ? "[" : ","))
                try writer.append(row, to: &document)
            }
        }
        changed.removeAll(keepingCapacity: true)
        if !document.isEmpty { document.append(UInt8(ascii: "]")) }
        return RowChanges(rows: document.isEmpty ? nil : Data(document), deleted: deleted)
    }

    func forget() {
        precondition(changed.isEmpty, "Changed rows must be written before they are dropped.")
        rows.removeAll()
        stored.removeAll()
        isComplete = false
    }
}
