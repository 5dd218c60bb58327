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

    func react(to event: RecordedEvent) async throws {
        let subject = event.stream.id
        let slug = event.jurisdiction
        let vault = application.vault
        let sealed = try Participant.Registered(stored: event.payload, version: event.schemaVersion)
        let fields = sealed.personalFields.compactMapValues { field -> SealedText? in
            if case .sealed(let text) = field { text } else { nil }
        }
        let keys = try await vault.keys(for: [subject], in: slug, create: false)
        let opened = try Participant.Registered(
            stored: event.payload, version: event.schemaVersion, opener: keys.opener(event: event.id, type: event.type))
        let names = [opened.givenName, opened.familyName, opened.preferredName].compactMap { $0?.text }
        let birthDate = opened.birthDate?.text
        try await application.pool.transaction { session in
            try vault.remember(
                subject: subject, in: slug, event: event.id, type: event.type, fields: fields, session)
            guard !names.isEmpty else { return }
            try vault.index(subject: subject, in: slug, names: names, birthDate: birthDate, session)
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
