import Ledger

/// Paths that a request names, and bundles that a stranger's log serves.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let path = String(decoding: bytes, as: UTF8.self)
    if let resource = LogResource(path: path) {
        precondition(resource.path.utf8.elementsEqual(bytes), "a second spelling")
        if case .entries(let bundle) = resource { precondition(bundle.positions.count == bundle.width) }
        if case .tile(let tile) = resource { _ = tile.isFilled(in: .max) }
    }
    for width in [1, 2, 256] {
        guard let entries = try? EntryBundle.entries(in: bytes, width: width) else { continue }
        var again: [UInt8] = []
        for entry in entries { try? EntryBundle.append(entry, to: &again) }
        precondition(again == bytes)
    }
    return 0
}
