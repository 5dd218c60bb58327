public import EventModel
public import Foundation

/// What is known of a person now, by field: `givenName`, `familyName`, `preferredName`, `birthDate`, `phone`, `email`,
/// `contactPreference`, `language` and whatever else events have told.
public struct Person: Hashable, Sendable, Identifiable {
    public var id: UUID
    public var fields: [String: Personal]

    public init(id: UUID, fields: [String: Personal]) {
        self.id = id
        self.fields = fields
    }

    public subscript(field: String) -> Personal? { fields[field] }

    /// The name to show: preferred or given, then family.
    public var name: Personal? {
        let parts = [fields["preferredName"] ?? fields["givenName"], fields["familyName"]].compactMap { $0 }
        let texts = parts.compactMap(\.text).filter { !$0.isEmpty }
        if !texts.isEmpty { return .clear(texts.joined(separator: " ")) }
        return parts.contains(.erased) ? .erased : nil
    }
}
