import Application
import EventModel

// A county's own questions as fields of a form, and their answers as words.

extension Field {
    /// A question of a county's document. A name of `facts.age` is asked under `facts` with the name `age`.
    static func question(_ question: Question, under path: String, from sent: Submission, for reader: Reader) -> Field {
        let words = reader.words
        let name = "\(path).\(question.name)"
        let hint = question.isPersonal ? words("screening.sealed-hint") : nil
        func options(_ options: [Option]) -> [Option] {
            question.isRequired ? options : options + [Option(value: "", label: words("screening.not-known-answer"))]
        }
        switch question.kind {
        case .truth:
            return .radios(
                name, question.text,
                options([
                    Option(value: "true", label: words("screening.yes")),
                    Option(value: "false", label: words("screening.no")),
                ]), hint: hint, required: question.isRequired, from: sent)
        case .choice:
            let choices = question.choices.map { Option(value: $0.value, label: $0.text) }
            return choices.count > 7
                ? .select(
                    name, question.text, choices.withBlank(words("screening.not-known-answer")), hint: hint,
                    required: question.isRequired, from: sent)
                : .radios(name, question.text, options(choices), hint: hint, required: question.isRequired, from: sent)
        case .number:
            return .line(
                name, question.text, hint: hint, required: question.isRequired,
                input: .init(type: "number", inputMode: "numeric", width: "short"), from: sent)
        case .day:
            return .line(
                name, question.text, hint: hint, required: question.isRequired, input: .init(type: "date"), from: sent)
        case .text:
            return .line(
                name, question.text, hint: hint, required: question.isRequired, input: .init(autocomplete: "off"),
                from: sent)
        }
    }
}

extension Reader {
    /// An answer as people say it.
    func answer(_ known: KnownValue) -> String {
        switch known.status {
        case .withheld: return words("screening.withheld")
        case .erased: return words("screening.erased")
        case .known: break
        }
        let value = known.value ?? ""
        switch known.kind {
        case .truth: return words(value == "true" ? "screening.yes" : "screening.no")
        case .day: return Day(value).map { day($0) } ?? value
        case .choice, .number, .text: return known.words ?? value
        }
    }

    /// An answer beside its question.
    func fact(_ known: KnownValue) -> Fact { Fact(term: known.text, value: answer(known)) }
}

extension Tag {
    /// The tag of what rules say.
    init(finding: String, for reader: Reader) {
        let tone: Tone =
            switch finding {
            case "met": .done
            case "not-met": .rest
            default: .wait
            }
        self.init(
            reader.words("finding.\(finding)"), tone,
            icon: finding == "met" ? "check" : finding == "not-met" ? "x" : "clock")
    }
}
