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
