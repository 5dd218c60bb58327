import Yams

extension Node {
    /// The longest text that is read, in bytes.
    static let limit = 256 * 1024
    /// The most entries that a text may stand for. Aliases that repeat aliases would have a short one stand for billions.
    static let largest = 200_000

    /// Reads a text as YAML, or says why it cannot be.
    static func read(_ yaml: String, _ what: String) throws(Problems) -> Node {
        func problem(_ message: String) -> Problems { Problems([Problem(path: "", message: message)]) }
        guard yaml.utf8.count <= limit else { throw problem("\(what) has at most 256 kB. Split it.") }
        let node: Node?
        do { node = try compose(yaml: yaml) } catch { throw problem("This is not YAML: \(error)") }
        guard let node else { throw problem("\(what) is empty.") }
        var left = largest
        node.spend(&left)
        guard left > 0 else { throw problem("\(what) repeats itself too often. Use fewer aliases.") }
        return node
    }

    /// Counts the entries below, until none are left.
    private func spend(_ left: inout Int) {
        left -= 1
        guard left > 0 else { return }
        switch self {
        case .mapping(let map): for entry in map where left > 0 { entry.value.spend(&left) }
        case .sequence(let list): for entry in list where left > 0 { entry.spend(&left) }
        case .scalar, .alias: break
        }
    }
}
