import EventLog
public import Foundation
import Ledger
public import Postgres

/// Writes a log, or a part of it, into one file that needs neither this server nor its database to be verified.
public struct BundleWriter: Sendable {
    let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// What was written.
    public struct Summary: Sendable {
        public var origin: String
        public var size: UInt64
        public var events: Int
    }

    /// Writes the tree of the newest checkpoint whole, and the events at these positions.
    ///
    /// - Parameters:
    ///   - first: the first position whose event is written; 0 unless given.
    ///   - end: the last one; the last that the checkpoint has, unless given.
    /// - Returns: `nil` when nothing was published of the log yet.
    /// - Throws: `NotaryError` for positions that no checkpoint has yet.
    public func write(
        _ jurisdiction: String, from first: Int64? = nil, to end: Int64? = nil, at date: Date,
        to write: @escaping @Sendable (Data) throws -> Void
    ) async throws -> Summary? {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            guard let epoch = try LedgerStore.epoch(of: jurisdiction, on: session),
                let last = try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first
            else { return nil }
            let highest = epoch.position(at: last.size) - 1
            let (first, end) = (first ?? 0, end ?? highest)
            guard 0 <= first, first <= end, end <= highest else {
                throw NotaryError(
                    "Checkpoint \(last.size) has the positions 0 to \(highest); give --from and --to within.")
            }
            let positions = first..<end + 1
            let tar = TarWriter(modified: Int(date.timeIntervalSince1970), write: write)
            let manifest = BundleManifest(
                format: BundleManifest.format, jurisdiction: jurisdiction, origin: epoch.origin, epoch: epoch.number,
                entriesBeforeEvents: epoch.statement == nil ? 0 : 1, size: last.size, from: positions.lowerBound,
                to: positions.upperBound)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try tar.add(BundleFile.readme, Data(Self.readme.utf8))
            try tar.add(BundleFile.manifest, try encoder.encode(manifest) + Data("\n".utf8))
            try tar.add(BundleFile.key, Data("\(epoch.verifierKey)\n".utf8))
            try tar.add(
                BundleFile.checkpoint, Data(try LedgerReader.note(of: last, in: epoch, on: session).utf8))
            for tile in Tile.gained(to: last.size) {
                guard let bytes = try LedgerStore.bytes(of: tile, in: epoch, size: last.size, on: session) else {
                    throw NotaryError("The published \(LogResource.tile(tile).path) is missing. Run `verify`.")
                }
                try tar.add(LogResource.tile(tile).path, Data(bytes))
                guard tile.level == 0, let bundle = EntryBundleAddress(index: tile.index, width: tile.width) else {
                    continue
                }
                try tar.add(
                    LogResource.entries(bundle).path,
                    Data(try LedgerReader.entries(bundle.positions, of: epoch, on: session)))
            }
            for range in BundleFile.ranges(positions) {
                var lines = Data()
                try EventReader.committed(jurisdiction, range, on: session) { stored in
                    lines += try encoder.encode(BundleEvent(stored)) + Data("\n".utf8)
                }
                try tar.add(BundleFile.events(from: range.lowerBound), lines)
            }
            try tar.finish()
            return Summary(origin: epoch.origin, size: last.size, events: positions.count)
        }
    }

    private static let readme = """
        An audit bundle of Throughline: the history of one jurisdiction, with the proof that it was not altered.

        manifest.json   which log, how many entries, and which events are in the bundle
        key             the public key of the log; compare it with one that you had from elsewhere
        checkpoint      the signed checkpoint (C2SP tlog-checkpoint), with the cosignatures of witnesses
        tile/...        hashes and entries (C2SP tlog-tiles); the entries hold no case data, only digests
        events/*.jsonl  the events, one a line, named by their first position

        Verify it with `throughline verify --bundle FILE`, or with any tool that reads tlog-tiles. By hand, for an event:
        its entry holds "digest", the SHA-256 of salt (from Base 64) and payload, and "meta", the SHA-256 of the other
        columns as canonical JSON (Docs/ledger.md). Personal fields are sealed; the bundle does not open them.

        """
}
