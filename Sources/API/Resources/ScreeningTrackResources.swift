import Application
import Casework
import EventModel

// What a track promises and what studies found, and what another version would make of a screening.

struct ReliefResource: Encodable, Sendable {
    var kind: String
    var text: String
    var source: SourceResource
    var isAutomatic: Bool
    var earliest: Day?
    var latest: Day?

    init(_ relief: ReliefInfo) {
        kind = relief.kind
        text = relief.text
        source = SourceResource(relief.source)
        isAutomatic = relief.isAutomatic
        earliest = relief.earliest
        latest = relief.latest
    }

    static let schema = Schema.object([
        .needs("kind", .code(["seal", "expunge", "petition"])), .needs("text", .text()),
        .needs("source", SourceResource.schema), .needs("isAutomatic", .flag), .may("earliest", .day),
        .may("latest", .day),
    ]).named("Relief")
}

struct EvidenceResource: Encodable, Sendable {
    var text: String
    var citation: String

    init(_ evidence: EvidenceInfo) {
        text = evidence.text
        citation = evidence.citation
    }

    static let schema = Schema.object([.needs("text", .text()), .needs("citation", .text())]).named("Evidence")
}

struct ScreeningTrackResource: Encodable, Sendable {
    var module: String
    var moduleTitle: String
    var version: String
    var track: String
    var title: String
    var kind: String
    var months: Int?
    var questions: [QuestionResource]
    var evidence: [EvidenceResource]

    init(_ track: ScreeningTrack) {
        module = track.module
        moduleTitle = track.moduleTitle
        version = track.version
        self.track = track.track
        title = track.title
        kind = track.kind
        months = track.months
        questions = track.questions.map(QuestionResource.init)
        evidence = track.evidence.map(EvidenceResource.init)
    }

    static let schema = Schema.object([
        .needs("module", .text()), .needs("moduleTitle", .text()), .needs("version", .text()),
        .needs("track", .text()), .needs("title", .text()), .needs("kind", .code(["diversion", "declination"])),
        .may("months", .count), .needs("questions", .list(QuestionResource.schema)),
        .needs("evidence", .list(EvidenceResource.schema)),
    ]).named("ScreeningTrack")
    static let example: JSON = [
        "module": "us-il-cook.diversion", "moduleTitle": "Felony diversion in Cook County", "version": "1.0.0",
        "track": "branch-9", "title": "Branch 9 deferred prosecution", "kind": "diversion",
        "questions": [QuestionResource.example], "evidence": [],
    ]
}

struct MovePreviewResource: Encodable, Sendable {
    struct Difference: Encodable, Sendable {
        var criterion: String
        var text: String
        var before: String?
        var after: String?
    }

    var from: String
    var to: String
    var before: String
    var after: String
    var differences: [Difference]
    var state: String?
    var isStranded: Bool
    var steps: [String]

    init(_ preview: MovePreview) {
        from = preview.from
        to = preview.to
        before = preview.before
        after = preview.after
        differences = preview.differences.map {
            Difference(criterion: $0.criterion, text: $0.text, before: $0.before, after: $0.after)
        }
        state = preview.state
        isStranded = preview.isStranded
        steps = preview.steps
    }

    static let schema = Schema.object([
        .needs("from", .text()), .needs("to", .text()), .needs("before", ScreeningResource.finding),
        .needs("after", ScreeningResource.finding),
        .needs(
            "differences",
            .list(
                .object([
                    .needs("criterion", .text()), .needs("text", .text()), .may("before", ScreeningResource.finding),
                    .may("after", ScreeningResource.finding),
                ]), "The criteria that answer otherwise; one side is absent where a version does not have it.")),
        .may("state", .text()), .needs("isStranded", .flag("The version does not have the state that it is in.")),
        .needs("steps", .list(.text(), "The steps that would be open.")),
    ]).named("MovePreview")
    static let example: JSON = [
        "from": "1.0.0", "to": "1.1.0", "before": "met", "after": "met", "differences": [], "isStranded": false,
        "steps": ["Sign the agreement"],
    ]
}
