import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// The forms of a referral's steps, and what they send.
extension WebRoutes {
    func addActions(to router: Router<GatewayContext>) {
        page("/referrals/:id/do/:verb", on: router) { visit in
            let verb = try Self.verb(visit)
            let detail = try await throughline.referral(try visit.id(), for: try visit.principal())
            guard detail.verbs.contains(verb) else { return notOpen(verb, detail, visit) }
            return try await actionPage(verb, detail, visit.reading(in: detail.jurisdiction.zone))
        }
        post("/referrals/:id/do/:verb", on: router) { visit, form in
            try await take(try Self.verb(visit), form, visit)
        }
        page("/referrals/:id/disposition", on: router) { visit in
            let detail = try await throughline.referral(try visit.id(), for: try visit.principal())
            guard detail.mayRecordDisposition else {
                throw Failure.denied(Denied(.role, .recordDisposition))
            }
            return dispositionPage(detail, visit.reading(in: detail.jurisdiction.zone))
        }
        post("/referrals/:id/disposition", on: router) { visit, form in try await recordDisposition(form, visit) }
    }

    private static func verb(_ visit: Visit) throws -> ReferralVerb {
        guard let verb = visit.context.parameters.get("verb").flatMap(ReferralVerb.init(rawValue:)) else {
            throw Failure.notFound
        }
        return verb
    }

    // MARK: Showing a form

    private func actionPage(
        _ verb: ReferralVerb, _ detail: ReferralDetail, _ visit: Visit, sent: SentForm? = nil,
        errors: [String: String] = [:], problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let action = ReferralAction(rawValue: verb.rawValue) else { throw Failure.notFound }
        let words = visit.words
        let path = "/referrals/\(detail.id.text)"
        var choices = ReferralAction.Choices()
        var hidden = [HiddenField(name: "version", value: sent?["version"] ?? "\(detail.version)")]
        var correcting: Corrections.Entry?
        switch verb {
        case .decline:
            choices.programs = try await ListNames(throughline, in: detail.jurisdiction.slug).programs
                .filter { $0.row.organization != detail.state.partner }.compactMap { program in
                    program.id.map {
                        .init(
                            value: $0.text,
                            label: words(
                                "refer.partner.option",
                                ["program": program.row.name, "organization": program.organization]))
                    }
                }
        case .accept:
            let program = try await throughline.programs(in: detail.jurisdiction.slug).first {
                $0.id == detail.state.program
            }
            choices.isFull = program?.row.available == 0 || errors["capacityOverride"] != nil
        case .correct:
            let corrections = Corrections(detail, visit)
            choices.correctable = corrections.options(for: visit.reader)
            correcting = corrections[sent?["choice"] ?? visit.query["field"]]
            if let entry = correcting {
                choices.correcting = .init(field: entry.field.rawValue, codes: entry.codes)
                hidden += [
                    HiddenField(name: "choice", value: entry.choice),
                    HiddenField(name: "field", value: entry.field.rawValue),
                ]
                if let event = entry.event { hidden.append(HiddenField(name: "event", value: event.text)) }
                if let was = entry.was { hidden.append(HiddenField(name: "was", value: was)) }
            }
        default: break
        }
        var submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        if sent == nil, verb == .beginService || verb == .recordSession {
            submission.values["on"] = [visit.today().description]
        }
        var model = ActionPage(
            action, name: visit.name(detail.name), number: detail.state.number, program: detail.program ?? "",
            post: "\(path)/do/\(verb.rawValue)", tokens: visit.tokens(key: sent?["key"]), hidden: hidden,
            sent: submission,
            choices: choices, quote: verb == .supplyInformation ? detail.state.openQuestion?.text : nil,
            problem: problem,
            backHref: path, for: visit.reader)
        if let correcting { model.lead = words("action.correct.was", ["value": correcting.says]) }
        return visit.page(model, title: model.title, layout: .wide, status: status)
    }

