import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// A new screening: who, for what, and what is known of the case.
extension WebRoutes {
    private static let start = "/screenings/new"

    func addNewScreening(to router: Router<GatewayContext>) {
        page("/screenings/new", on: router) { visit in
            guard let id = visit.query["person"].flatMap({ UUID(uuidString: $0) }) else {
                return try await whoPage(visit)
            }
            let person = try await throughline.participant(id, for: try visit.principal())
            guard let track = try await chosenTrack(visit.query, visit) else {
                return try await whatPage(person, visit)
            }
            return try await factsPage(person, track, visit)
        }
        post("/screenings/new/find", on: router) { visit, form in
            let sealed = form["q"].flatMap { visit.seal?.seal(Data($0.prefix(200).utf8)) }
            return .seeOther(Filters.url(Self.start, ["q": sealed ?? ""]))
        }
        post("/screenings/new/person", on: router) { visit, form in try await register(form, visit) }
        post("/screenings/new", on: router) { visit, form in try await screen(form, visit) }
    }

    private func tracks(_ visit: Visit) async throws -> [ScreeningTrack] {
        try await throughline.screeningTracks(
            in: try visit.slug(), language: visit.words.language.rawValue, for: try visit.principal())
    }

    private func chosenTrack(_ sent: SentForm, _ visit: Visit) async throws -> ScreeningTrack? {
        guard let track = sent["track"] else { return nil }
        return try await tracks(visit).first { $0.track == track && $0.module == sent["module"] ?? $0.module }
    }

    private func show(_ page: NewScreeningPage, _ visit: Visit, status: HTTPResponse.Status = .ok) -> Response {
        visit.page(page, title: page.title, current: .screenings, layout: .wide, status: status)
    }

    // MARK: Who

