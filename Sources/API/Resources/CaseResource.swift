import ReadModels
import Application
import Casework
import EventModel

/// One case with its people, and how it ended for each.
struct CaseResource: Encodable, Sendable {
    struct Disposition: Encodable, Sendable {
        var kind: String
        var on: Day
        var note: String?
    }

    struct Declination: Encodable, Sendable {
        var on: Day
        var screening: String?
        var module: String?
        var version: String?
        var track: String?
        var reason: String?
    }

    struct Person: Encodable, Sendable {
        var id: String
        var name: String?
        var offense: String?
        var declined: Declination?
        var dispositions: [Disposition]
    }

    var id: String
    var number: String?
    var office: String
    var people: [Person]
    var version: Int64
    var position: Int64

    init(_ detail: CaseDetail) {
        id = detail.id.text
        number = detail.number
        office = detail.office.text
        people = detail.people.map { person in
            Person(
                id: person.id.text, name: person.name.full, offense: person.offense,
                declined: person.declined.map {
                    Declination(
                        on: $0.on, screening: $0.screening?.text, module: $0.module, version: $0.version,
                        track: $0.track, reason: $0.reason?.text)
                },
                dispositions: person.dispositions.map {
                    Disposition(kind: $0.kind.rawValue, on: $0.on, note: $0.note?.text)
                })
        }
        version = detail.version
        position = detail.position
    }

    private static let declination = Schema.object([
        .needs("on", .day), .may("screening", .id("The screening that led to it.")), .may("module", .text()),
        .may("version", .text()), .may("track", .text()), .may("reason", .text()),
    ])
    static let schema = Schema.object([
        .needs("id", .id), .may("number", .text("For the office whose case it is.")), .needs("office", .id),
        .needs(
            "people",
            .list(
                .object([
                    .needs("id", .id), .may("name", .text()), .may("offense", .text()),
                    .may("declined", declination),
                    .needs(
                        "dispositions",
                        .list(
                            .object([
                                .needs("kind", .code(Case.DispositionKind.self)), .needs("on", .day),
                                .may("note", .text()),
                            ]), "Oldest first; the last one counts.")),
                ]))),
        .needs("version", .count), .needs("position", .integer("In the log.")),
    ]).named("Case")
    static let example: JSON = [
        "id": .string(Example.caseID), "number": "26-CR-01877", "office": .string(Example.office),
        "people": [["id": .string(Example.participant), "name": "Marcus Okafor", "dispositions": []]], "version": 2,
        "position": 1812,
    ]
}

/// One line of a list of cases.
struct CaseItemResource: Encodable, Sendable {
    var id: String
    var number: String?
    var office: String
    var participants: [String]
    var names: [String]
    var offenseCategory: String?
    var declinedOn: Day?
    var disposition: String?
    var dispositionOn: Day?
    var version: Int64
    var position: Int64

    init(_ item: CaseListItem) {
        let row = item.row
        id = row.key
        number = item.number
        office = row.office.text
        participants = row.participants.map(\.text)
        names = item.names.compactMap(\.short)
        offenseCategory = row.offenseCategory
        declinedOn = row.declinedOn
        disposition = row.disposition?.rawValue
        dispositionOn = row.dispositionOn
        version = row.version
        position = row.position
    }

    static let schema = Schema.object([
        .needs("id", .id), .may("number", .text()), .needs("office", .id), .needs("participants", .list(.id)),
        .needs("names", .list(.text())), .may("offenseCategory", .text()), .may("declinedOn", .day),
        .may("disposition", .code(Case.DispositionKind.self)), .may("dispositionOn", .day),
        .needs("version", .count), .needs("position", .integer("In the log.")),
    ]).named("CaseItem")
    static let example: JSON = [
        "id": .string(Example.caseID), "number": "26-CR-01877", "office": .string(Example.office),
        "participants": [.string(Example.participant)], "names": ["Marcus O."], "version": 2, "position": 1812,
    ]
}