    /// Says why a step cannot be taken now.
    private func notOpen(_ verb: ReferralVerb, _ detail: ReferralDetail, _ visit: Visit) -> Response {
        let back = Link(label: visit.words("action.back"), href: "/referrals/\(detail.id.text)", isMain: true)
        guard !verb.fits(detail.state) else {
            let failure = Failure.denied(Denied(.role, verb.action))
            return visit.response(to: Problem(failure), links: [back])
        }
        let refused = Refused("referral.not-now", ["status": detail.state.status.rawValue])
        return visit.response(to: Problem(refused), detail: visit.reader.sentence(for: refused), links: [back])
    }

    // MARK: Taking a step

    private func take(_ verb: ReferralVerb, _ form: SentForm, _ visit: Visit) async throws -> Response {
        let id = try visit.id()
        if verb == .correct, form["now"] == nil, form["why"] == nil, let choice = form["field"], form["choice"] == nil {
            return .seeOther(Filters.url("/referrals/\(id.text)/do/correct", ["field": choice]))
        }
        // "Didn't come" asks one thing more, on the card itself.
        if verb == .recordSession, form["from"] == "active", form["attendance"] == "did-not-come",
            form["whoCouldNot"] == nil
        {
            return .seeOther("/inbox/active?ask=\(id.text)#card-\(id.text)")
        }
        do {
            let command = try visit.command(form, versioned: verb != .acknowledge)
            let receipt = try await throughline.take(verb, on: id, with: try ReferralInput(form), command)
            try await settle(receipt, id, visit)
            return visit.goOn(to: Self.next(after: verb, id, form), saying: FlashNote(Self.eventKey(verb), id))
        } catch let failure as Failure {
            return try await answer(failure, to: verb, form, visit)
        }
    }

    private func answer(
        _ failure: Failure, to verb: ReferralVerb, _ form: SentForm, _ visit: Visit
    ) async throws -> Response {
        switch failure {
        case .stale, .refused, .invalid, .conflict: break
        default: throw failure
        }
        let detail = try await throughline.referral(try visit.id(), for: try visit.principal())
        let visit = visit.reading(in: detail.jurisdiction.zone)
        if case .stale = failure { return changedMeanwhile(detail, since: form["version"], visit) }
        if case .conflict = failure { return changedMeanwhile(detail, since: form["version"], visit) }
        guard detail.verbs.contains(verb) else { return notOpen(verb, detail, visit) }
        let complaints = visit.reader.complaints(failure, fields: Self.fields(of: verb))
        return try await actionPage(
            verb, detail, visit, sent: form, errors: complaints?.errors ?? [:], problem: complaints?.problem,
            status: failure.isAboutForm ? .unprocessableContent : .conflict)
    }

    /// The page that says what somebody else did first.
    func changedMeanwhile(_ detail: ReferralDetail, since version: String?, _ visit: Visit) -> Response {
        let seen = version.flatMap { Int64($0) } ?? 0
        let news = detail.timeline.filter { $0.event.stream.kind == "referral" && $0.event.streamVersion > seen }
        let sentences = EventRecords(news, for: visit.reader).records.map { record in
            let line = TimelineLine(record, for: visit.reader)
            return [line.title, line.who, line.when.text].compactMap { $0 }.joined(
                separator: visit.words("list.separator"))
        }
        let back = Link(label: visit.words("action.back"), href: "/referrals/\(detail.id.text)", isMain: true)
        return visit.response(
            to: Problem(Failure.conflict), detail: sentences.isEmpty ? nil : sentences.joined(separator: ". ") + ".",
            links: [back])
    }

    /// Waits until the pages show what a command did.
    func settle(_ receipt: Receipt, _ referral: UUID, _ visit: Visit) async throws {
        let slug = try await throughline.county(ofReferral: referral, for: try visit.principal())
        await throughline.settle(slug, to: receipt.position)
    }

    private static func next(after verb: ReferralVerb, _ id: UUID, _ form: SentForm) -> String {
        switch form["from"] {
        case "inbox": "/inbox"
        case "active": "/inbox/active"
        default: "/referrals/\(id.text)"
        }
    }

