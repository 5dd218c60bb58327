import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird

/// The forms of a screening: an override, a refusal, a move to another version, and the county's steps.
extension WebRoutes {
    func addScreeningForms(to router: Router<GatewayContext>) {
        page("/screenings/:id/override", on: router) { overridePage(try await screening($0), $0) }
        post("/screenings/:id/override", on: router) { visit, form in
            try await take(form, visit, note: "override_asked", fields: ["to", "reason"]) { id, command in
                try await throughline.askOverride(
                    of: id, to: form["to"] ?? "", reason: form["reason"] ?? "", command)
            } again: { detail, problem, errors in
                overridePage(detail, visit, sent: form, errors: errors, problem: problem)
            }
        }
        page("/screenings/:id/refuse", on: router) { refusePage(try await screening($0), $0) }
        post("/screenings/:id/refuse", on: router) { visit, form in
            let isStep = try await screening(visit).asked != nil
            return try await take(
                form, visit, note: isStep ? "step_refused" : "override_refused", fields: ["reason"]
            ) { id, command in
                try await throughline.refuseScreening(id, reason: form["reason"] ?? "", command)
            } again: { detail, problem, errors in
                refusePage(detail, visit, sent: form, errors: errors, problem: problem)
            }
        }
        page("/screenings/:id/move", on: router) { visit in
            try await movePage(try await screening(visit), visit.query["version"] ?? "", visit)
        }
        post("/screenings/:id/move", on: router) { visit, form in
            let to = form["to"] ?? ""
            return try await take(form, visit, note: "moved", fields: ["reason"]) { id, command in
                try await throughline.moveScreening(id, to: to, reason: form["reason"] ?? "", command)
            } again: { detail, problem, errors in
                try await movePage(detail, to, visit, sent: form, errors: errors, problem: problem)
            }
        }
        page("/screenings/:id/steps/:step", on: router) { visit in
            let detail = try await screening(visit)
            return stepPage(try Self.step(detail, visit), detail, visit)
        }
        post("/screenings/:id/steps/:step", on: router) { visit, form in
            let step = try Self.step(try await screening(visit), visit)
            let fields = Set(step.questions.map { "fields.\($0.name)" }).union(["reason"])
            return try await take(
                form, visit, note: step.needsApproval ? "step_asked" : "step_taken", fields: fields
            ) { id, command in
                try await throughline.takeStep(
                    step.id, of: id,
                    with: StepInput(fields: form.answers(under: "fields"), reason: form["reason"]),
                    language: visit.words.language.rawValue, command)
            } again: { detail, problem, errors in
                stepPage(step, detail, visit, sent: form, errors: errors, problem: problem)
            }
        }
    }

    /// Carries a form out and goes back to the screening, or shows the form again with what to mend.
    private func take(
        _ form: SentForm, _ visit: Visit, note: String, fields: Set<String>,
        _ run: (UUID, CommandContext) async throws -> Receipt,
        again: (ScreeningDetail, String?, [String: String]) async throws -> Response
    ) async throws -> Response {
        let id = try visit.id()
        do {
            let receipt = try await run(id, try visit.command(form, versioned: true))
            return try await went(to: id, receipt, "event.screening.\(note)", visit)
        } catch let failure as Failure {
            guard let complaint = visit.reader.complaints(failure, fields: fields) else { throw failure }
            return try await again(try await screening(visit), complaint.problem, complaint.errors)
        }
    }

    private static func step(_ detail: ScreeningDetail, _ visit: Visit) throws -> ScreeningDetail.Step {
        guard let id = visit.context.parameters.get("step"), let step = detail.steps.first(where: { $0.id == id })
        else { throw Failure.notFound }
        guard step.mayTake else { throw Failure.denied(Denied(.role, .approveScreening)) }
        return step
    }

    // MARK: The forms

