/// The format of workflow documents, version 1.
enum WorkflowShape {
    static let format = "workflow/1"

    static let document = Shape.object([
        .init("throughline", .choice([format]), required: true, "The format of this document."),
        .init("id", .identifier, required: true, "The module's name; the same in every version."),
        .init("version", .text, required: true, "Three numbers, as 1.0.0. An activated version never changes."),
        .init("title", .translated, required: true, "What people call it."),
        .init("jurisdictions", .list(.text), required: true, "The slugs of the jurisdictions that it is for."),
        .init("facts", .named(fact), required: true, "What a screening needs to know, by name."),
        .init("settings", .named(setting), "What the jurisdiction must say for itself; rules name it setting.ID."),
        .init("fields", .named(Shape.object(fieldKeys)), "What steps record about a case, by name."),
        .init("roles", .named(role), "Who takes steps and is told of things, by the county's own names."),
        .init("reasons", .named(.translated), "The reasons that steps ask for."),
        .init("notices", .named(notice), "Words that are shown to a role. They say nothing about a person."),
        .init("tracks", .list(track), required: true, "The programs or policies that a case is screened for."),
        .init("handler", handler, "The program that decides what this document cannot say."),
        .init("equity", .list(lintAnswer), "Answers to what the equity checks ask."),
    ])

    static let fact = Shape.object(
        fieldKeys + [
            .init(
                "from", .choice(RecordField.allCases.map(\.rawValue)),
                "Where the record has it. Without it, a person is asked.")
        ])

    static let fieldKeys: [Shape.Key] =
        questionKeys + [
            .init(
                "sensitivity", .choice(Fact.Sensitivity.allCases.map(\.rawValue)), required: true, "Who may see it.")
        ]

    private static let questionKeys: [Shape.Key] = [
        .init("text", .translated, required: true, "The question, or what it is."),
        .init("kind", .choice(Fact.Kind.allCases.map(\.rawValue)), required: true, "What its values are."),
        .init("options", .map(.translated), "The values of a choice, with their words."),
        .init(
            "concerns", .choice(Fact.Concern.allCases.map(\.rawValue)),
            "What a rule on it would ask of people; the equity checks look at it."),
    ]

    static let setting = Shape.object(
        questionKeys + [
            .init("required", .truth, required: true, "Whether the document is of no use without it."),
            .init("citation", .text, "Where the choice is left to the jurisdiction."),
        ])

    static let role = Shape.object([
        .init("text", .translated, required: true, "What people call it."),
        .init("is", .choice(LocalRole.Kind.allCases.map(\.rawValue)), required: true, "What it is to the server."),
    ])

    static let notice = Shape.object([
        .init("to", .identifier, required: true, "The role that is told."),
        .init("text", .translated, required: true, "What it is told, without a word about a person."),
    ])

    static let handler = Shape.object([
        .init("executable", .fileName, required: true, "The name of its file."),
        .init("arguments", .list(.text), "What it is started with."),
        .init("readable", .list(.text), "Paths that it must read."),
    ])

    static let track = Shape.object([
        .init("id", .identifier, required: true, "Its name within the module."),
        .init("title", .translated, required: true, "What people call it."),
        .init("kind", .choice(Track.Kind.allCases.map(\.rawValue)), required: true, "What meeting the criteria means."),
        .init("programs", .list(.text), "The codes under which other systems know it."),
        .init("months", .number, "How long it takes, in months."),
        .init("criteria", .list(criterion), required: true, "What must be met, all of it."),
        .init("exception", exception, "When the outcome may be set aside, and by whom."),
        .init("relief", .list(relief), "What becomes of the record afterwards."),
        .init("evidence", .list(evidence), "What studies found; shown to whoever chooses the track."),
        .init("states", .list(state), "The places on a case's way after screening; it begins in the first."),
        .init("steps", .list(step), "What moves a case from one state to another, or records something."),
        .init("deadlines", .list(deadline), "What is due some time after a step or a state."),
    ])

