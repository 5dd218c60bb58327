import FoundationEssentials
import Application
import Casework
import EventModel

struct JurisdictionResource: Encodable, Sendable {
    var id: String
    var slug: String
    var division: String
    var title: String
    var timeZone: String

    init(_ jurisdiction: JurisdictionInfo) {
        id = jurisdiction.id.text
        slug = jurisdiction.slug
        division = jurisdiction.division
        title = jurisdiction.title
        timeZone = jurisdiction.zone.identifier
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("slug", .text("Names it in addresses and parameters.")),
        .needs("division", .text("Its Open Civic Data division id.")), .needs("title", .text()),
        .needs("timeZone", .text("An IANA time zone; dates without a time are in it.")),
    ]).named("Jurisdiction")
    static let example: JSON = [
        "id": .string(Example.jurisdiction), "slug": .string(Example.slug),
        "division": "ocd-division/country:us/state:il/county:cook", "title": "Cook County, Illinois",
        "timeZone": "America/Chicago",
    ]
}

struct OrganizationResource: Encodable, Sendable {
    var id: String
    var name: String
    var kind: String
    var jurisdictions: [String]

    init(_ organization: OrganizationInfo) {
        id = organization.id.text
        name = organization.name
        kind = organization.kind.rawValue
        jurisdictions = organization.jurisdictions.sorted()
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("name", .text()), .needs("kind", .code(Organization.Kind.self)),
        .needs("jurisdictions", .list(.text(), "The slugs of where it works.")),
    ]).named("Organization")
    static let example: JSON = [
        "id": .string(Example.partner), "name": "Second Harbor", "kind": "partner",
        "jurisdictions": [.string(Example.slug)],
    ]
}

/// An organization as an administrator registers it.
struct OrganizationInput: Codable, Sendable {
    var name: String
    var kind: Organization.Kind
    var jurisdictions: [String]

    static let schema = Schema.object([
        .needs("name", .text(maxLength: 200)), .needs("kind", .code(Organization.Kind.self)),
        .needs("jurisdictions", .list(.text(maxLength: 200), "Slugs or division ids; yours only.")),
    ]).named("OrganizationInput")
    static let example: JSON = [
        "name": "Second Harbor", "kind": "partner", "jurisdictions": [.string(Example.slug)],
    ]
}

/// Something with a name, by its id.
struct NamedResource: Encodable, Sendable {
    var id: String?
    var name: String?

    /// Nothing when there is neither.
    init?(_ id: String?, _ name: String?) {
        if id == nil, name == nil { return nil }
        self.id = id
        self.name = name
    }

    static let schema = Schema.object([.may("id", .id), .may("name", .text())]).named("Named")
}