    private func formPage(
        _ key: String, _ detail: ScreeningDetail, _ visit: Visit, action: String, fields: [Field],
        hidden: [HiddenField] = [], title: String? = nil, lead: String? = nil, quote: String? = nil,
        submit: String? = nil, sent: SentForm?, problem: String?, isGrave: Bool = false
    ) -> Response {
        let words = visit.words
        let path = "/screenings/\(detail.id.text)"
        let form = Form(
            action: "\(path)/\(action)", tokens: visit.tokens(key: sent?["key"]),
            hidden: [HiddenField(name: "version", value: sent?["version"] ?? "\(detail.version)")] + hidden,
            fields: fields, submit: submit ?? words("screening.\(key).submit"),
            cancel: Link(label: words("form.cancel"), href: path))
        let model = ScreeningFormPage(
            title: title ?? words("screening.\(key).title", ["name": visit.name(detail.name)]),
            person: words(
                "screening.person", ["name": visit.name(detail.name), "track": detail.trackTitle]),
            lead: lead ?? words.ifKnown("screening.\(key).lead"), quote: quote, form: form, problem: problem,
            isGrave: isGrave)
        return visit.page(
            model, title: model.title, current: .screenings, layout: .wide,
            status: sent == nil ? .ok : .unprocessableContent)
    }

    private func reason(_ visit: Visit, _ sent: Submission) -> Field {
        .text(
            "reason", visit.words("field.reason"), hint: visit.words("field.reason-hint"), required: true, from: sent)
    }

    private func overridePage(
        _ detail: ScreeningDetail, _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:],
        problem: String? = nil
    ) -> Response {
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        let answers = ["met", "not-met"].filter { $0 != detail.outcome }
        let fields: [Field] = [
            .radios(
                "to", visit.words("screening.override.to"), .codes(answers, "finding", for: visit.reader),
                required: true, from: submission), reason(visit, submission),
        ]
        return formPage(
            "override", detail, visit, action: "override", fields: fields, quote: detail.exception, sent: sent,
            problem: problem)
    }

    private func refusePage(
        _ detail: ScreeningDetail, _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:],
        problem: String? = nil
    ) -> Response {
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        let key = detail.mayApprove ? "refuse" : "take-back"
        return formPage(
            key, detail, visit, action: "refuse", fields: [reason(visit, submission)],
            quote: detail.override?.reason ?? detail.asked?.title, sent: sent, problem: problem, isGrave: true)
    }

    private func movePage(
        _ detail: ScreeningDetail, _ version: String, _ visit: Visit, sent: SentForm? = nil,
        errors: [String: String] = [:], problem: String? = nil
    ) async throws -> Response {
        let words = visit.words
        let preview = try await throughline.movePreview(
            of: detail.id, to: version, language: visit.words.language.rawValue, for: try visit.principal())
        func answer(_ finding: String?) -> String { words(finding.map { "finding.\($0)" } ?? "screening.move.absent") }
        var sentences = [
            words(
                "screening.move.lead",
                [
                    "from": preview.from, "to": preview.to, "before": answer(preview.before),
                    "after": answer(preview.after),
                ])
        ]
        sentences += preview.differences.map {
            words(
                "screening.move.difference",
                ["rule": $0.text, "before": answer($0.before), "after": answer($0.after)])
        }
        if preview.differences.isEmpty { sentences.append(words("screening.move.same")) }
        if preview.isStranded { sentences.append(words("screening.move.stranded")) }
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        return formPage(
            "move", detail, visit, action: "move", fields: [reason(visit, submission)],
            hidden: [HiddenField(name: "to", value: version)],
            title: words("screening.move.title", ["version": version]), lead: sentences.joined(separator: " "),
            sent: sent, problem: problem)
    }

    private func stepPage(
        _ step: ScreeningDetail.Step, _ detail: ScreeningDetail, _ visit: Visit, sent: SentForm? = nil,
        errors: [String: String] = [:], problem: String? = nil
    ) -> Response {
        let words = visit.words
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        var fields = step.questions.map { Field.question($0, under: "fields", from: submission, for: visit.reader) }
        if !step.reasons.isEmpty {
            let options = step.reasons.map { Field.Option(value: $0.value, label: $0.text) }
            fields.append(.radios("reason", words("field.reason"), options, required: true, from: submission))
        }
        let source = step.source.citation == nil ? nil : SourceNote(step.source, for: visit.reader).citation
        let lead = [step.text, source, step.needsApproval ? words("screening.step.two-lead") : nil].compactMap { $0 }
        return formPage(
            "step", detail, visit, action: "steps/\(step.id)", fields: fields, title: step.title,
            lead: lead.isEmpty ? nil : lead.joined(separator: " "),
            submit: words(step.needsApproval ? "screening.step.ask.submit" : "screening.step.submit"), sent: sent,
            problem: problem)
    }
}
