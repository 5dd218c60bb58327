import Casework
import EventModel
import Testing

/// A command with valid content, and every status in which it may be given.
struct StatusRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let command: Referral.Command
    let allowed: Set<Referral.Status>

    init(_ name: String, _ command: Referral.Command, in allowed: Set<Referral.Status>) {
        testDescription = name
        self.command = command
        self.allowed = allowed
    }

    static let table: [StatusRow] = [
        .init("draft", .draft(Example.drafted, program: Example.accepting), in: [.none]),
        .init(
            "offer", .offer(consent: Example.agreed(), program: Example.accepting, today: Example.today),
            in: [.drafted]),
        .init("acknowledge", .acknowledge(.page), in: [.offered, .acknowledged]),
        .init("withdraw acknowledgement", .withdrawAcknowledgement, in: [.acknowledged]),
        .init("request information", .requestInformation(question: "which court?"), in: [.offered, .acknowledged]),
        .init("supply information", .supplyInformation(answer: "Branch 9"), in: [.needsInformation]),
        .init("accept", .accept(capacityOverride: nil, .page), in: [.offered, .acknowledged, .waitlisted]),
        .init(
            "waitlist", .waitlist(position: 1, reviewBy: Example.tomorrow, today: Example.today, .page),
            in: [.offered, .acknowledged, .waitlisted]),
        .init(
            "decline", .decline(.init(code: .noCapacity), .page),
            in: [.offered, .acknowledged, .needsInformation, .waitlisted]),
        .init(
            "recall", .recall(reason: "wrong program"),
            in: [.offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled]),
        .init("lapse", .lapse, in: [.offered]),
        .init(
            "schedule intake", .scheduleIntake(.init(on: Example.today), today: Example.today),
            in: [.accepted, .intakeScheduled]),
        .init(
            "begin service", .beginService(on: Example.today, today: Example.today), in: [.accepted, .intakeScheduled]),
        .init(
            "record session", .recordSession(.init(on: Example.today, attendance: .came), today: Example.today),
            in: [.inProgress]),
        .init("report progress", .reportProgress(note: "well"), in: [.inProgress]),
        .init("hold", .hold(.init(code: .health, reviewBy: Example.tomorrow), today: Example.today), in: [.inProgress]),
        .init("resume", .resume, in: [.onHold]),
        .init("complete", .complete(.init(outcome: .goalsMet, note: "done")), in: [.inProgress]),
        .init(
            "report unsuccessful", .reportUnsuccessful(.init(code: .moved)),
            in: [.accepted, .intakeScheduled, .inProgress, .onHold]),
        .init(
            "withdraw", .withdraw(.init(by: .participant, code: .participantChoice)),
            in: [
                .offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled, .inProgress,
                .onHold,
            ]),
        .init("reopen", .reopen(reason: "came back"), in: [.completed, .unsuccessful, .withdrawn]),
        .init(
            "correct", .correct(.init(field: .need, nowText: "a job", why: "misheard")),
            in: Set(Referral.Status.allCases).subtracting([.none, .enteredInError])),
        .init(
            "mark entered in error", .markEnteredInError(reason: "wrong person"),
            in: Set(Referral.Status.allCases).subtracting([.none, .enteredInError])),
        .init("take over", .takeOver(Example.takenOver, result: nil), in: [.none]),
    ]
}

@Suite("Referral statuses")
struct ReferralStatusTests {
    @Test("The example history of each status leads there", arguments: Referral.Status.allCases)
    func histories(status: Referral.Status) {
        #expect(Referral.state(after: Example.history(to: status)).status == status)
    }

    @Test(
        "Each command is allowed in exactly its own statuses", arguments: StatusRow.table, Referral.Status.allCases)
    func table(row: StatusRow, status: Referral.Status) {
        let given = given(Referral.self, Example.history(to: status)).when(row.command)
        switch (given.answer, row.testDescription) {
        case (.success, _): #expect(row.allowed.contains(status))
        case (.failure(let refusal), "draft"), (.failure(let refusal), "take over"):
            #expect(!row.allowed.contains(status))
            #expect(refusal == .alreadyExists)
        case (.failure(let refusal), _):
            #expect(!row.allowed.contains(status))
            #expect(refusal == .notNow(status))
        }
    }

    @Test("The table has a row for every command")
    func everyCommand() {
        for row in StatusRow.table { #expect(name(of: row.command) == row.testDescription) }
        #expect(Set(StatusRow.table.map(\.testDescription)).count == 24)
    }

    @Test("Open statuses wait for somebody's step; the others do not")
    func openStatuses() {
        let open: Set<Referral.Status> = [
            .drafted, .offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled,
            .inProgress, .onHold,
        ]
        for status in Referral.Status.allCases { #expect(status.isOpen == open.contains(status), "\(status)") }
    }

    @Test("A place is held from the acceptance to the end, holds included")
    func holdsPlace() {
        let holding: Set<Referral.Status> = [.accepted, .intakeScheduled, .inProgress, .onHold]
        for status in Referral.Status.allCases {
            #expect(status.holdsPlace == holding.contains(status), "\(status)")
        }
    }

    @Test("Having died, moved, found work or found help elsewhere is no failure")
    func failures() {
        let failures: Set<Referral.UnsuccessfulCode> = [.notEngaged, .returnedToCustody, .newCharge, .other]
        for code in Referral.UnsuccessfulCode.allCases {
            #expect(code.countsAsFailure == failures.contains(code), "\(code)")
        }
    }

    @Test("Coming late is coming; nothing else is")
    func attended() {
        for attendance in Referral.Attendance.allCases {
            #expect(attendance.attended == [.came, .cameLate].contains(attendance), "\(attendance)")
        }
    }

    /// A command that is added to the enum does not compile here until it has a row in the table.
    private func name(of command: Referral.Command) -> String {
        switch command {
        case .draft: "draft"
        case .offer: "offer"
        case .acknowledge: "acknowledge"
        case .withdrawAcknowledgement: "withdraw acknowledgement"
        case .requestInformation: "request information"
        case .supplyInformation: "supply information"
        case .accept: "accept"
        case .waitlist: "waitlist"
        case .decline: "decline"
        case .recall: "recall"
        case .lapse: "lapse"
        case .scheduleIntake: "schedule intake"
        case .beginService: "begin service"
        case .recordSession: "record session"
        case .reportProgress: "report progress"
        case .hold: "hold"
        case .resume: "resume"
        case .complete: "complete"
        case .reportUnsuccessful: "report unsuccessful"
        case .withdraw: "withdraw"
        case .reopen: "reopen"
        case .correct: "correct"
        case .markEnteredInError: "mark entered in error"
        case .takeOver: "take over"
        }
    }
}
