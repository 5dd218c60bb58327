import Application
import EventModel
import Workflows

/// The forms by which a version comes into force, and out of it.
extension ModulePage {
    static func propose(
        _ module: InstalledModule, today: Day, tokens: FormTokens, sent: Submission, for reader: Reader
    ) -> Form {
        let from = Field.line(
            "from", reader.words("module.propose-from"), required: true,
            input: .init(type: "date", value: today.description, min: today.description), from: sent)
        let settings = module.document.settings.values.sorted { $0.id < $1.id }
            .map { setting($0, from: sent, for: reader) }
        return Form(
            action: "\(module.pagePath)/propose", tokens: tokens, fields: [from] + settings,
            submit: reader.words("module.propose"))
    }

    /// `refuse` or `retire`, with the reason that each needs.
    static func ending(
        _ step: String, _ module: InstalledModule, tokens: FormTokens, sent: Submission, for reader: Reader
    ) -> Form {
        Form(
            action: "\(module.pagePath)/\(step)", tokens: tokens,
            fields: [.text("reason", reader.words("module.reason"), required: true, rows: 2, from: sent)],
            submit: reader.words("module.\(step)"))
    }

    private static func setting(_ setting: Setting, from sent: Submission, for reader: Reader) -> Field {
        let (name, label) = ("set.\(setting.id)", reader.text(setting.fact.text))
        func choose(_ options: [Field.Option]) -> Field {
            .select(
                name, label, options.withBlank(reader.words("form.choose")), hint: setting.citation,
                required: setting.isRequired, from: sent)
        }
        func line(_ type: String) -> Field {
            .line(
                name, label, hint: setting.citation, required: setting.isRequired, input: .init(type: type), from: sent)
        }
        return switch setting.fact.kind {
        case .choice:
            choose(
                setting.fact.options.sorted { $0.key < $1.key }.map {
                    .init(value: $0.key, label: reader.text($0.value))
                })
        case .truth:
            choose(["true", "false"].map { .init(value: $0, label: reader.words("module.truth.\($0)")) })
        case .number: line("number")
        case .day: line("date")
        case .text: line("text")
        }
    }
}
