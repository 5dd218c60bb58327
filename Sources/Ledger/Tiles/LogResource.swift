/// A bundle of up to 256 entries: the same places as the leaf tile of that index.
public struct EntryBundleAddress: Hashable, Sendable {
    public let index: UInt64
    public let width: Int

    public init?(index: UInt64, width: Int = Tile.fullWidth) {
        guard Tile(level: 0, index: index, width: width) != nil else { return nil }
        self.index = index
        self.width = width
    }

    /// The positions of its entries.
    public var positions: Range<UInt64> { index << 8..<index << 8 + UInt64(width) }
}

/// Everything that a tiled log serves, by its path below the log's prefix (C2SP tlog-tiles).
public enum LogResource: Hashable, Sendable {
    case checkpoint
    case tile(Tile)
    case entries(EntryBundleAddress)

    public var path: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let tile): "tile/\(tile.level)/" + Self.path(tile.index, tile.width)
        case .entries(let bundle): "tile/entries/" + Self.path(bundle.index, bundle.width)
        }
    }

    /// Reads a path, and only the one spelling that each resource has.
    public init?(path: some StringProtocol) {
        if path.utf8.elementsEqual("checkpoint".utf8) {
            self = .checkpoint
            return
        }
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard parts.count >= 3, parts.count < 16, parts.popFirst() == "tile", let kind = parts.popFirst(),
            let (index, width) = Self.indexAndWidth(parts)
        else { return nil }
        if kind == "entries" {
            guard let bundle = EntryBundleAddress(index: index, width: width) else { return nil }
            self = .entries(bundle)
        } else {
            guard let level = Decimal64.value(kind), level <= 63,
                let tile = Tile(level: Int(level), index: index, width: width)
            else { return nil }
            self = .tile(tile)
        }
    }

    /// Groups of three digits, each but the last with an x before it, and the width of a partial tile after them.
    private static func path(_ index: UInt64, _ width: Int) -> String {
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1000)
            groups.append((groups.isEmpty ? "" : "x") + String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1000
        } while rest > 0
        let path = groups.reversed().joined(separator: "/")
        return width == Tile.fullWidth ? path : "\(path).p/\(width)"
    }

    private static func indexAndWidth(_ parts: ArraySlice<String>) -> (UInt64, Int)? {
        var groups = parts
        var width = Tile.fullWidth
        if groups.count >= 2, groups[groups.endIndex - 2].hasSuffix(".p") {
            guard let number = Decimal64.value(groups.removeLast()), (1...255).contains(number) else { return nil }
            width = Int(number)
            groups.append(String(groups.removeLast().dropLast(2)))
        }
        var index: UInt64 = 0
        for (place, group) in zip(groups.indices, groups) {
            let isLast = place == groups.endIndex - 1
            guard isLast != group.hasPrefix("x") else { return nil }
            let digits = isLast ? Substring(group) : group.dropFirst()
            guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (48...57).contains($0) }),
                let number = UInt64(digits),
                // A first group of zeros would be a second spelling of the same index.
                isLast || number > 0 || place > groups.startIndex
            else { return nil }
            let (product, overflow) = index.multipliedReportingOverflow(by: 1000)
            guard !overflow, product <= UInt64.max - number else { return nil }
            index = product + number
        }
        return (index, width)
    }
}
