/// The statements that this connection has prepared on the server, the least used going first.
struct StatementCache {
    struct Key: Hashable {
        let sql: String
        let types: [PostgresType]
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    static let capacity = 256
    /// How many go at once, so that a full cache does not cost a round trip for each new statement.
    static let evictionBatch = 32

    private var entries: [Key: Entry] = [:]
    private var clock = 0
    private var named = 0

    var count: Int { entries.count }

    mutating func name(for key: Key) -> String? {
        clock += 1
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].lastUse = clock
        return entries.values[index].name
    }

    /// A name that no statement of this connection has had.
    mutating func newName() -> String {
        named += 1
        return "s\(named)"
    }

    mutating func insert(_ key: Key, name: String) {
        clock += 1
        entries[key] = Entry(name: name, lastUse: clock)
    }

    mutating func remove(_ key: Key) { entries[key] = nil }

    mutating func removeAll() { entries = [:] }

    /// Takes out the statements to forget once there are too many, and gives their names.
    mutating func evict() -> [String] {
        guard entries.count > Self.capacity else { return [] }
        let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(Self.evictionBatch)
        for (key, _) in oldest { entries[key] = nil }
        return oldest.map(\.value.name)
    }
}
