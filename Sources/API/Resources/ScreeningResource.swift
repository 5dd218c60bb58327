import ReadModels
import Application
import Casework
import EventModel
import Foundation

/// One screening in the reader's language: what the rules say and why, and the county's steps after it.
struct ScreeningResource: Encodable, Sendable {
    struct Person: Encodable, Sendable {
        var id: String
        var name: String?
    }

    struct Module: Encodable, Sendable {
        var id: String
        var title: String
        var version: String
        var packageHash: String
    }

    struct Track: Encodable, Sendable {
        var id: String
        var title: String
        var kind: String
        var months: Int?
    }

    struct Decision: Encodable, Sendable {
        var to: String
        var reason: String?
        var askedBy: String?
        var approvedBy: String?
    }

    struct State: Encodable, Sendable {
        var id: String
        var title: String?
    }

    struct Notice: Encodable, Sendable {
        var id: String
        var text: String
        var to: String
        var isSeen: Bool
    }

    var id: String
    var participant: Person
    var caseId: String
    var office: String?
    var screenedBy: String?
    var on: Day
    var module: Module
    var movesTo: [String]
    var track: Track
    var finding: String
    var outcome: String
    var answers: [AnswerResource]
    var facts: [KnownValueResource]
    var missing: [QuestionResource]
    var exception: String?
    var override: Decision?
    var state: State?
    var ending: String?
    var steps: [StepResource]
    var taken: [TakenStepResource]
    var asked: TakenStepResource?
    var milestones: [String]
    var deadlines: [ScreeningDeadlineResource]
    var notices: [Notice]
    var relief: [ReliefResource]
    var evidence: [EvidenceResource]
    var version: Int64
    var position: Int64

    init(_ detail: ScreeningDetail) {
        id = detail.id.text
        participant = Person(id: detail.participant.text, name: detail.name.full)
        caseId = detail.caseID.text
        office = detail.office
        screenedBy = detail.screenedBy
        on = detail.on
        module = Module(
            id: detail.module, title: detail.moduleTitle, version: detail.moduleVersion,
            packageHash: detail.packageHash)
        movesTo = detail.movesTo
        track = Track(id: detail.track, title: detail.trackTitle, kind: detail.kind, months: detail.months)
        finding = detail.finding
        outcome = detail.outcome
        answers = detail.answers.map(AnswerResource.init)
        facts = detail.facts.map(KnownValueResource.init)
        missing = detail.missing.map(QuestionResource.init)
        exception = detail.exception
        override = detail.override.map {
            Decision(to: $0.to, reason: $0.reason, askedBy: $0.askedBy, approvedBy: $0.approvedBy)
        }
        state = detail.state.map { State(id: $0, title: detail.stateTitle) }
        ending = detail.ending
        steps = detail.steps.map(StepResource.init)
        taken = detail.taken.map(TakenStepResource.init)
        asked = detail.asked.map(TakenStepResource.init)
        milestones = detail.milestones
        deadlines = detail.deadlines.map(ScreeningDeadlineResource.init)
        notices = detail.notices.map { Notice(id: $0.id, text: $0.text, to: $0.to, isSeen: $0.isSeen) }
        relief = detail.relief.map(ReliefResource.init)
        evidence = detail.evidence.map(EvidenceResource.init)
        version = detail.version
        position = detail.position
    }

