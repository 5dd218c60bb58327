/// The bytes of an entry bundle: each entry after its length as a big-endian 16-bit number.
public enum EntryBundle {
    /// What the 16 bits of a length can say.
    public static let entryLimit = 65_535

    /// - Throws: `FormatError` for an entry that is longer than a bundle can say.
    public static func append(_ entry: some Collection<UInt8>, to bundle: inout [UInt8]) throws(FormatError) {
        guard let length = UInt16(exactly: entry.count) else {
            throw FormatError("entry", "has \(entry.count) bytes; \(entryLimit) is the most")
        }
        bundle.append(UInt8(length >> 8))
        bundle.append(UInt8(truncatingIfNeeded: length))
        bundle.append(contentsOf: entry)
    }

    /// Splits a bundle into exactly as many entries as its width says.
    public static func entries(in bundle: [UInt8], width: Int) throws(FormatError) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var place = 0
        while place < bundle.count {
            guard bundle.count - place >= 2 else { throw FormatError("entry bundle", "ends within a length") }
            let length = Int(bundle[place]) << 8 | Int(bundle[place + 1])
            place += 2
            guard bundle.count - place >= length else { throw FormatError("entry bundle", "ends within an entry") }
            entries.append(bundle[place..<place + length])
            place += length
        }
        guard entries.count == width else {
            throw FormatError("entry bundle", "has \(entries.count) entries where \(width) belong")
        }
        return entries
    }
}
