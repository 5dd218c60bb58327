import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird

/// The page of one screening as it is now.
extension WebRoutes {
    func screeningPage(
        _ detail: ScreeningDetail, _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:],
        problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let visit = visit.reading(in: detail.jurisdiction.zone)
        let parts = ScreeningParts(detail, visit, sent: sent, errors: errors)
        let (reader, words) = (visit.reader, visit.words)
        let fields = parts.missing?.fields ?? []
        let model = ScreeningPage(
            name: visit.name(detail.name), outcome: Tag(finding: detail.outcome, for: reader),
            identity: parts.identity, answer: parts.answer, decided: parts.decided,
            exception: detail.exception.map { words("screening.exception", ["text": $0]) },
            overrideLink: parts.overrideLink, rules: detail.answers.map { ScreeningPage.Rule($0, for: reader) },
            question: parts.question, missing: parts.missing,
            errors: ErrorSummary(fields, other: problem.map { [$0] } ?? []),
            stateTitle: detail.stateTitle.map {
                words(
                    detail.ending == nil ? "screening.state" : "screening.state-ended",
                    ["state": $0, "ending": detail.ending.map { words("ending.\($0)") } ?? ""])
            },
            steps: parts.steps, hasSteps: !parts.steps.isEmpty, noSteps: parts.noSteps, taken: parts.taken,
            hasTaken: !detail.taken.isEmpty, deadlines: parts.deadlines, hasDeadlines: !parts.deadlines.isEmpty,
            notices: parts.notices, hasNotices: !detail.notices.isEmpty, milestones: detail.milestones,
            hasMilestones: !detail.milestones.isEmpty, relief: parts.relief, hasRelief: !detail.relief.isEmpty,
            evidence: detail.evidence.map { Fact(term: $0.citation, value: $0.text) },
            hasEvidence: !detail.evidence.isEmpty, timeline: Timeline(parts.events.reversed(), for: reader),
            eventCount: words("timeline.count", ["count": detail.timeline.count]), moves: parts.moves,
            hasMoves: !parts.moves.isEmpty,
            version: words(
                "screening.version",
                [
                    "module": detail.moduleTitle, "version": detail.moduleVersion,
                    "hash": String(detail.packageHash.prefix(12)),
                ]))
        return visit.page(
            model, title: visit.name(detail.name), current: .screenings, layout: .wide, status: status
        ) { note in
            note.subject == detail.id ? PageFrame.Flash(text: words(note.key)) : nil
        }
    }
}