    static let finding = Schema.code(Screening.Finding.self)
    static let schema = Schema.object([
        .needs("id", .id), .needs("participant", .object([.needs("id", .id), .may("name", .text())])),
        .needs("caseId", .id), .may("office", .text()), .may("screenedBy", .text()),
        .needs("on", .day("The date whose rules were asked.")),
        .needs(
            "module",
            .object([
                .needs("id", .text()), .needs("title", .text()), .needs("version", .text()),
                .needs("packageHash", .text("SHA-256 of what the version is made of.")),
            ])),
        .needs("movesTo", .list(.text(), "Versions in force that you may move it to.")),
        .needs(
            "track",
            .object([
                .needs("id", .text()), .needs("title", .text()), .needs("kind", .code(["diversion", "declination"])),
                .may("months", .count),
            ])),
        .needs("finding", Schema.code(Screening.Finding.self, "What the rules say.")),
        .needs("outcome", Schema.code(Screening.Finding.self, "What counts: the override where there is one.")),
        .needs("answers", .list(AnswerResource.schema)), .needs("facts", .list(KnownValueResource.schema)),
        .needs("missing", .list(QuestionResource.schema, "What is not known yet.")),
        .may("exception", .text("When the county's policy allows another outcome.")),
        .may(
            "override",
            .object([
                .needs("to", finding), .may("reason", .text()), .may("askedBy", .text()),
                .may("approvedBy", .text("Absent while a second person is asked.")),
            ])),
        .may("state", .object([.needs("id", .text()), .may("title", .text())])),
        .may("ending", .code(Screening.Ending.self, "What came of the case.")),
        .needs("steps", .list(StepResource.schema, "The steps that are open.")),
        .needs("taken", .list(TakenStepResource.schema)), .may("asked", TakenStepResource.schema),
        .needs("milestones", .list(.text())), .needs("deadlines", .list(ScreeningDeadlineResource.schema)),
        .needs(
            "notices",
            .list(
                .object([
                    .needs("id", .text()), .needs("text", .text()), .needs("to", .code(Screening.Side.self)),
                    .needs("isSeen", .flag),
                ]))),
        .needs("relief", .list(ReliefResource.schema)), .needs("evidence", .list(EvidenceResource.schema)),
        .needs("version", .count), .needs("position", .integer("In the log.")),
    ]).named("Screening")
    static let example: JSON = [
        "id": .string(Example.screening), "participant": ["id": .string(Example.participant), "name": "Marcus Okafor"],
        "caseId": .string(Example.caseID), "on": "2026-10-13",
        "module": [
            "id": "us-il-cook.diversion", "title": "Felony diversion in Cook County", "version": "1.0.0",
            "packageHash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        ],
        "movesTo": [], "track": ["id": "branch-9", "title": "Branch 9 deferred prosecution", "kind": "diversion"],
        "finding": "not-known", "outcome": "not-known", "answers": [AnswerResource.example],
        "facts": [KnownValueResource.example], "missing": [QuestionResource.example], "steps": [], "taken": [],
        "milestones": [], "deadlines": [], "notices": [], "relief": [], "evidence": [], "version": 1,
        "position": 1827,
    ]
}

/// One line of a list of screenings.
struct ScreeningItemResource: Encodable, Sendable {
    var id: String
    var participant: String
    var name: String?
    var caseId: String
    var module: String
    var moduleVersion: String
    var track: String
    var trackTitle: String
    var on: Day
    var finding: String
    var outcome: String
    var waiting: String?
    var state: String?
    var ending: String?
    var missing: [String]
    var deadline: String?
    var due: Day?
    var isLate: Bool
    var version: Int64
    var position: Int64

    init(_ item: ScreeningListItem) {
        let row = item.row
        id = row.key
        participant = row.participant.text
        name = item.name.short
        caseId = row.caseId.text
        module = row.module
        moduleVersion = row.moduleVersion
        track = row.track
        trackTitle = item.track
        on = row.screenedOn
        finding = row.finding.rawValue
        outcome = row.outcome.rawValue
        waiting = row.waiting?.rawValue
        state = item.state
        ending = row.ending?.rawValue
        missing = row.missing
        deadline = item.deadline
        due = row.nextDue
        isLate = row.late
        version = row.version
        position = row.position
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("participant", .id), .may("name", .text()), .needs("caseId", .id),
        .needs("module", .text()), .needs("moduleVersion", .text()), .needs("track", .text()),
        .needs("trackTitle", .text()), .needs("on", .day), .needs("finding", ScreeningResource.finding),
        .needs("outcome", ScreeningResource.finding),
        .may("waiting", .code(["override", "step"], "What a second person is asked for.")), .may("state", .text()),
        .may("ending", .code(Screening.Ending.self)), .needs("missing", .list(.text(), "Facts that are not known.")),
        .may("deadline", .text()), .may("due", .day), .needs("isLate", .flag), .needs("version", .count),
        .needs("position", .integer("In the log.")),
    ]).named("ScreeningItem")
    static let example: JSON = [
        "id": .string(Example.screening), "participant": .string(Example.participant), "name": "Marcus O.",
        "caseId": .string(Example.caseID), "module": "us-il-cook.diversion", "moduleVersion": "1.0.0",
        "track": "branch-9", "trackTitle": "Branch 9 deferred prosecution", "on": "2026-10-13",
        "finding": "not-known", "outcome": "not-known", "missing": ["victim-approves"], "isLate": false,
        "version": 1, "position": 1827,
    ]
}
