import Casework
import EventModel

/// Commands that somebody might give, sensible and otherwise.
enum RandomCommand {
    /// Mostly a command that fits where the referral stands, sometimes any.
    static func next(for world: ReferralWorld, using random: inout SeededGenerator) -> Referral.Command {
        let status = world.referral.status
        let fitting = StatusRow.table.filter { $0.allowed.contains(status) }
        let rows = fitting.isEmpty || Int.random(in: 0..<6, using: &random) == 0 ? StatusRow.table : fitting
        var left = Int.random(in: 0..<rows.reduce(0) { $0 + weight($1.command) }, using: &random)
        for row in rows {
            left -= weight(row.command)
            if left < 0 { return vary(row.command, world, using: &random) }
        }
        return .resume
    }

    static func program(using random: inout SeededGenerator) -> Program.Command {
        let maximum = Int.random(in: -1...3, using: &random)
        let other = Example.id("other \(Int.random(in: 0..<3, using: &random))")
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: return .updateCapacity(maximum: maximum, available: Int.random(in: -1...3, using: &random))
        case 2: return .pauseIntake(reason: pick(["flood", " "], using: &random), until: nil)
        case 3: return .resumeIntake
        case 4, 5: return .takePlace(referral: other, override: .random(using: &random))
        case 6: return .releasePlace(referral: other)
        default:
            return .register(.init(organization: Example.partner, name: "Drug school", summary: "", maximum: maximum))
        }
    }

    /// What a table's row asks, with other content.
    private static func vary(
        _ command: Referral.Command, _ world: ReferralWorld, using random: inout SeededGenerator
    ) -> Referral.Command {
        let today = Day(world.now, in: Example.chicago)
        let around = today.adding(days: .random(in: -2...40, using: &random))
        let channel = pick(Referral.Channel.allCases, using: &random)
        func text() -> Personal { Int.random(in: 0..<15, using: &random) == 0 ? " " : "words" }
        func note() -> Personal? { Bool.random(using: &random) ? text() : nil }
        let program = Referral.ProgramFacts(
            id: Example.program, organization: Example.partner, accepting: world.program.accepting)
        switch command {
        case .draft(var drafted, _):
            drafted.need = text()
            return .draft(drafted, program: program)
        case .offer:
            let consent = Example.agreed {
                $0.signedOn = today
                $0.expiresOn = Bool.random(using: &random) ? around : nil
                $0.isRevoked = Int.random(in: 0..<10, using: &random) == 0
                if Int.random(in: 0..<10, using: &random) == 0 { $0.scope = [.name] }
            }
            return .offer(
                consent: Int.random(in: 0..<10, using: &random) == 0 ? nil : consent, program: program, today: today)
        case .acknowledge: return .acknowledge(channel)
        case .withdrawAcknowledgement, .lapse, .resume: return command
        case .requestInformation: return .requestInformation(question: text())
        case .supplyInformation: return .supplyInformation(answer: text())
        case .accept:
            return .accept(
                capacityOverride: pick([nil, nil, nil, "court order", "court order", " "], using: &random), channel)
        case .waitlist:
            return .waitlist(position: .random(in: 0...5, using: &random), reviewBy: around, today: today, channel)
        case .decline:
            return .decline(.init(code: pick(Referral.DeclineCode.allCases, using: &random), note: note()), channel)
        case .recall: return .recall(reason: text())
        case .scheduleIntake:
            let time = pick([nil, "14:30", "25:00"], using: &random)
            return .scheduleIntake(.init(on: around, time: time, place: note()), today: today)
        case .beginService:
            return .beginService(on: today.adding(days: .random(in: -5...1, using: &random)), today: today)
        case .recordSession:
            let session = Referral.SessionRecorded(
                on: today.adding(days: .random(in: -5...1, using: &random)),
                attendance: pick(Referral.Attendance.allCases, using: &random),
                whoCouldNot: Bool.random(using: &random) ? pick(Referral.WhoCouldNot.allCases, using: &random) : nil,
                note: note())
            return .recordSession(session, today: today)
        case .reportProgress: return .reportProgress(note: text())
        case .hold:
            let code = pick(Referral.HoldCode.allCases, using: &random)
            return .hold(.init(code: code, note: note(), reviewBy: around), today: today)
        case .complete: return .complete(.init(outcome: pick(Referral.Outcome.allCases, using: &random), note: text()))
        case .reportUnsuccessful:
            return .reportUnsuccessful(
                .init(code: pick(Referral.UnsuccessfulCode.allCases, using: &random), note: note()))
        case .withdraw:
            let by = pick(Referral.WithdrawalBy.allCases, using: &random)
            return .withdraw(.init(by: by, code: pick(Referral.WithdrawalCode.allCases, using: &random), note: note()))
        case .reopen: return .reopen(reason: text())
        case .correct: return .correct(correction(world, using: &random))
        case .markEnteredInError: return .markEnteredInError(reason: text())
        case .takeOver(let taken, _):
            let result = Referral.ResultTakenOver(
                result: pick(Referral.SourceResult.allCases, using: &random), closedOn: today)
            return .takeOver(taken, result: Bool.random(using: &random) ? result : nil)
        }
    }

    private static func correction(_ world: ReferralWorld, using random: inout SeededGenerator) -> Referral.Corrected {
        let attendances = Referral.Attendance.allCases.map(\.rawValue)
        switch pick(Referral.CorrectableField.allCases, using: &random) {
        case .need: return .init(field: .need, nowText: "a job", why: "misheard")
        case .outcome:
            return .init(field: .outcome, was: world.referral.outcome?.rawValue, now: "other", why: "misread")
        case .unsuccessfulCode:
            return .init(
                field: .unsuccessfulCode, was: world.referral.unsuccessfulCode?.rawValue, now: "died", why: "x")
        case .declineCode:
            return .init(field: .declineCode, was: world.referral.declineCode?.rawValue, now: "other", why: "x")
        case .attendance:
            return .init(
                field: .attendance, event: Example.id("session"), was: pick(attendances, using: &random),
                now: pick(attendances, using: &random), why: "mixed up")
        }
    }

    /// What ends a referral early is asked less often, so that lives go deep.
    private static func weight(_ command: Referral.Command) -> Int {
        switch command {
        case .markEnteredInError, .takeOver: 1
        case .recall, .lapse, .withdraw, .decline, .correct, .withdrawAcknowledgement: 4
        default: 20
        }
    }

    private static func pick<Element>(_ elements: [Element], using random: inout SeededGenerator) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }
}
