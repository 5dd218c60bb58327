import Foundation

/// What a client takes (RFC 9110, section 12.5.1).
struct AcceptHeader: Sendable {
    private struct Range {
        var type: String
        var subtype: String
        var quality: Double
    }

    private let ranges: [Range]

    init(_ text: String) {
        ranges = text.split(separator: ",").compactMap { item in
            let parts = item.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let names = parts.first?.lowercased().split(separator: "/"), names.count == 2 else { return nil }
            let quality = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }.flatMap {
                Double($0.dropFirst(2))
            }
            return Range(type: String(names[0]), subtype: String(names[1]), quality: quality ?? 1)
        }
    }

    /// How much a type is wanted; 0 means not at all. The most specific range that fits decides.
    func quality(of type: String) -> Double {
        let names = type.split(separator: "/").map(String.init)
        let fitting = ranges.filter { range in
            (range.type == "*" || range.type == names[0]) && (range.subtype == "*" || range.subtype == names[1])
        }
        let best = fitting.max { specificity($0) < specificity($1) }
        return best?.quality ?? 0
    }

    func accepts(anyOf types: [String]) -> Bool { types.contains { quality(of: $0) > 0 } }

    private func specificity(_ range: Range) -> Int { (range.type == "*" ? 0 : 1) + (range.subtype == "*" ? 0 : 1) }
}
