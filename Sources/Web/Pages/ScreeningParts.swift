import Application
import Casework
import EventModel
import Foundation

/// The parts of a screening's page that need more than a word.
struct ScreeningParts {
    let detail: ScreeningDetail
    let visit: Visit
    let sent: SentForm?
    let errors: [String: String]

    init(_ detail: ScreeningDetail, _ visit: Visit, sent: SentForm?, errors: [String: String]) {
        self.detail = detail
        self.visit = visit
        self.sent = sent
        self.errors = errors
    }

    private var words: Words { visit.words }
    private var reader: Reader { visit.reader }
    private var path: String { "/screenings/\(detail.id.text)" }
    private var versionField: HiddenField {
        HiddenField(name: "version", value: sent?["version"] ?? "\(detail.version)")
    }
    private var forPerson: String { words("list.for-person", ["name": visit.name(detail.name)]) }

    var identity: [Fact] {
        [
            Fact(term: words("screenings.column.track"), value: detail.trackTitle),
            Fact(term: words("screenings.column.date"), value: reader.day(detail.on)),
            Fact(term: words("screening.by"), value: detail.screenedBy ?? detail.office ?? ""),
        ].filter { !$0.value.isEmpty }
    }

    /// What the rules say, as a sentence.
    var answer: String {
        detail.finding == "not-known"
            ? words("screening.answer.not-known", ["count": detail.missing.count])
            : words("screening.answer.\(detail.finding)", ["track": detail.trackTitle])
    }

    /// What two people decided instead.
    var decided: String? {
        guard let decision = detail.override, let second = decision.approvedBy else { return nil }
        let sentence = words(
            "screening.decided",
            ["answer": words("finding.\(decision.to)"), "first": decision.askedBy ?? "", "second": second])
        return decision.reason.map { words("screening.with-reason", ["sentence": sentence, "reason": $0]) } ?? sentence
    }

    var overrideLink: Link? {
        guard detail.mayOverride else { return nil }
        return Link(label: words("screening.override.link"), href: "\(path)/override", context: forPerson)
    }

    /// What a second person is asked, with the buttons of whoever may answer.
    var question: ScreeningPage.Question? {
        let waiting = detail.override.flatMap { $0.approvedBy == nil ? $0 : nil }
        guard waiting != nil || detail.asked != nil else { return nil }
        let title: String
        let text: String
        if let waiting {
            title = words("screening.asked.override", ["answer": words("finding.\(waiting.to)")])
            text = words("screening.asked.by", ["name": waiting.askedBy ?? words("timeline.system")])
        } else {
            title = words("screening.asked.step", ["step": detail.asked?.title ?? ""])
            text = words("screening.asked.by", ["name": detail.asked?.askedBy ?? words("timeline.system")])
        }
        let facts = detail.asked?.fields.map { reader.fact($0) } ?? []
        return ScreeningPage.Question(
            title: title, text: text, reason: waiting?.reason ?? detail.asked?.reason, facts: facts,
            hasFacts: !facts.isEmpty,
            approve: detail.mayApprove
                ? PostButton(
                    label: words("screening.approve.submit"), action: "\(path)/approve", tokens: visit.tokens(),
                    context: forPerson, hidden: [versionField], isMain: true) : nil,
            refuse: detail.mayRefuse
                ? Link(
                    label: words(detail.mayApprove ? "screening.refuse.link" : "screening.take-back.link"),
                    href: "\(path)/refuse", context: forPerson) : nil,
            note: detail.mayApprove ? nil : words("screening.second-person"))
    }

    /// The form that asks what is not known yet.
    var missing: Form? {
        guard detail.mayAdd, !detail.missing.isEmpty else { return nil }
        let submission = sent?.submission(errors: errors) ?? Submission(errors: errors)
        return Form(
            action: "\(path)/facts", tokens: visit.tokens(key: sent?["key"]), hidden: [versionField],
            fields: detail.missing.map { .question($0, under: "facts", from: submission, for: reader) },
            submit: words("screening.facts.submit"))
    }

