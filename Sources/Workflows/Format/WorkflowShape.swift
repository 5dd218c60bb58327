/// The format of workflow documents, version 1.
enum WorkflowShape {
    static let format = "workflow/1"

    static let document = Shape.object([
        .init("throughline", .choice([format]), required: true, "The format of this document."),
        .init("id", .identifier, required: true, "The module's name; the same in every version."),
        .init("version", .text, required: true, "Three numbers, as 1.0.0. An activated version never changes."),
        .init("title", .translated, required: true, "What people call it."),
        .init("jurisdictions", .list(.text), required: true, "The slugs of the jurisdictions that it is for."),
        .init("facts", .map(fact), required: true, "What a screening needs to know, by name."),
        .init("tracks", .list(track), required: true, "The programs or policies that a case is screened for."),
        .init("equity", .list(lintAnswer), "Answers to what the equity checks ask."),
    ])

    static let fact = Shape.object([
        .init("text", .translated, required: true, "The question, or what the fact is."),
        .init("kind", .choice(Fact.Kind.allCases.map(\.rawValue)), required: true, "What its values are."),
        .init("options", .map(.translated), "The values of a choice, with their words."),
        .init(
            "from", .choice(RecordField.allCases.map(\.rawValue)),
            "Where the record has it. Without it, a person is asked."),
        .init(
            "concerns", .choice(Fact.Concern.allCases.map(\.rawValue)),
            "What a rule on it would ask of people; the equity checks look at it."),
        .init("sensitivity", .choice(Fact.Sensitivity.allCases.map(\.rawValue)), required: true, "Who may see it."),
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
        .init("about", .identifier, required: true, "The criterion or track that it asks about."),
        .init("answer", .translated, required: true, "Why it is so."),
        .init("by", .text, required: true, "Who decided it."),
    ])
}
