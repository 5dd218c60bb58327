/// One question of a form, with its hint, its error and the value it was sent with.
struct Field: Hashable, Sendable {
    /// A single-line control.
    struct Input: Hashable, Sendable {
        var type = "text"
        var value: String? = nil
        var autocomplete: String? = nil
        var inputMode: String? = nil
        /// `short`, `medium` or nothing for the full width.
        var width: String? = nil
        var min: String? = nil
        var max: String? = nil
    }

    struct TextArea: Hashable, Sendable {
        var value: String? = nil
        var rows = 4
    }

    /// One answer to choose.
    struct Option: Hashable, Sendable {
        var value: String
        var label: String
        var hint: String? = nil
        var isDisabled = false
        fileprivate(set) var id = ""
        fileprivate(set) var isChosen = false
    }

    struct Choices: Hashable, Sendable {
        var options: [Option]
    }

    /// A date in three fields, for dates that people know by heart.
    struct DateParts: Hashable, Sendable {
        struct Part: Hashable, Sendable {
            var id: String
            var name: String
            var label: String
            var value: String?
            var width: String
            var autocomplete: String?
        }
        var parts: [Part]
    }

    private(set) var id: String
    let name: String
    let label: String
    let hint: String?
    let error: String?
    let isRequired: Bool
    private(set) var describedBy: String?
    private(set) var input: Input?
    private(set) var textArea: TextArea?
    private(set) var select: Choices?
    private(set) var radios: Choices?
    private(set) var checkboxes: Choices?
    private(set) var dateParts: DateParts?
    /// The control that the error summary leads to.
    private(set) var focusID: String

    private init(_ name: String, _ label: String, _ hint: String?, _ isRequired: Bool, _ sent: Submission) {
        self.name = name
        id = "field-\(name)"
        self.label = label
        self.hint = hint
        self.isRequired = isRequired
        error = sent.errors[name]
        let described = [hint == nil ? nil : "\(id)-hint", error == nil ? nil : "\(id)-error"].compactMap { $0 }
        describedBy = described.isEmpty ? nil : described.joined(separator: " ")
        focusID = id
    }

    /// One line of text, or another single control: `email`, `password`, `number`, `date`, `time`, `tel`.
    static func line(
        _ name: String, _ label: String, hint: String? = nil, required: Bool = false, input: Input = Input(),
        from sent: Submission
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        var input = input
        input.value = input.type == "password" ? nil : sent[name] ?? input.value
        if input.type == "number", input.value.flatMap({ Int($0) }) == nil { input.value = nil }
        if ["date", "time", "number"].contains(input.type), input.width == nil { input.width = "medium" }
        field.input = input
        return field
    }

    /// Several lines of text.
    static func text(
        _ name: String, _ label: String, hint: String? = nil, required: Bool = false, rows: Int = 4,
        from sent: Submission
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        field.textArea = TextArea(value: sent[name], rows: rows)
        return field
    }

    /// One of a long list.
    static func select(
        _ name: String, _ label: String, _ options: [Option], hint: String? = nil, required: Bool = false,
        from sent: Submission
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        field.select = field.choices(options, chosen: sent.all(name))
        return field
    }

    /// One of a few.
    static func radios(
        _ name: String, _ label: String, _ options: [Option], hint: String? = nil, required: Bool = false,
        from sent: Submission
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        field.radios = field.choices(options, chosen: sent.all(name))
        field.focusID = "\(field.id)-1"
        return field
    }

    /// Any of a few. A required one needs at least one answer, which only the server can check.
    static func checkboxes(
        _ name: String, _ label: String, _ options: [Option], hint: String? = nil, required: Bool = false,
        from sent: Submission
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        field.checkboxes = field.choices(options, chosen: sent.all(name))
        field.focusID = "\(field.id)-1"
        return field
    }

    /// A date as month, day and year, sent as `nameMonth`, `nameDay` and `nameYear`.
    static func memorableDate(
        _ name: String, _ label: String, hint: String? = nil, required: Bool = false, autocomplete: Bool = false,
        from sent: Submission, for reader: Reader
    ) -> Field {
        var field = Field(name, label, hint, required, sent)
        let order = reader.language == .english ? ["Month", "Day", "Year"] : ["Day", "Month", "Year"]
        field.dateParts = DateParts(
            parts: order.map { part in
                DateParts.Part(
                    id: "\(field.id)-\(part.lowercased())", name: name + part,
                    label: reader.words("form.date.\(part.lowercased())"), value: sent[name + part],
                    width: part == "Year" ? "year" : "two",
                    autocomplete: autocomplete ? "bday-\(part.lowercased())" : nil)
            })
        field.focusID = "\(field.id)-\(order[0].lowercased())"
        return field
    }

    /// The same field under an id of its own, for a page that asks it more than once.
    func identified(by suffix: String) -> Field {
        var field = self
        field.id = "\(id)-\(suffix)"
        field.describedBy = describedBy?.split(separator: " ")
            .map { $0.hasSuffix("-hint") ? "\(field.id)-hint" : "\(field.id)-error" }.joined(separator: " ")
        field.focusID = field.id
        return field
    }

    private func choices(_ options: [Option], chosen: [String]) -> Choices {
        Choices(
            options: options.enumerated().map { index, option in
                var option = option
                option.id = "\(id)-\(index + 1)"
                option.isChosen = chosen.contains(option.value)
                return option
            })
    }
}

extension [Field.Option] {
    /// The options of a coded list, worded by `prefix.code`.
    static func codes(_ codes: [String], _ prefix: String, for reader: Reader) -> [Field.Option] {
        codes.map {
            Field.Option(
                value: $0, label: reader.words("\(prefix).\($0)"), hint: reader.words.ifKnown("\(prefix)-hint.\($0)"))
        }
    }

    /// The same list with an empty first answer, for a `select` that may stay unanswered.
    func withBlank(_ label: String) -> [Field.Option] { [Field.Option(value: "", label: label)] + self }
}