    var steps: [ScreeningPage.Step] {
        detail.steps.map { step in
            let hasSource = step.source.citation != nil || step.source.confidence == "unverified"
            return ScreeningPage.Step(
                title: step.title, text: step.text,
                who: words(
                    step.needsApproval ? "screening.step.by-two" : "screening.step.by", ["role": step.by]),
                source: hasSource ? SourceNote(step.source, for: reader) : nil,
                link: step.mayTake
                    ? Link(
                        label: words("screening.step.link"), href: "\(path)/steps/\(step.id)",
                        context: "\(step.title) \(forPerson)", isMain: step.id == detail.steps.first?.id) : nil)
        }
    }

    /// Why there is no step.
    var noSteps: String? {
        guard detail.steps.isEmpty else { return nil }
        if detail.state == nil { return words("screening.no-way") }
        if detail.ending != nil { return words("screening.ended") }
        return words(detail.isUnderWay ? "screening.no-step" : "screening.no-step-yet")
    }

    var taken: [ScreeningPage.TakenStep] {
        let moments = detail.timeline.filter { $0.type == Screening.StepTaken.type }.map(\.at)
        return zip(detail.taken, moments).map { step, moment in
            var facts = step.fields.map { reader.fact($0) }
            if let reason = step.reason { facts.append(Fact(term: words("field.reason"), value: reason)) }
            return ScreeningPage.TakenStep(
                title: step.title, when: reader.moment(moment),
                who: step.approvedBy.map {
                    words("screening.step.by-both", ["first": step.askedBy ?? words("timeline.system"), "second": $0])
                }, facts: facts, hasFacts: !facts.isEmpty)
        }.reversed()
    }

    var deadlines: [ScreeningPage.Deadline] {
        detail.deadlines.filter { $0.status != "cancelled" }
            .sorted { ($0.status == "met" ? 1 : 0, $0.due) < ($1.status == "met" ? 1 : 0, $1.due) }
            .map { deadline in
                let tag: Tag =
                    switch deadline.status {
                    case "met": Tag(words("deadline.met"), .done, icon: "check")
                    case "missed":
                        Tag(
                            words("deadline.late", ["count": max(1, days(since: deadline.due))]), .late, icon: "alert")
                    default:
                        Tag(
                            words("deadline.running", ["count": max(0, -days(since: deadline.due))]), .wait,
                            icon: "clock")
                    }
                return ScreeningPage.Deadline(
                    text: deadline.text, due: reader.dayMoment(deadline.due.start(in: reader.zone)), status: tag,
                    source: deadline.source.map { SourceNote($0, for: reader) })
            }
    }

    private func days(since day: Day) -> Int { visit.today().daysSince1970 - day.daysSince1970 }

    var notices: [ScreeningPage.Notice] {
        detail.notices.reversed().map { notice in
            ScreeningPage.Notice(
                text: notice.text, to: words("screening.notice-to", ["role": words("role.\(notice.to)")]),
                seen: notice.mayMark
                    ? PostButton(
                        label: words("screening.notice.submit"), action: "\(path)/notices/\(notice.id)/seen",
                        tokens: visit.tokens(), context: notice.text) : nil, isSeen: notice.isSeen)
        }
    }

    var relief: [ScreeningPage.Relief] {
        detail.relief.map { relief in
            let dates = [
                relief.earliest.map { words("screening.relief.earliest", ["date": reader.day($0)]) },
                relief.latest.map { words("screening.relief.latest", ["date": reader.day($0)]) },
            ].compactMap { $0 }
            return ScreeningPage.Relief(
                text: relief.text, when: dates.isEmpty ? nil : dates.joined(separator: " "),
                source: SourceNote(relief.source, for: reader))
        }
    }

    var events: [EventRecord] {
        detail.timeline.enumerated().map { index, entry in
            EventRecord(
                number: index + 1, type: entry.type, occurred: entry.at, recorded: entry.recordedAt,
                side: entry.actor == nil ? .system : .office, actor: entry.actor, organization: entry.organization,
                reason: entry.quote, detail: entry.about)
        }
    }

    var moves: [Link] {
        detail.movesTo.map {
            Link(
                label: words("screening.move.link", ["version": $0]),
                href: Filters.url("\(path)/move", ["version": $0]), context: forPerson)
        }
    }
}
