import Application
import Casework
import EventModel

struct ParticipantResource: Encodable, Sendable {
    struct Group: Encodable, Sendable {
        var value: String
        var source: String

        init(_ recorded: Participant.Recorded) {
            value = recorded.value
            source = recorded.source.rawValue
        }
    }

    var id: String
    var name: String?
    var isErased: Bool
    var givenName: String?
    var familyName: String?
    var preferredName: String?
    var birthDate: String?
    var phone: String?
    var email: String?
    var contactPreference: String?
    var race: Group?
    var gender: Group?
    var consents: [ConsentResource]
    var version: Int64

    init(_ person: ParticipantDetail) {
        id = person.id.text
        name = person.name.full
        isErased = person.name.isErased
        givenName = person.fields["givenName"]
        familyName = person.fields["familyName"]
        preferredName = person.fields["preferredName"]
        birthDate = person.fields["birthDate"]
        phone = person.fields["phone"]
        email = person.fields["email"]
        contactPreference = person.fields["contactPreference"]
        race = person.race.map(Group.init)
        gender = person.gender.map(Group.init)
        consents = person.consents.map(ConsentResource.init)
        version = person.version
    }

    static let group = Schema.object([
        .needs("value", .text()), .needs("source", .code(Participant.Source.self, "Who said so.")),
    ]).named("RecordedGroup")
    static let schema = Schema.object([
        .needs("id", .id), .may("name", .text()),
        .needs("isErased", .flag("The record was expunged; nothing of it can be read again.")),
        .may("givenName", .text()), .may("familyName", .text()), .may("preferredName", .text()),
        .may("birthDate", .day), .may("phone", .text()), .may("email", .text()), .may("contactPreference", .text()),
        .may("race", group), .may("gender", group), .needs("consents", .list(ConsentResource.schema)),
        .needs("version", .count),
    ]).named("Participant")
    static let example: JSON = [
        "id": .string(Example.participant), "name": "Marcus Okafor", "isErased": false, "givenName": "Marcus",
        "familyName": "Okafor", "birthDate": "1998-04-02", "phone": "+1 312 555 0142",
        "race": ["value": "Black", "source": "self"], "consents": [ConsentResource.example], "version": 2,
    ]
}

struct ConsentResource: Encodable, Sendable {
    var id: String
    var scope: [String]
    var recipients: [String]
    var signedOn: Day
    var expiresOn: Day?
    var revocability: String
    var isRevoked: Bool

    init(_ consent: Consent) {
        id = consent.id.text
        scope = consent.scope.map(\.rawValue)
        recipients = consent.recipients.map(\.text)
        signedOn = consent.signedOn
        expiresOn = consent.expiresOn
        revocability = consent.revocability.rawValue
        isRevoked = consent.isRevoked
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("scope", .list(.code(Referral.SharedField.self), "What may be shared.")),
        .needs("recipients", .list(.id, "The organizations that may see it.")), .needs("signedOn", .day),
        .may("expiresOn", .day), .needs("revocability", .code(Consent.Revocability.self)),
        .needs("isRevoked", .flag),
    ]).named("Consent")
    static let example: JSON = [
        "id": .string(Example.consent), "scope": ["name", "phone", "need"], "recipients": [.string(Example.partner)],
        "signedOn": "2026-10-12", "expiresOn": "2027-10-12", "revocability": "anytime", "isRevoked": false,
    ]
}

extension ParticipantInput {
    private static let group = Schema.object([
        .needs("value", .text(maxLength: 100)), .needs("source", .code(Participant.Source.self, "Who said so.")),
    ])
    static let schema = Schema.object([
        .may("givenName", .text(maxLength: 200)), .may("familyName", .text(maxLength: 200)),
        .may("preferredName", .text(maxLength: 200)), .may("birthDate", .day), .may("phone", .text(maxLength: 60)),
        .may("email", .text(maxLength: 254)), .may("contactPreference", .text(maxLength: 200)),
        .may("language", .text("A BCP 47 tag.", maxLength: 35)), .may("race", group), .may("gender", group),
        .may("caseNumber", .text("Opens a case under this number and joins the person to it.", maxLength: 100)),
    ]).named("ParticipantInput")
    static let example: JSON = [
        "givenName": "Marcus", "familyName": "Okafor", "birthDate": "1998-04-02", "phone": "+1 312 555 0142",
        "language": "en", "race": ["value": "Black", "source": "self"], "caseNumber": "26-CR-01877",
    ]
}

extension ConsentInput {
    static let schema = Schema.object([
        .needs("scope", .list(.code(Referral.SharedField.self), "What may be shared.")),
        .needs("recipients", .list(.id, "The organizations that may see it.")),
        .needs("method", .code(Consent.Method.self, "How the person agreed.")), .needs("signedOn", .day),
        .may("expiresOn", .day),
        .may("revocability", .code(Consent.Revocability.self, "`anytime` without it.")),
    ]).named("ConsentInput")
    static let example: JSON = [
        "scope": ["name", "phone", "need"], "recipients": [.string(Example.partner)], "method": "in-person",
        "signedOn": "2026-10-12", "expiresOn": "2027-10-12",
    ]
}