    private func whoPage(
        _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:], problem: String? = nil
    ) async throws -> Response {
        let words = visit.words
        guard try await !tracks(visit).isEmpty else { return nothingToScreenFor(visit) }
        var page = NewScreeningPage(title: words("screening.new.who"), lead: words("screening.new.who-lead"))
        let search = visit.query["q"].flatMap { visit.seal?.open($0).map { String(decoding: $0, as: UTF8.self) } }
        page.find = Form(
            action: "\(Self.start)/find", tokens: visit.tokens(),
            fields: [
                .line(
                    "q", words("screening.new.find"), input: .init(type: "search", autocomplete: "off"),
                    from: Submission(["q": search ?? ""]))
            ], submit: words("screening.new.find.submit"))
        if let search, !search.isEmpty {
            let people = try await throughline.people(
                named: search, in: try visit.slug(), for: try visit.principal())
            page.matchesTitle = words("screening.new.matches", ["count": people.count])
            page.matches = people.map { person in
                Link(
                    label: person.name.full ?? visit.name(person.name),
                    href: Filters.url(Self.start, ["person": person.id.text]),
                    context: person.fields["birthDate"].flatMap { Day($0) }.map { visit.reader.day($0) })
            }
        }
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        let fields: [Field] = ["givenName", "familyName", "caseNumber"].map { name in
            .line(
                name, words("field.\(name)"), hint: words.ifKnown("field.\(name)-hint"), required: true,
                input: .init(autocomplete: "off", width: name == "caseNumber" ? "medium" : nil), from: submission)
        }
        page.registerTitle = words("screening.new.register")
        page.register = Form(
            action: "\(Self.start)/person", tokens: visit.tokens(key: sent?["key"]), fields: fields,
            submit: words("screening.new.register.submit"))
        page.errors = ErrorSummary(fields, other: problem.map { [$0] } ?? [])
        return show(page, visit, status: sent == nil ? .ok : .unprocessableContent)
    }

    private func nothingToScreenFor(_ visit: Visit) -> Response {
        var page = NewScreeningPage(title: visit.words("screening.new.link"))
        page.empty = EmptyState(
            title: visit.words("screening.new.none-title"), text: visit.words("screening.new.none-text"),
            link: Link(label: visit.words("nav.screenings"), href: Place.screenings.path))
        return show(page, visit)
    }

    private func register(_ form: SentForm, _ visit: Visit) async throws -> Response {
        let words = visit.words
        let names = ["givenName", "familyName", "caseNumber"]
        let errors = names.filter { form[$0] == nil }.reduce(into: [String: String]()) {
            $0[$1] = words("form.required")
        }
        let back = visit.belonging(to: Self.start)
        guard errors.isEmpty else { return try await whoPage(back, sent: form, errors: errors) }
        var person = ParticipantInput()
        person.givenName = form["givenName"]
        person.familyName = form["familyName"]
        person.caseNumber = form["caseNumber"]
        let slug = try visit.slug()
        let made = try await throughline.registerParticipant(person, in: slug, try visit.command(form))
        await throughline.settle(slug, to: made.receipt.position)
        return .seeOther(Filters.url(Self.start, ["person": made.participant.text]))
    }

    // MARK: For what

    private func whatPage(_ person: ParticipantDetail, _ visit: Visit) async throws -> Response {
        let words = visit.words
        let tracks = try await tracks(visit)
        guard !tracks.isEmpty else { return nothingToScreenFor(visit) }
        var page = NewScreeningPage(
            title: words("screening.new.what", ["name": visit.name(person.name)]),
            back: Link(label: words("screening.new.back"), href: Self.start))
        page.tracks = tracks.map { track in
            Link(
                label: track.title,
                href: Filters.url(
                    Self.start, ["person": person.id.text, "track": track.track, "module": track.module]),
                context: words(
                    "screening.new.track",
                    [
                        "kind": words("screening.kind.\(track.kind)"), "module": track.moduleTitle,
                        "version": track.version,
                    ]))
        }
        return show(page, visit)
    }

    // MARK: What is known

    private func factsPage(
        _ person: ParticipantDetail, _ track: ScreeningTrack, _ visit: Visit, sent: SentForm? = nil,
        errors: [String: String] = [:], problem: String? = nil
    ) async throws -> Response {
        let words = visit.words
        let submission =
            sent?.submission(errors: errors) ?? Submission(["on": visit.today().description], errors: errors)
        var filter = CaseFilter()
        filter.participant = person.id
        let cases = try await throughline.cases(filter, in: try visit.slug(), limit: 20, for: try visit.principal())
        var fields: [Field] = []
        if cases.items.isEmpty {
            fields.append(
                .line(
                    "caseNumber", words("field.caseNumber"), hint: words.ifKnown("field.caseNumber-hint"),
                    required: true, input: .init(autocomplete: "off", width: "medium"), from: submission))
        } else if cases.items.count > 1 {
            let options = cases.items.map {
                Field.Option(
                    value: $0.row.key,
                    label: $0.number ?? $0.row.offenseCategory ?? visit.reader.dateTime($0.row.openedAt))
            }
            fields.append(.radios("caseId", words("field.caseNumber"), options, required: true, from: submission))
        }
        fields.append(
            .line(
                "on", words("screening.new.on"), hint: words("screening.new.on-hint"), required: true,
                input: .init(type: "date"), from: submission))
        fields += track.questions.map { .question($0, under: "facts", from: submission, for: visit.reader) }
        var page = NewScreeningPage(
            title: words("screening.new.facts", ["name": visit.name(person.name)]),
            lead: words("screening.new.facts-lead", ["track": track.title]),
            back: Link(label: words("screening.new.back"), href: Filters.url(Self.start, ["person": person.id.text])))
        page.evidence = track.evidence.map { Fact(term: $0.citation, value: $0.text) }
        page.form = Form(
            action: Self.start, tokens: visit.tokens(key: sent?["key"]),
            hidden: [
                HiddenField(name: "person", value: person.id.text), HiddenField(name: "track", value: track.track),
                HiddenField(name: "module", value: track.module),
            ], fields: fields, submit: words("screening.new.submit"),
            cancel: Link(label: words("form.cancel"), href: Place.screenings.path))
        page.errors = ErrorSummary(fields, other: problem.map { [$0] } ?? [])
        return show(page, visit, status: sent == nil ? .ok : .unprocessableContent)
    }

    private func screen(_ form: SentForm, _ visit: Visit) async throws -> Response {
        let words = visit.words
        guard let id = form["person"].flatMap({ UUID(uuidString: $0) }), let track = try await chosenTrack(form, visit)
        else { throw Failure.notFound }
        let slug = try visit.slug()
        let day = form["on"].flatMap { Day($0) }
        do {
            guard form["on"] == nil || day != nil else {
                throw Failure.invalid([InvalidField("on", .malformed)])
            }
            let input = ScreeningInput(
                participant: id, caseId: form["caseId"].flatMap { UUID(uuidString: $0) },
                caseNumber: form["caseNumber"], track: track.track, module: track.module, on: day,
                facts: form.answers(under: "facts"))
            let receipt = try await throughline.screen(input, in: slug, try visit.command(form))
            await throughline.settle(slug, to: receipt.position)
            return visit.goOn(
                to: "/screenings/\(receipt.id.text)", saying: FlashNote("event.screening.made", receipt.id))
        } catch let failure as Failure {
            let fields = Set(track.questions.map { "facts.\($0.name)" }).union(["on", "caseNumber", "caseId"])
            guard var complaint = visit.reader.complaints(failure, fields: fields) else { throw failure }
            // Without a case the form asks for its number.
            if complaint.errors["caseId"] != nil { complaint.errors["caseNumber"] = words("form.required") }
            let person = try await throughline.participant(id, for: try visit.principal())
            return try await factsPage(
                person, track, visit.belonging(to: Self.start), sent: form, errors: complaint.errors,
                problem: complaint.problem)
        }
    }
}