    static let criterion = Shape.object([
        .init("id", .identifier, required: true, "Its name within the module; never used for another rule."),
        .init("text", .translated, required: true, "The rule in plain words."),
        .init("citation", .text, "Where the rule is written."),
        .init("confidence", .choice(Confidence.allCases.map(\.rawValue)), required: true, "How sure its author is."),
        .init("from", .day, "The first date on which it is in force."),
        .init("to", .day, "The last date on which it is in force."),
        .init("rule", .condition, required: true, "What makes it met."),
    ])

    static let state = Shape.object([
        .init("id", .identifier, required: true, "Its name within the track."),
        .init("title", .translated, required: true, "What people call it."),
        .init("ends", .choice(Track.State.Ending.allCases.map(\.rawValue)), "What became of the case once it is here."),
    ])

    static let step = Shape.object([
        .init("id", .identifier, required: true, "Its name within the module."),
        .init("title", .translated, required: true, "What whoever takes it does, as on a button."),
        .init("by", .identifier, required: true, "The role that takes it."),
        .init("from", .list(.identifier), required: true, "The states in which it can be taken."),
        .init("to", .identifier, required: true, "The state that it leads to."),
        .init("asks", .list(.identifier), "The fields that its form asks for."),
        .init("needs", .list(.identifier), "Those of them that must be given."),
        .init("reasons", .list(.identifier), "The reasons from which one must be chosen."),
        .init("approval", .choice(["supervisor", "none"]), "Who must agree before it counts."),
        .init("when", .condition, "What must be met before it can be taken, over facts, settings and fields."),
        .init("handler", .command, "The command that the handler decides."),
        .init("text", .translated, "The rule in plain words."),
        .init("citation", .text, "Where the rule is written."),
        .init("confidence", .choice(Confidence.allCases.map(\.rawValue)), required: true, "How sure its author is."),
        .init("notices", .list(.identifier), "The notices that it gives."),
        .init("milestone", .translated, "What the person has reached by it."),
    ])

    static let deadline = Shape.object([
        .init("id", .identifier, required: true, "Its name within the module."),
        .init("text", .translated, required: true, "What is due."),
        .init("from", .list(.identifier), "The steps and states that begin it; none where the handler sets it."),
        .init("after", .one(Wait.Unit.allCases.map { .init($0.rawValue, .amount, "How many.") }), "How long it takes."),
        .init("metBy", .list(.identifier), "The steps that meet it."),
        .init("missed", .identifier, "The notice that is given when it is missed."),
        .init("citation", .text, "Where it is written."),
        .init("confidence", .choice(Confidence.allCases.map(\.rawValue)), required: true, "How sure its author is."),
    ])

    static let exception = Shape.object([
        .init("text", .translated, required: true, "When it may be used."),
        .init("citation", .text, "Where it is written."),
        .init("reason", .truth, required: true, "Whether a written reason is needed."),
        .init("approval", .choice(["supervisor", "none"]), required: true, "Who must agree."),
    ])

    static let relief = Shape.object([
        .init("kind", .choice(Relief.Kind.allCases.map(\.rawValue)), required: true, "What relief means here."),
        .init("text", .translated, required: true, "What happens, in plain words."),
        .init("citation", .text, "Where it is written."),
        .init("confidence", .choice(Confidence.allCases.map(\.rawValue)), required: true, "How sure its author is."),
        .init("automatic", .truth, required: true, "Whether it comes without anybody asking for it."),
        .init("after", .object(DayShift.keys), "The wait after the track was completed."),
        .init("within", .object(DayShift.keys), "The time that those who carry it out have."),
    ])

    static let evidence = Shape.object([
        .init("text", .translated, required: true, "What was found."),
        .init("citation", .text, required: true, "The study or the clearing-house."),
    ])

    static let lintAnswer = Shape.object([
        .init("asks", .choice(Equity.Lint.allCases.map(\.rawValue)), required: true, "The check that asks."),
        .init("about", .identifier, required: true, "The criterion or step that it asks about."),
        .init("answer", .translated, required: true, "Why it is so."),
        .init("by", .text, required: true, "Who decided it."),
    ])
}
