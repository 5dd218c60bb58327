import Crypto
public import EventModel
public import Foundation

/// Some people's keys, for sealing and opening the fields of events.
public struct KeyRing: Sendable {
    let jurisdiction: String
    private let bySubject: [UUID: DataKey]
    private let byID: [UUID: DataKey]

    init(jurisdiction: String, keys: [UUID: DataKey]) {
        self.jurisdiction = jurisdiction
        bySubject = keys
        byID = Dictionary(uniqueKeysWithValues: keys.values.map { ($0.id, $0) })
    }

    /// The id of a person's key, for the record of its destruction.
    public func keyID(of subject: UUID) -> UUID? { bySubject[subject]?.id }

    /// Seals the fields of one event about one person.
    ///
    /// - Throws: `VaultError` `.noKey` when the ring was asked for without this person.
    public func sealer(subject: UUID, event: UUID, type: String) throws(VaultError) -> PersonalSealer {
        guard let key = bySubject[subject] else { throw VaultError(.noKey) }
        let binding = Binding(jurisdiction: jurisdiction, event: event, type: type)
        return { text, field in
            let sealed = try AES.GCM.seal(
                Data(text.utf8), using: key.key, authenticating: binding.data(field: field, key: key.id))
            guard let box = sealed.combined else { throw VaultError(.noKey) }
            return SealedText(key: key.id, box: box.base64EncodedString())
        }
    }

    /// Opens the fields of one event.
    ///
    /// A field whose key is not in the ring reads as erased, so ask for the ring with everybody the event is about.
    /// The opener throws `VaultError` `.tampered` for a field that was not sealed for this event and place.
    public func opener(event: UUID, type: String) -> PersonalOpener {
        let binding = Binding(jurisdiction: jurisdiction, event: event, type: type)
        return { [byID] sealed, field in
            guard let key = byID[sealed.key] else { return .erased }
            guard let box = Data(base64Encoded: sealed.box), let sealedBox = try? AES.GCM.SealedBox(combined: box),
                let clear = try? AES.GCM.open(
                    sealedBox, using: key.key, authenticating: binding.data(field: field, key: key.id)),
                let text = String(validating: clear, as: UTF8.self)
            else { throw VaultError(.tampered) }
            return .clear(text)
        }
    }

    /// What a sealed field is tied to, so that it cannot be moved.
    private struct Binding: Sendable {
        var jurisdiction: String
        var event: UUID
        var type: String

        func data(field: String, key: UUID) -> Data {
            var data = Data("throughline field v1".utf8)
            for part in [jurisdiction, event.text, type, field, key.text] { data.appendLengthPrefixed(part) }
            return data
        }
    }
}

/// One person's key.
struct DataKey: Sendable {
    var id: UUID
    var key: SymmetricKey
}
