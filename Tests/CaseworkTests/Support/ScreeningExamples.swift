import Casework
import EventModel
import Foundation

extension EveryEvent {
    static let screening: [any EventPayload] = [
        Example.made,
        Screening.FactsAdded(
            facts: .init(clear: ["victim-named": "true"], sealed: ["victim-approves": "true"]), finding: .met,
            answers: [.init(criterion: "victim", finding: .met, known: ["victim-approves"], missing: [])]),
        Screening.OverrideAsked(to: .met, reason: "the statute was repealed", by: Example.id("first")),
        Screening.Overridden(to: .met, askedBy: Example.id("first"), approvedBy: Example.id("second")),
        Screening.OverrideRefused(reason: "not so"),
        Screening.StepAsked(
            step: "end", fields: .init(clear: ["hearing-on": "2026-11-02"], sealed: ["words": "will not go on"]),
            reason: "new-charge", by: Example.id("first")),
        Screening.StepTaken(
            step: "end", from: "enrolled", to: "ended",
            fields: .init(clear: ["hearing-on": "2026-11-02"], sealed: ["words": "will not go on"]),
            reason: "new-charge", askedBy: Example.id("first"), approvedBy: Example.id("second"), isMilestone: true,
            ends: .ended),
        Screening.StepRefused(step: "end", reason: "give it a month"),
        Screening.ModuleRecorded(
            name: "cook.victim_approved", schemaVersion: 2, payload: "{\"on\":\"2026-10-16\"}",
            sealed: ["victim": "Ada"]),
        Screening.Moved(
            fromVersion: "1.0.0", toVersion: "1.1.0", packageHash: "cafe", reason: "the law changed", finding: .met,
            answers: [.init(criterion: "felony", finding: .met, known: ["charge-level"], missing: [])],
            state: "enrolled"),
        Deadline.Set(deadline: "enroll-by", due: Example.tomorrow), Deadline.Met(deadline: "enroll-by"),
        Deadline.Missed(deadline: "enroll-by"), Deadline.Cancelled(deadline: "enroll-by"),
        Deadline.NoticeGiven(notice: "enroll-late", to: .supervisor), Deadline.NoticeSeen(notice: "enroll-late"),
    ]
}

extension Example {
    static let made = Screening.Made(
        caseID: caseID, participant: participant, office: office, by: id("first"), module: "us-il-cook.diversion",
        version: "1.0.0", packageHash: "beef", track: "branch-9", on: today, finding: .notKnown,
        answers: [
            .init(criterion: "felony", finding: .met, known: ["charge-level"], missing: []),
            .init(criterion: "victim", finding: .notKnown, known: ["victim-named"], missing: ["victim-approves"]),
        ],
        facts: .init(clear: ["charge-level": "felony", "victim-named": "true"], sealed: ["age": "24"]),
        state: "screened", race: "Black", gender: "Male")
}
