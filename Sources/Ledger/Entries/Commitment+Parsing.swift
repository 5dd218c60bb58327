import EventModel
import Foundation

extension Commitment {
    /// Reads an entry, and only in its canonical form: an entry with two spellings would have two hashes.
    public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
        let bytes = Array(bytes)
        guard bytes.count <= EntryBundle.entryLimit,
            let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes))
        else { throw FormatError("entry", "is not the JSON of a commitment") }
        guard fields.v == Self.version else { throw FormatError("entry", "is of version \(fields.v), unknown here") }
        guard let recordedAt = Date(rfc3339: fields.at), let id = UUID(uuidString: fields.id),
            let kind = Kind(rawValue: fields.kind), let digest = Self.digest(fields.digest),
            let meta = Self.digest(fields.meta), fields.epoch >= 0, fields.position >= 0
        else { throw FormatError("entry", "has a field of the wrong form") }
        self.init(
            origin: fields.log, epoch: fields.epoch, position: fields.position, eventID: id, recordedAt: recordedAt,
            kind: kind, digest: digest, meta: meta)
        guard self.bytes == bytes else { throw FormatError("entry", "is not in its canonical form") }
    }

    private struct Fields: Decodable {
        var at: String, digest: String, epoch: Int64, id: String, kind: String, log: String, meta: String
        var position: Int64, v: Int
    }

    private static func digest(_ text: String) -> Hash256? {
        guard text.hasPrefix("sha256:"), let bytes = Hexadecimal.bytes(text.utf8.dropFirst(7)) else { return nil }
        return Hash256(bytes)
    }
}
