/// The forms of a new referral, screen by screen. Field names are those of the API.
struct ReferForms {
    let reader: Reader
    let tokens: FormTokens
    let sent: Submission

    private var words: Words { reader.words }

    /// What a consent can cover, and what a partner can then be shown.
    static let shareable = ["name", "birth-date", "phone", "email", "contact-preference", "language", "need"]

    private func form(_ action: String, _ fields: [Field], submit: String? = nil, hidden: [HiddenField] = []) -> Form {
        Form(
            action: action, tokens: tokens, hidden: hidden, fields: fields,
            submit: submit ?? words("refer.continue"))
    }

    /// Somebody already known, or somebody new. The value of a known person is their id; `new` stands for a new one.
    func who(action: String, known: [Field.Option]) -> Form {
        form(
            action,
            [
                .radios(
                    "participant", words("refer.who.label"),
                    known + [
                        Field.Option(value: "new", label: words("refer.who.new"), hint: words("refer.who.new-hint"))
                    ],
                    required: true, from: sent)
            ])
    }

    func name(action: String) -> Form {
        form(
            action,
            [
                .line(
                    "givenName", words("field.givenName"), required: true, input: .init(autocomplete: "off"), from: sent
                ),
                .line(
                    "familyName", words("field.familyName"), required: true, input: .init(autocomplete: "off"),
                    from: sent),
                .line(
                    "preferredName", words("field.preferredName"), hint: words("field.preferredName-hint"),
                    input: .init(autocomplete: "off"), from: sent),
            ])
    }

    func birthDate(action: String) -> Form {
        form(
            action,
            [
                .memorableDate(
                    "birthDate", words("field.birthDate"), hint: words("form.date.hint"), required: true, from: sent,
                    for: reader)
            ])
    }

    func contact(action: String) -> Form {
        form(
            action,
            [
                .line(
                    "phone", words("field.phone"), input: .init(type: "tel", autocomplete: "off", width: "medium"),
                    from: sent),
                .line("email", words("field.email"), input: .init(type: "email", autocomplete: "off"), from: sent),
                .line(
                    "contactPreference", words("field.contactPreference"), hint: words("field.contactPreference-hint"),
                    input: .init(autocomplete: "off"), from: sent),
            ])
    }

    func about(action: String, languages: [String] = ["en", "es", "pl", "zh", "ar", "other"]) -> Form {
        let sources = [Field.Option].codes(["self", "agency"], "source", for: reader)
        return form(
            action,
            [
                .select(
                    "language", words("field.language"),
                    .codes(languages, "language", for: reader).withBlank(words("form.not-asked")), from: sent),
                .radios(
                    "race", words("field.race"),
                    .codes(
                        [
                            "american-indian", "asian", "black", "hispanic", "middle-eastern", "pacific-islander",
                            "white",
                            "more-than-one", "another", "not-said",
                        ], "race", for: reader), from: sent),
                .radios("raceSource", words("field.raceSource"), sources, from: sent),
                .radios(
                    "gender", words("field.gender"),
                    .codes(["woman", "man", "nonbinary", "another", "not-said"], "gender", for: reader), from: sent),
                .radios("genderSource", words("field.genderSource"), sources, from: sent),
            ])
    }

    func caseNumber(action: String) -> Form {
        form(
            action,
            [
                .line(
                    "caseNumber", words("field.caseNumber"), hint: words("field.caseNumber-hint"),
                    input: .init(autocomplete: "off", width: "medium"), from: sent)
            ])
    }

    /// - parameter recipients: the organizations that the consent may name.
    func consent(action: String, recipients: [Field.Option] = []) -> Form {
        let who =
            recipients.isEmpty
            ? []
            : [
                Field.checkboxes(
                    "recipients", words("field.recipients"), recipients, hint: words("field.recipients-hint"),
                    required: true, from: sent)
            ]
        return form(
            action,
            who + [
                .line("signedOn", words("field.signedOn"), required: true, input: .init(type: "date"), from: sent),
                .radios(
                    "method", words("field.method"),
                    .codes(["in-person", "phone-with-witness", "electronic"], "consent-method", for: reader),
                    required: true, from: sent),
                .checkboxes(
                    "scope", words("field.scope"), .codes(Self.shareable, "share", for: reader),
                    hint: words("field.scope-hint"), required: true, from: sent),
                .line(
                    "expiresOn", words("field.expiresOn"), hint: words("field.expiresOn-hint"), required: true,
                    input: .init(type: "date"), from: sent),
            ])
    }

    func need(action: String) -> Form {
        form(
            action,
            [
                .text("need", words("field.need"), hint: words("field.need-hint"), required: true, rows: 5, from: sent),
                .radios(
                    "priority", words("field.priority"), .codes(["routine", "urgent"], "priority", for: reader),
                    required: true, from: sent),
            ])
    }

    /// A program that could take the person: its hint says places, reply time and whether it accepts.
    func program(
        id: String, name: String, organization: String, open: Int, replyHours: Double?, isPaused: Bool
    ) -> Field.Option {
        let places = isPaused ? words("places.paused") : words("places.open", ["count": open])
        let reply =
            replyHours.map { words("places.replies", ["time": reader.duration($0 * 3600)]) }
            ?? words("places.no-replies")
        return Field.Option(
            value: id, label: words("refer.partner.option", ["program": name, "organization": organization]),
            hint: words("refer.partner.option-hint", ["places": places, "reply": reply]), isDisabled: isPaused)
    }

    func partner(action: String, programs: [Field.Option]) -> Form {
        form(action, [.radios("program", words("field.program"), programs, required: true, from: sent)])
    }

    /// The fields that the consent covers; all of them chosen unless the sender trims.
    func share(action: String, covered: [String]) -> Form {
        form(
            action,
            [
                .checkboxes(
                    "share", words("field.share"), .codes(covered, "share", for: reader),
                    hint: words("field.share-hint"),
                    required: true, from: sent)
            ])
    }
}
