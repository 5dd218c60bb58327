/// A value that was encoded and is not yet in its place: only when an object is complete are its keys in order.
enum JSONPart {
    /// A range of the writer's scalars.
    case scalar(Range<Int>)
    case array(JSONArrayPart)
    case object(JSONObjectPart)
    /// What an encoder that was handed out will have written by the end.
    case nested(JSONValueEncoder)
}

final class JSONArrayPart {
    var parts: [JSONPart] = []
}

final class JSONObjectPart {
    typealias Member = (key: String, part: JSONPart)

    private var members: [Member] = []

    func add(_ key: String, _ part: JSONPart) { members.append((key, part)) }

    /// The members as they are written: the last one where a key was encoded twice.
    func written(sorted: Bool) -> [Member] {
        guard sorted else { return members }
        let isInOrder = zip(members, members.dropFirst()).allSatisfy { $0.key.utf8Precedes($1.key) }
        guard !isInOrder else { return members }
        let order = members.indices.sorted { left, right in
            if members[left].key == members[right].key { return left < right }
            return members[left].key.utf8Precedes(members[right].key)
        }
        var written: [Member] = []
        written.reserveCapacity(members.count)
        for index in order {
            if written.last?.key == members[index].key { written.removeLast() }
            written.append(members[index])
        }
        return written
    }
}

extension String {
    fileprivate func utf8Precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
