import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// Shows the screens of a new referral.
extension WebRoutes {
    func show(
        _ screen: ReferScreen, _ state: ReferState, _ visit: Visit, sent: SentForm? = nil,
        errors: [String: String] = [:], problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        if screen == .check { return try await checkPage(state, visit, problem: problem, status: status) }
        let words = visit.words
        let sealed = state.sealed(visit.seal)
        let kept = sent?.submission(errors: errors) ?? submission(screen, state, visit)
        let forms = ReferForms(reader: visit.reader, tokens: visit.tokens(key: sent?["key"]), sent: kept)
        let action = "/refer/\(screen.rawValue)"
        var preview: [Fact] = []
        var withheld: [String] = []
        var form: Form
        switch screen {
        case .person: form = try await whoForm(forms, action, state, visit)
        case .name: form = forms.name(action: action)
        case .birthDate: form = forms.birthDate(action: action)
        case .contact: form = forms.contact(action: action)
        case .about: form = forms.about(action: action)
        case .caseNumber: form = forms.caseNumber(action: action)
        case .consent:
            let names = try await ListNames(throughline, in: try visit.slug())
            form = forms.consent(action: action, recipients: names.partnerOptions)
        case .need: form = forms.need(action: action)
        case .partner: form = forms.partner(action: action, programs: try await programs(forms, visit))
        case .share:
            let covered = covered(state)
            form = forms.share(action: action, covered: covered)
            let chosen = sent.map { $0.all("share") } ?? state.share ?? covered
            preview = try await self.preview(state, chosen, visit)
            withheld = ReferForms.shareable.filter { !chosen.contains($0) }.map { words("share.\($0)") }
        case .check: throw Failure.notFound
        }
        form.hidden.append(HiddenField(name: "s", value: sealed))
        let model = ReferStepPage(
            step: screen.step, question: screen.question, form: form,
            backHref: Filters.url(Place.refer.path, ["s": sealed]), problem: problem, preview: preview,
            withheld: withheld,
            for: visit.reader)
        return visit.page(model, title: model.title, current: .refer, status: status)
    }

    /// What the screen was answered with before.
    private func submission(_ screen: ReferScreen, _ state: ReferState, _ visit: Visit) -> Submission {
        var values: [String: [String]] = [:]
        func put(_ name: String, _ value: String?) { if let value { values[name] = [value] } }
        let person = state.person
        switch screen {
        case .person:
            put("q", state.search)
            put("participant", state.participant?.text)
        case .name:
            put("givenName", person?.givenName)
            put("familyName", person?.familyName)
            put("preferredName", person?.preferredName)
        case .birthDate:
            put("birthDateYear", person?.birthDate.map { "\($0.year)" })
            put("birthDateMonth", person?.birthDate.map { "\($0.month)" })
            put("birthDateDay", person?.birthDate.map { "\($0.day)" })
        case .contact:
            put("phone", person?.phone)
            put("email", person?.email)
            put("contactPreference", person?.contactPreference)
        case .about:
            put("language", person?.language)
            put("race", person?.race?.value)
            put("raceSource", person?.race?.source)
            put("gender", person?.gender?.value)
            put("genderSource", person?.gender?.source)
        case .caseNumber: put("caseNumber", person?.caseNumber)
        case .consent:
            put("signedOn", state.consent?.signedOn.description)
            put("expiresOn", state.consent?.expiresOn?.description)
            values["scope"] = state.consent?.scope
            values["recipients"] = state.consent?.recipients.map(\.text)
        case .need:
            put("need", state.need)
            put("priority", state.priority ?? "routine")
        case .partner: put("program", state.program?.text)
        case .share: values["share"] = state.share ?? covered(state)
        case .check: break
        }
        return Submission(values: values)
    }

