import Casework
import EventModel
import Foundation

/// Ids, dates and moments that the tests share; the same name is the same id every time.
enum Example {
    static func id(_ name: String) -> UUID {
        UUID(version8From: Array("\(name)................".utf8.prefix(16)))
    }

    static let referral = id("referral")
    static let participant = id("participant")
    static let caseID = id("case")
    static let program = id("program")
    static let partner = id("partner")
    static let office = id("office")
    static let consent = id("consent")

    static let today = day("2026-10-16")  // a Friday
    static let yesterday = today.adding(days: -1)
    static let tomorrow = today.adding(days: 1)

    static let chicago = zone("America/Chicago")

    static func day(_ text: String) -> Day {
        guard let day = Day(text) else { preconditionFailure("\(text) is no date.") }
        return day
    }

    static func zone(_ name: String) -> TimeZone {
        guard let zone = TimeZone(identifier: name) else { preconditionFailure("\(name) is no zone.") }
        return zone
    }

    /// A wall-clock time in Chicago, such as `2026-10-16 10:12`.
    static func at(_ text: String, _ seconds: Int = 0) -> Date {
        let parts = text.split(separator: " ")
        let time = parts[1].split(separator: ":").compactMap { Int($0) }
        return day(String(parts[0])).instant(secondsAfterMidnight: time[0] * 3600 + time[1] * 60 + seconds, in: chicago)
    }

    static let calendar = BusinessCalendar(
        zone: chicago, rules: .init(holidays: BusinessCalendar.Rules.federalHolidays(2024...2028)))

    static let keeper = ClockKeeper(calendar: calendar)

    static let accepting = Referral.ProgramFacts(id: program, organization: partner, accepting: true)
    static let notAccepting = Referral.ProgramFacts(id: program, organization: partner, accepting: false)

    static let drafted = Referral.Drafted(
        number: "RF-0412", participant: participant, caseID: caseID, program: program, partner: partner, office: office,
        need: "a bed", share: [.name, .need])

    static let installed = JurisdictionModule.Installed(
        module: "us-il-cook.diversion", version: "1.0.0", packageHash: String(repeating: "ab", count: 32),
        document: "throughline: workflow/1\n", handlerHash: String(repeating: "cd", count: 32),
        jurisdictions: ["us-il-cook"])

    static let takenOver = Referral.TakenOver(
        source: "cook-county-diversion", participant: participant, caseID: caseID, program: "DS", sequence: 2,
        referredOn: day("2013-06-17"), receivedOn: day("2011-01-01"), referralDateImputed: true, race: "Black",
        gender: "Male", warnings: ["closed-on-referral-day"])

    /// A consent in force that covers what `drafted` shares.
    static func agreed(_ edit: (inout Consent) -> Void = { _ in }) -> Consent {
        var agreed = Consent(
            id: consent, scope: [.name, .phone, .need], recipients: [id("other"), partner], signedOn: yesterday,
            expiresOn: tomorrow)
        edit(&agreed)
        return agreed
    }

    /// The shortest history that leads to a status.
    static func history(to status: Referral.Status) -> [Referral.Event] {
        switch status {
        case .none: []
        case .drafted: [.drafted(drafted)]
        case .offered: history(to: .drafted) + [.offered(.init(minimumView: [.name, .need], consent: consent))]
        case .acknowledged: history(to: .offered) + [.acknowledged(.init(channel: .page))]
        case .needsInformation: history(to: .acknowledged) + [.informationRequested(.init(question: "which court?"))]
        case .waitlisted: history(to: .acknowledged) + [.waitlisted(.init(position: 4, reviewBy: tomorrow))]
        case .accepted: history(to: .acknowledged) + [.accepted(.init())]
        case .intakeScheduled: history(to: .accepted) + [.intakeScheduled(.init(on: tomorrow, time: "14:30"))]
        case .inProgress: history(to: .intakeScheduled) + [.serviceBegan(.init(on: today))]
        case .onHold: history(to: .inProgress) + [.held(.init(code: .health, reviewBy: tomorrow))]
        case .completed: history(to: .inProgress) + [.completed(.init(outcome: .goalsMet, note: "done"))]
        case .unsuccessful: history(to: .inProgress) + [.unsuccessful(.init(code: .moved))]
        case .withdrawn: history(to: .accepted) + [.withdrawn(.init(by: .participant, code: .participantChoice))]
        case .declined: history(to: .acknowledged) + [.declined(.init(code: .noCapacity))]
        case .recalled: history(to: .offered) + [.recalled(.init(reason: "wrong program"))]
        case .lapsed: history(to: .offered) + [.lapsed(.init())]
        case .enteredInError: history(to: .drafted) + [.enteredInError(.init(reason: "wrong person"))]
        case .takenOver: [.takenOver(takenOver)]
        }
    }
}