    private static func fields(of verb: ReferralVerb) -> Set<String> {
        switch verb {
        case .offer, .acknowledge, .withdrawAcknowledgement, .resume: []
        case .requestInformation: ["question"]
        case .supplyInformation: ["answer"]
        case .accept: ["capacityOverride"]
        case .waitlist: ["reviewBy"]
        case .decline: ["code", "note", "redirectTo", "placesOpenOn"]
        case .recall, .reopen, .markEnteredInError: ["reason"]
        case .scheduleIntake: ["on", "time", "place"]
        case .beginService: ["on"]
        case .recordSession: ["attendance", "whoCouldNot", "on", "note"]
        case .reportProgress: ["note"]
        case .hold: ["code", "reviewBy", "note"]
        case .complete: ["outcome", "note"]
        case .reportUnsuccessful: ["code", "note"]
        case .withdraw: ["by", "code", "note"]
        case .correct: ["field", "now", "why"]
        }
    }

    /// The words of the event that a step leaves behind.
    static func eventKey(_ verb: ReferralVerb) -> String {
        let type =
            switch verb {
            case .offer: Referral.Offered.type
            case .acknowledge: Referral.Acknowledged.type
            case .withdrawAcknowledgement: Referral.AcknowledgementWithdrawn.type
            case .requestInformation: Referral.InformationRequested.type
            case .supplyInformation: Referral.InformationSupplied.type
            case .accept: Referral.Accepted.type
            case .waitlist: Referral.Waitlisted.type
            case .decline: Referral.Declined.type
            case .recall: Referral.Recalled.type
            case .scheduleIntake: Referral.IntakeScheduled.type
            case .beginService: Referral.ServiceBegan.type
            case .recordSession: Referral.SessionRecorded.type
            case .reportProgress: Referral.ProgressReported.type
            case .hold: Referral.Held.type
            case .resume: Referral.Resumed.type
            case .complete: Referral.Completed.type
            case .reportUnsuccessful: Referral.Unsuccessful.type
            case .withdraw: Referral.Withdrawn.type
            case .reopen: Referral.Reopened.type
            case .correct: Referral.Corrected.type
            case .markEnteredInError: Referral.EnteredInError.type
            }
        return "event.\(type)"
    }

    // MARK: Disposition

    private func dispositionPage(
        _ detail: ReferralDetail, _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:],
        problem: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        let path = "/referrals/\(detail.id.text)"
        let submission = sent?.submission(errors: errors) ?? Submission(["on": visit.today().description])
        let model = ActionPage(
            .recordDisposition, name: visit.name(detail.name), number: detail.state.number,
            program: detail.program ?? "",
            post: "\(path)/disposition", tokens: visit.tokens(key: sent?["key"]), sent: submission, problem: problem,
            backHref: path, for: visit.reader)
        return visit.page(model, title: model.title, layout: .wide, status: status)
    }

    private func recordDisposition(_ form: SentForm, _ visit: Visit) async throws -> Response {
        let id = try visit.id()
        do {
            guard let kind = form["kind"] else { throw Failure.invalid([InvalidField("kind", .required)]) }
            guard let text = form["on"] else { throw Failure.invalid([InvalidField("on", .required)]) }
            guard let day = Day(text) else { throw Failure.invalid([InvalidField("on", .malformed)]) }
            let receipt = try await throughline.recordDisposition(
                kind: kind, on: day, note: form["note"], referral: id, try visit.command(form))
            try await settle(receipt, id, visit)
            return visit.goOn(
                to: "/referrals/\(id.text)", saying: FlashNote("event.\(Case.DispositionRecorded.type)", id))
        } catch let failure as Failure {
            guard let complaints = visit.reader.complaints(failure, fields: ["kind", "on", "note"]) else {
                throw failure
            }
            let detail = try await throughline.referral(id, for: try visit.principal())
            return dispositionPage(
                detail, visit.reading(in: detail.jurisdiction.zone), sent: form, errors: complaints.errors,
                problem: complaints.problem, status: failure.isAboutForm ? .unprocessableContent : .conflict)
        }
    }
}