    private func whoForm(_ forms: ReferForms, _ action: String, _ state: ReferState, _ visit: Visit) async throws
        -> Form
    {
        var known: [Field.Option] = []
        if let search = state.search {
            known = try await throughline.people(named: search, in: try visit.slug(), for: try visit.principal()).map {
                person in
                let born = person.fields["birthDate"].flatMap { Day($0) }.map { visit.reader.day($0) }
                return Field.Option(
                    value: person.id.text, label: person.name.full ?? visit.name(person.name), hint: born)
            }
        } else if let id = state.participant, let name = state.name {
            known = [Field.Option(value: id.text, label: name)]
        }
        var form = forms.who(action: action, known: known)
        form.fields.insert(
            .line(
                "q", visit.words("refer.who.search"),
                hint: state.search != nil && known.isEmpty
                    ? visit.words("refer.who.nobody") : visit.words("refer.who.search-hint"),
                input: .init(type: "search", autocomplete: "off"), from: forms.sent), at: 0)
        return form
    }

    /// Programs that could take the person; those with open places come first.
    private func programs(_ forms: ReferForms, _ visit: Visit) async throws -> [Field.Option] {
        try await throughline.programs(in: try visit.slug())
            .sorted {
                ($0.row.accepting ? 0 : 1, -$0.row.available, $0.row.name) < (
                    $1.row.accepting ? 0 : 1, -$1.row.available, $1.row.name
                )
            }
            .compactMap { program in
                program.id.map {
                    forms.program(
                        id: $0.text, name: program.row.name, organization: program.organization,
                        open: program.row.available, replyHours: program.replyHours, isPaused: !program.row.accepting)
                }
            }
    }

    /// What the consent lets the partner see.
    func covered(_ state: ReferState) -> [String] {
        let scope = Set(state.consent?.scope ?? [])
        return ReferForms.shareable.filter(scope.contains)
    }

    /// What the partner will see, field by field.
    private func preview(_ state: ReferState, _ chosen: [String], _ visit: Visit) async throws -> [Fact] {
        guard let id = state.participant else { return [] }
        let person = try await throughline.participant(id, for: try visit.principal())
        let words = visit.words
        return chosen.compactMap { code in
            let value: String? =
                switch code {
                case "name": person.name.short
                case "birth-date": person.fields["birthDate"].flatMap { Day($0) }.map { visit.reader.day($0) }
                case "phone": person.fields["phone"]
                case "email": person.fields["email"]
                case "contact-preference": person.fields["contactPreference"]
                case "need": state.need
                default: nil
                }
            return value.map { Fact(term: words("share.\(code)"), value: $0) }
        }
    }

    private func checkPage(
        _ state: ReferState, _ visit: Visit, problem: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let words = visit.words
        let sealed = state.sealed(visit.seal)
        func section(_ step: ReferPage.Step, _ screen: ReferScreen, _ facts: [(String, String?)])
            -> ReferCheckPage.Section
        {
            .init(
                step, changeHref: screen.href(sealed),
                facts: facts.compactMap { term, value in value.map { Fact(term: words(term), value: $0) } },
                for: visit.reader)
        }
        func list(_ codes: [String]?) -> String? {
            codes.map { $0.map { words("share.\($0)") }.joined(separator: words("list.separator")) }
        }
        let sections = [
            section(.person, .person, [("share.name", state.name)]),
            section(
                .consent, .consent,
                [
                    ("field.signedOn", state.consent.map { visit.reader.day($0.signedOn) }),
                    ("field.expiresOn", state.consent?.expiresOn.map { visit.reader.day($0) }),
                    ("field.scope", list(state.consent?.scope)),
                ]),
            section(
                .need, .need,
                [("share.need", state.need), ("field.priority", state.priority.map { words("priority.\($0)") })]),
            section(
                .partner, .partner, [("field.program", state.programName), ("referral.partner", state.partnerName)]),
            section(.share, .share, [("field.share", list(state.share))]),
        ]
        var model = ReferCheckPage(
            sections: sections, organization: state.partnerName ?? "",
            deadline: words("deadlines.working-days", ["count": ClockLimits.standard.acknowledge]),
            backHref: Filters.url(Place.refer.path, ["s": sealed]), action: "/refer/check", tokens: visit.tokens(),
            problem: problem, for: visit.reader)
        model.send.hidden.append(HiddenField(name: "s", value: sealed))
        return visit.page(model, title: words("refer.check.title"), current: .refer, status: status)
    }
}
