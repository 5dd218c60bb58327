import Access
import Casework
import EventModel
import Foundation
import Vault

/// How a person is named on a page.
public struct PersonName: Sendable, Hashable {
    /// Preferred or given name and the initial, such as `Marcus O.`; absent when there is no name to show.
    public var short: String?
    public var full: String?
    public var isErased: Bool

    init(_ fields: [String: Personal]) {
        func text(_ field: String) -> String? { fields[field]?.text }
        let first = text("preferredName") ?? text("givenName")
        let family = text("familyName")
        let initial = family?.first.map { "\($0)." }
        let short = [first, initial].compactMap { $0 }.joined(separator: " ")
        let full = [text("givenName") ?? first, family].compactMap { $0 }.joined(separator: " ")
        self.short = short.isEmpty ? nil : short
        self.full = full.isEmpty ? nil : full
        isErased = !fields.isEmpty && fields.values.allSatisfy { $0 == .erased }
    }

    static let unknown = PersonName([:])
}

extension Throughline {
    /// The names of people, opened from the vault for this one answer.
    func names(of participants: some Sequence<UUID>, in jurisdiction: String) async throws -> [UUID: PersonName] {
        let wanted = Array(Set(participants))
        guard !wanted.isEmpty else { return [:] }
        return try await vault.people(wanted, in: jurisdiction).mapValues { PersonName($0.fields) }
    }
}
