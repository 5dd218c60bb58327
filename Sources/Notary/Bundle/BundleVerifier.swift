import EventLog
import Foundation
public import Ledger

/// Verifies a bundle with nothing but the bundle.
public struct BundleVerifier {
    private let tar: TarReader
    private let manifest: BundleManifest
    private let epoch: LogEpoch
    private let key: VerifierKey
    private let checkpoint: Checkpoint

    /// Opens a bundle and checks that its checkpoint is signed by its key.
    ///
    /// - Parameter trusted: the key of the log from elsewhere; the bundle's own, when not given.
    public init(path: String, trusted: VerifierKey? = nil) throws {
        let tar = try TarReader(path: path)
        self.tar = tar
        func file(_ name: String) throws(NotaryError) -> [UInt8] {
            guard let content = try tar.content(of: name) else { throw NotaryError("\(path) has no \(name).") }
            return content
        }
        guard let manifest = try? JSONDecoder().decode(BundleManifest.self, from: Data(try file(BundleFile.manifest))),
            manifest.format == BundleManifest.format
        else { throw NotaryError("\(path) is no bundle of this kind: its manifest cannot be read.") }
        self.manifest = manifest
        let text = String(decoding: try file(BundleFile.key), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        key = try VerifierKey(text)
        if let trusted, trusted != key {
            throw NotaryError("The bundle is signed with another key than \(trusted).")
        }
        checkpoint = try SignedNote(parsing: try file(BundleFile.checkpoint)).checkpoint(of: key)
        epoch = LogEpoch(
            jurisdiction: manifest.jurisdiction, number: manifest.epoch, origin: manifest.origin, verifierKey: text,
            statement: manifest.entriesBeforeEvents > 0 ? [] : nil, openedAt: Date())
        guard checkpoint.origin == manifest.origin, checkpoint.size == manifest.size, manifest.from >= 0,
            manifest.to >= manifest.from, manifest.to <= epoch.position(at: manifest.size)
        else { throw NotaryError("The bundle's manifest does not fit its checkpoint.") }
    }

    /// Computes every leaf and the root from the bundle, and compares them with its tiles and its checkpoint.
    public func verify(against outside: [LogVerifier.Outside] = []) throws -> VerificationReport {
        let others = try outside.map { item in
            do {
                return (item.name, try SignedNote(item.note).checkpoint(of: key))
            } catch {
                throw NotaryError("\(item.name) is none that \(manifest.origin) signed. \(error)")
            }
        }
        var check = HistoryCheck(of: epoch)
        do {
            try compare(&check, others)
        } catch let finding as Finding {
            return report(check, finding)
        }
        return report(check, nil)
    }

    private func compare(_ check: inout HistoryCheck, _ others: [(name: String, checkpoint: Checkpoint)]) throws {
        var events: (range: Range<Int64>, list: [CommittedEvent?])?
        while check.size < checkpoint.size {
            let index = check.size >> 8
            let width = Int(min(256, checkpoint.size - check.size))
            guard let address = EntryBundleAddress(index: index, width: width),
                let tile = Tile(level: 0, index: index, width: width)
            else { throw NotaryError("The bundle is too large.") }
            let entries = try entries(address, check)
            let published = try content(of: .tile(tile), check)
            guard published.count == width * Hash256.byteCount else {
                throw check.first(
                    Finding(epoch.position(at: check.size), "\(LogResource.tile(tile).path) has a wrong length"))
            }
            for (place, entry) in entries.enumerated() {
                let position = epoch.position(at: check.size)
                if position >= manifest.from, position < manifest.to {
                    if events?.range.contains(position) != true { events = try readEvents(at: position) }
                    try compare(entry, events?.list[Int(position - (events?.range.lowerBound ?? 0))], position, check)
                }
                let stored = Hash256(published.dropFirst(place * Hash256.byteCount).prefix(Hash256.byteCount))
                for (tile, hashes) in check.take(.leaf(of: Array(entry)), published: stored) where tile.level > 0 {
                    guard try content(of: .tile(tile), check) == hashes else {
                        throw check.first(
                            Finding(
                                epoch.position(at: tile.index << UInt64(8 * (tile.level + 1))),
                                "\(LogResource.tile(tile).path) was changed"))
                    }
                }
                for (name, checkpoint) in others where checkpoint.size == check.size {
                    try check.meet(checkpoint.root, name)
                }
            }
        }
        try check.meet(checkpoint.root, "checkpoint \(checkpoint.size)")
        for (tile, hashes) in check.builder.partialTiles where tile.level > 0 {
            guard try content(of: .tile(tile), check) == hashes else {
                throw Finding(
                    epoch.position(at: tile.index << UInt64(8 * (tile.level + 1))),
                    "\(LogResource.tile(tile).path) was changed")
            }
        }
        for (name, other) in others where other.size > check.size {
            throw Finding(
                epoch.position(at: check.size), "this position is missing; \(name) has \(other.size) entries")
        }
    }

    private func compare(
        _ entry: ArraySlice<UInt8>, _ stored: CommittedEvent??, _ position: Int64, _ check: HistoryCheck
    ) throws {
        guard let known = stored, let event = known else {
            throw check.first(Finding(position, "the event is missing or cannot be read"))
        }
        _ = try check.leaf(of: event, expecting: position)
        guard try epoch.commitment(to: event).bytes.elementsEqual(entry) else {
            throw check.first(Finding(position, "the event is not the one that its entry commits to"))
        }
    }

    // MARK: Files

    private func content(of resource: LogResource, _ check: HistoryCheck) throws -> [UInt8] {
        guard let content = try tar.content(of: resource.path) else {
            throw check.first(Finding(epoch.position(at: check.size), "\(resource.path) is missing"))
        }
        return content
    }

    private func entries(_ address: EntryBundleAddress, _ check: HistoryCheck) throws -> [ArraySlice<UInt8>] {
        do {
            return try EntryBundle.entries(
                in: try content(of: .entries(address), check), width: address.width)
        } catch let error as FormatError {
            throw check.first(Finding(epoch.position(at: check.size), "\(LogResource.entries(address).path): \(error)"))
        }
    }

    /// The events of the file that a position is in, each at its place.
    private func readEvents(at position: Int64) throws -> (range: Range<Int64>, list: [CommittedEvent?]) {
        let ranges = BundleFile.ranges(manifest.from..<manifest.to)
        guard let range = ranges.first(where: { $0.contains(position) }),
            let content = try tar.content(of: BundleFile.events(from: range.lowerBound))
        else { return (position..<position + 1, [nil]) }
        let lines = content.split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        return (
            range,
            (0..<range.count).map { place in
                lines.indices.contains(place)
                    ? (try? decoder.decode(BundleEvent.self, from: Data(lines[place])))?.stored : nil
            }
        )
    }

    private func report(_ check: HistoryCheck, _ finding: Finding?) -> VerificationReport {
        let size = check.verified?.size ?? 0
        return VerificationReport(
            jurisdiction: manifest.jurisdiction, origin: manifest.origin, verifierKey: key.description,
            events: manifest.to - manifest.from, verifiedEvents: size == 0 ? 0 : epoch.position(at: size), size: size,
            root: check.verified?.root.hex, checkpoints: check.checkpoints, finding: finding)
    }
}
