import Application
import Casework
import EventModel

// The parts that a screening is made of.

struct SourceResource: Encodable, Sendable {
    var citation: String?
    var confidence: String

    init(_ source: Source) {
        citation = source.citation
        confidence = source.confidence
    }

    static let schema = Schema.object([
        .may("citation", .text("Where it is written.")),
        .needs("confidence", .code(["high", "medium", "low", "unverified"], "How sure its author is.")),
    ]).named("Source")
}

struct QuestionResource: Encodable, Sendable {
    struct Choice: Encodable, Sendable {
        var value: String
        var text: String
    }

    var name: String
    var text: String
    var kind: String
    var choices: [Choice]
    var isRequired: Bool

    init(_ question: Question) {
        name = question.name
        text = question.text
        kind = question.kind.rawValue
        choices = question.choices.map { Choice(value: $0.value, text: $0.text) }
        isRequired = question.isRequired
    }

    static let choice = Schema.object([.needs("value", .text()), .needs("text", .text())])
    static let schema = Schema.object([
        .needs("name", .text("The document's name for it, for commands.")), .needs("text", .text()),
        .needs("kind", .code(Question.Kind.self)), .needs("choices", .list(choice)), .needs("isRequired", .flag),
    ]).named("Question")
    static let example: JSON = [
        "name": "victim-approves", "text": "The victim approves", "kind": "truth", "choices": [],
        "isRequired": false,
    ]
}

struct KnownValueResource: Encodable, Sendable {
    var name: String
    var text: String
    var kind: String
    var status: String
    var value: String?
    var words: String?

    init(_ known: KnownValue) {
        name = known.name
        text = known.text
        kind = known.kind.rawValue
        status = known.status.rawValue
        value = known.value
        words = known.words
    }

    static let schema = Schema.object([
        .needs("name", .text()), .needs("text", .text()), .needs("kind", .code(Question.Kind.self)),
        .needs("status", .code(KnownValue.Status.self, "`withheld` where it is not yours to see.")),
        .may("value", .text()), .may("words", .text("The words of a choice.")),
    ]).named("KnownValue")
    static let example: JSON = [
        "name": "charge-level", "text": "Level of the charge", "kind": "choice", "status": "known",
        "value": "felony", "words": "Felony",
    ]
}

struct AnswerResource: Encodable, Sendable {
    var criterion: String
    var text: String
    var finding: String
    var source: SourceResource
    var known: [KnownValueResource]
    var missing: [QuestionResource]

    init(_ answer: ScreeningDetail.Answer) {
        criterion = answer.criterion
        text = answer.text
        finding = answer.finding
        source = SourceResource(answer.source)
        known = answer.known.map(KnownValueResource.init)
        missing = answer.missing.map(QuestionResource.init)
    }

    static let schema = Schema.object([
        .needs("criterion", .text()), .needs("text", .text("The rule in plain words.")),
        .needs("finding", ScreeningResource.finding), .needs("source", SourceResource.schema),
        .needs("known", .list(KnownValueResource.schema, "What the answer rests on.")),
        .needs("missing", .list(QuestionResource.schema)),
    ]).named("CriterionAnswer")
    static let example: JSON = [
        "criterion": "br9.victim-approval", "text": "The victim approves, where there is one.",
        "finding": "not-known",
        "source": ["citation": "Cook County State's Attorney, office page", "confidence": "high"], "known": [],
        "missing": [QuestionResource.example],
    ]
}

struct StepResource: Encodable, Sendable {
    var id: String
    var title: String
    var by: String
    var text: String?
    var source: SourceResource
    var questions: [QuestionResource]
    var reasons: [QuestionResource.Choice]
    var needsApproval: Bool
    var mayTake: Bool

    init(_ step: ScreeningDetail.Step) {
        id = step.id
        title = step.title
        by = step.by
        text = step.text
        source = SourceResource(step.source)
        questions = step.questions.map(QuestionResource.init)
        reasons = step.reasons.map { QuestionResource.Choice(value: $0.value, text: $0.text) }
        needsApproval = step.needsApproval
        mayTake = step.mayTake
    }

    static let schema = Schema.object([
        .needs("id", .text()), .needs("title", .text()), .needs("by", .text("Whose step it is.")),
        .may("text", .text()), .needs("source", SourceResource.schema),
        .needs("questions", .list(QuestionResource.schema)),
        .needs("reasons", .list(QuestionResource.choice, "One of them must be given.")),
        .needs("needsApproval", .flag("A second person must agree.")), .needs("mayTake", .flag),
    ]).named("OpenStep")
}

struct TakenStepResource: Encodable, Sendable {
    var id: String
    var title: String
    var fields: [KnownValueResource]
    var reason: String?
    var askedBy: String?
    var approvedBy: String?

    init(_ step: ScreeningDetail.TakenStep) {
        id = step.id
        title = step.title
        fields = step.fields.map(KnownValueResource.init)
        reason = step.reason
        askedBy = step.askedBy
        approvedBy = step.approvedBy
    }

    static let schema = Schema.object([
        .needs("id", .text()), .needs("title", .text()), .needs("fields", .list(KnownValueResource.schema)),
        .may("reason", .text()), .may("askedBy", .text()), .may("approvedBy", .text()),
    ]).named("TakenStep")
}

struct ScreeningDeadlineResource: Encodable, Sendable {
    var id: String
    var text: String
    var due: Day
    var status: String
    var source: SourceResource?

    init(_ deadline: ScreeningDetail.Deadline) {
        id = deadline.id
        text = deadline.text
        due = deadline.due
        status = deadline.status
        source = deadline.source.map(SourceResource.init)
    }

    static let schema = Schema.object([
        .needs("id", .text()), .needs("text", .text()), .needs("due", .day),
        .needs("status", .code(["running", "met", "missed", "cancelled"])), .may("source", SourceResource.schema),
    ]).named("ScreeningDeadline")
}

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
