import Casework
import EventModel
import Foundation
import ReadModels
import Testing

@Suite("The lists of screenings and cases")
struct ScreeningProjectionTests {
    @Test("A row says what counts, what is missing and what a second person is asked")
    func answer() throws {
        var history = try Self.screened()
        let open = try Self.row(history)
        #expect(open.finding == .notKnown && open.outcome == .notKnown && open.missing == ["victim-approves"])
        #expect(open.race == "Black" && open.screener == Self.screener && open.version == 1)
        try history.record(
            .overrideAsked(.init(to: .met, reason: "why", by: Self.screener)), at: History.time(1, 9))
        #expect(try Self.row(history).waiting == .override)
        try history.record(
            .overridden(.init(to: .met, askedBy: Self.screener, approvedBy: UUID())), at: History.time(1, 10))
        let decided = try Self.row(history)
        #expect(decided.outcome == .met && decided.finding == .notKnown && decided.waiting == nil)
        try history.record(.factsAdded(.init(facts: .init(), finding: .notMet, answers: [])), at: History.time(2, 9))
        #expect(try Self.row(history).outcome == .notMet)
    }

    @Test("A row follows the steps, the version and what came of the case")
    func way() throws {
        var history = try Self.screened()
        try history.record(
            .stepAsked(.init(step: "end", reason: "new-charge", by: Self.screener)), at: History.time(1, 9))
        #expect(try Self.row(history).waitingStep == "end")
        try history.record(
            .stepTaken(.init(step: "end", from: "open", to: "over", ends: .ended)), at: History.time(1, 10))
        try history.record(
            .moved(
                .init(
                    fromVersion: "1.0.0", toVersion: "1.1.0", packageHash: "cafe", reason: "law", finding: .met,
                    answers: [], state: "over")), at: History.time(1, 11))
        let row = try Self.row(history)
        #expect(row.state == "over" && row.ending == .ended && row.steps == 1 && row.waiting == nil)
        #expect(row.moduleVersion == "1.1.0" && row.packageHash == "cafe")
    }

    @Test("Deadlines and notices change a row and not its version")
    func deadlines() throws {
        var history = try Self.screened()
        try history.record(Deadline.Event.set(.init(deadline: "agree", due: History.day(7))), at: History.time(0, 9))
        let running = try Self.row(history)
        #expect(running.nextDue == History.day(7) && running.nextMiss == History.day(7) && !running.late)
        try history.record(Deadline.Event.missed(.init(deadline: "agree")), at: History.time(8, 0))
        try history.record(
            Deadline.Event.noticeGiven(.init(notice: "late", to: .prosecutor)), at: History.time(8, 0))
        let late = try Self.row(history)
        #expect(late.late && late.nextMiss == nil && late.nextDue == History.day(7))
        #expect(late.unseen == ["prosecutor"] && late.version == 1)
        try history.record(Deadline.Event.noticeSeen(.init(notice: "late")), at: History.time(9, 0))
        try history.record(Deadline.Event.met(.init(deadline: "agree")), at: History.time(9, 0))
        let met = try Self.row(history)
        #expect(!met.late && met.unseen.isEmpty && met.nextDue == nil)
    }

    @Test("A case's row says whose it is and how it ended, and never its number")
    func cases() throws {
        var history = History()
        try history.record(.opened(.init(number: "26 CR 1", office: history.office)), at: History.time(0, 9))
        try history.record(
            .participantJoined(.init(participant: history.participant, offenseCategory: "Theft")),
            at: History.time(0, 9))
        try history.record(
            .declined(.init(participant: history.participant, on: History.day(3), reason: "thin")),
            at: History.time(3, 9))
        let row = try #require(try rows(CasesProjection.self, history.events)[history.file.text])
        #expect(row.office == history.office && row.participants == [history.participant])
        #expect(row.declinedOn == History.day(3) && row.offenseCategory == "Theft" && row.version == 3)
        #expect(!"\(row)".contains("26 CR 1"))
    }

    private static let screener = UUID()

    private static func screened() throws -> History {
        var history = History()
        try history.record(
            .made(
                .init(
                    caseID: history.file, participant: history.participant, office: history.office, by: screener,
                    module: "us-zz-test.way", version: "1.0.0", packageHash: "beef", track: "first-chance",
                    on: History.day(0), finding: .notKnown,
                    answers: [
                        .init(criterion: "level", finding: .met, known: ["level"], missing: ["other"]),
                        .init(criterion: "victim", finding: .notKnown, known: [], missing: ["victim-approves"]),
                    ], facts: .init(clear: ["level": "felony"], sealed: ["age": "24"]), state: "open",
                    race: "Black")), at: History.time(0, 9))
        return history
    }

    private static func row(_ history: History) throws -> ScreeningsProjection.Row {
        try #require(try rows(ScreeningsProjection.self, history.events)[history.referral.text])
    }
}
