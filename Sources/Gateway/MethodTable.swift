public import Hummingbird
import Synchronization

/// Which methods each path answers, so that a wrong one gets 405 with `Allow` instead of 404.
///
/// The router has no such answer of its own. The table learns the routes when all of them are there.
public final class MethodTable: Sendable {
    private struct Entry {
        var path: RouterPath
        var methods: Set<String>
    }

    private let entries = Mutex<[Entry]>([])

    public init() {}

    /// Takes over every route of a router. Call it after the last route was added.
    public func learn(_ router: Router<GatewayContext>) {
        var known: [String: Entry] = [:]
        for route in router.routes {
            var methods = known[route.path.description]?.methods ?? ["OPTIONS"]
            methods.insert(route.method.rawValue)
            // The router makes these itself.
            if route.method == .get { methods.insert("HEAD") }
            known[route.path.description] = Entry(path: route.path, methods: methods)
        }
        entries.withLock { $0 = Array(known.values) }
    }

    /// The methods that some route answers at a path, in order; empty when there is no such path.
    public func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: true)
        return entries.withLock { entries in
            entries.reduce(into: Set<String>()) { methods, entry in
                if entry.path.matches(segments) { methods.formUnion(entry.methods) }
            }
        }.sorted()
    }
}

extension RouterPath {
    /// Whether a path's segments fit this template.
    fileprivate func matches(_ segments: [Substring]) -> Bool {
        var rest = segments[...]
        for element in self {
            // As in the router: one segment at least.
            if element.description == "**" { return !rest.isEmpty }
            guard let segment = rest.popFirst(), element ~= segment else { return false }
        }
        return rest.isEmpty
    }
}
