import Application
import Casework
import EventModel

// The county's steps and deadlines, as parts of a screening.

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
