import Postgres
import Casework
import EventModel
import Foundation
import Vault

/// Keeps the vault's own table of people, so that a page can show a name, and makes them findable.
struct PeopleProcess: Process {
    let name = "people"
    let types: Set<String> = [Participant.Registered.type]

    private let application: Throughline

    init(_ application: Throughline) { self.application = application }

    func react(to events: [RecordedEvent], in jurisdiction: String) async throws {
        let vault = application.vault
        let keys = try await vault.keys(for: Set(events.map(\.stream.id)), in: jurisdiction, create: false)
        let people = try events.map { try Entry($0, keys) }
        // One transaction for all: an import brings many thousands.
        try await application.pool.transaction { session in
            for person in people {
                try vault.remember(
                    subject: person.subject, in: jurisdiction, event: person.event, type: Participant.Registered.type,
                    fields: person.fields, session)
                guard !person.names.isEmpty else { continue }
                try vault.index(
                    subject: person.subject, in: jurisdiction, names: person.names, birthDate: person.birthDate,
                    session)
            }
        }
    }

    /// What the vault keeps of one person.
    private struct Entry: Sendable {
        var subject: UUID
        var event: UUID
        var fields: [String: SealedText]
        var names: [String]
        var birthDate: String?

        init(_ event: RecordedEvent, _ keys: KeyRing) throws {
            let sealed = try Participant.Registered(stored: event.payload, version: event.schemaVersion)
            let opened = try Participant.Registered(
                stored: event.payload, version: event.schemaVersion,
                opener: keys.opener(event: event.id, type: event.type))
            subject = event.stream.id
            self.event = event.id
            fields = sealed.personalFields.compactMapValues { field in
                if case .sealed(let text) = field { text } else { nil }
            }
            names = [opened.givenName, opened.familyName, opened.preferredName].compactMap { $0?.text }
            birthDate = opened.birthDate?.text
        }
    }
}

extension Participant.Registered {
    /// The personal fields by name; an absent one is left out.
    var personalFields: [String: Personal] {
        [
            "identifier": identifier, "givenName": givenName, "familyName": familyName,
            "preferredName": preferredName, "birthDate": birthDate, "phone": phone, "email": email,
            "contactPreference": contactPreference,
        ].compactMapValues { $0 }
    }
}
