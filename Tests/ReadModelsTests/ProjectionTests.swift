import Casework
import EventModel
import Foundation
import ReadModels
import Testing

@Suite("Read models")
struct ProjectionTests {
    @Test("The worklist says who must act next, with the soonest deadline")
    func worklist() throws {
        let history = try History.accepted()
        let row = try #require(try rows(WorklistProjection.self, history.events)[history.referral.text])
        #expect(row.group == .waitingOnPartner)
        #expect(row.nextClock == .intake)
        #expect(row.nextDue == History.time(15, 11))
        #expect(row.lastOrganization == history.partner)
        #expect(row.version == 4)
    }

    @Test("A draft needs the office and is in no inbox")
    func drafts() throws {
        let history = try History.accepted()
        let draft = Array(history.events.prefix(1))
        #expect(try rows(WorklistProjection.self, draft)[history.referral.text]?.group == .needsOffice)
        let inbox = try rows(InboxProjection.self, draft)[history.referral.text]
        #expect(inbox?.tab == .closed && inbox?.offeredAt == nil)
    }

    @Test("A question moves the referral to the office and shows the partner what it is owed")
    func questions() throws {
        var asked = try History.accepted()
        try asked.record(
            .informationRequested(.init(question: "Evenings?")), at: History.time(1, 12), by: asked.partner)
        try asked.record(.set(.init(clock: .supplyInformation, due: History.time(4, 12))), at: History.time(1, 12))
        let row = try rows(WorklistProjection.self, asked.events)[asked.referral.text]
        #expect(row?.group == .needsOffice)
        let inbox = try rows(InboxProjection.self, asked.events)[asked.referral.text]
        #expect(inbox?.owedClock == .supplyInformation)
        #expect(inbox?.owedDue == History.time(4, 12))
    }

    @Test("The disposition closes the loop")
    func disposition() throws {
        var history = try History.accepted()
        try history.record(.serviceBegan(.init(on: History.day(2))), at: History.time(2, 9), by: history.partner)
        try history.record(
            .completed(.init(outcome: .goalsMet, note: "Done")), at: History.time(20, 9), by: history.partner)
        try history.record(.set(.init(clock: .disposition, due: History.time(27, 9))), at: History.time(20, 9))
        #expect(try rows(InboxProjection.self, history.events)[history.referral.text]?.tab == .closing)
        try history.record(
            .dispositionRecorded(
                .init(
                    participant: history.participant, kind: .dismissed, on: History.day(21), referral: history.referral)
            ),
            at: History.time(21, 9))
        try history.record(Clock.Event.met(.init(clock: .disposition)), at: History.time(21, 9))
        let referral = try rows(ReferralProjection.self, history.events)[history.referral.text]
        #expect(referral?.disposition == "dismissed")
        #expect(referral?.outcome == "goals-met")
        #expect(try rows(InboxProjection.self, history.events)[history.referral.text]?.tab == .closed)
        // The intake clock was never stopped in this hand-written history, so only the office's part is asked.
        let worklist = try rows(WorklistProjection.self, history.events)[history.referral.text]
        #expect(worklist?.group == .closed)
        #expect(
            try rows(TimelinessProjection.self, history.events)[history.referral.text]?.disposedAt
                == History.time(21, 9))
    }

    @Test("Each event of a referral has one line in its history, in order")
    func historyLines() throws {
        let history = try History.accepted()
        let lines = try rows(HistoryProjection.self, history.events).sorted { $0.key < $1.key }.map(\.value)
        #expect(lines.map(\.eventPosition) == history.events.map(\.position))
        #expect(lines.allSatisfy { $0.referral == history.referral })
    }

    @Test("A taken-over referral without a result stays never determined")
    func takenOver() throws {
        var history = History()
        let taken = Referral.TakenOver(
            source: "test", participant: history.participant, caseID: history.file, program: "BR9", sequence: 1,
            referredOn: History.day(0), receivedOn: History.day(2), referralDateImputed: false, race: "Black",
            gender: "Male", warnings: ["referral-before-receipt"])
        try history.record(.takenOver(taken), at: History.time(30, 9), happened: .day(History.day(0)))
        let row = try #require(try rows(ReferralProjection.self, history.events)[history.referral.text])
        #expect(row.status == .takenOver)
        #expect(row.sourceResult == "never-determined")
        #expect(row.acknowledgedAt == nil && row.offeredAt == nil)
        #expect(try rows(WorklistProjection.self, history.events).isEmpty)
    }

    @Test("The clocks' row knows when it must act next")
    func clocks() throws {
        let history = try History.accepted()
        let row = try rows(ClocksProjection.self, history.events)[history.referral.text]
        #expect(row?.nextAt == History.time(15, 11))
    }

    @Test("No row of any read model carries a sealed or clear personal field")
    func nothingPersonal() throws {
        let history = try History.accepted()
        let texts = [
            "\(try rows(WorklistProjection.self, history.events))", "\(try rows(InboxProjection.self, history.events))",
            "\(try rows(ReferralProjection.self, history.events))",
            "\(try rows(HistoryProjection.self, history.events))",
        ]
        #expect(texts.allSatisfy { !$0.contains("A job") && !$0.contains("sealed") })
    }
}
