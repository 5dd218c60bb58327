import Casework
import EventModel
import Foundation

/// One event of every type with every field filled in, from which the stored samples were written.
enum EveryEvent {
    static let all: [any EventPayload] = referral + clocks + modules + others + screening

    static let referral: [any EventPayload] = [
        Referral.Drafted(
            number: "RF-0412", participant: Example.participant, caseID: Example.caseID, program: Example.program,
            partner: Example.partner, office: Example.office, need: "a bed", share: [.name, .birthDate, .need],
            priority: .urgent, following: Example.id("earlier"), race: "Latinx", gender: "Female"),
        Referral.Offered(minimumView: [.name, .need], consent: Example.consent),
        Referral.Acknowledged(channel: .link),
        Referral.AcknowledgementWithdrawn(),
        Referral.InformationRequested(question: "which court?"),
        Referral.InformationSupplied(answer: "Branch 9"),
        Referral.Accepted(capacityOverride: "court order"),
        Referral.Waitlisted(position: 4, reviewBy: Example.tomorrow),
        Referral.Declined(
            code: .noCapacity, note: "full until May", redirectTo: Example.id("elsewhere"),
            placesOpenOn: Example.day("2027-05-03")),
        Referral.Recalled(reason: "wrong program"),
        Referral.Lapsed(),
        Referral.IntakeScheduled(on: Example.tomorrow, time: "14:30", place: "Suite 4"),
        Referral.ServiceBegan(on: Example.today),
        Referral.SessionRecorded(
            on: Example.today, attendance: .didNotCome, whoCouldNot: .participant, note: "bus strike"),
        Referral.ProgressReported(note: "well"),
        Referral.Held(code: .courtDate, note: "two weeks", reviewBy: Example.tomorrow),
        Referral.Resumed(),
        Referral.Completed(outcome: .goalsPartlyMet, note: "two of three"),
        Referral.Unsuccessful(code: .needsMetElsewhere, note: "found a job"),
        Referral.Withdrawn(by: .participant, code: .participantChoice, note: "by phone"),
        Referral.Reopened(reason: "came back"),
        Referral.Corrected(
            field: .attendance, event: Example.id("session"), was: "did-not-come", now: "came-late",
            nowText: "see note",
            why: "mixed up"),
        Referral.EnteredInError(reason: "wrong person"),
        Example.takenOver,
        Referral.ResultTakenOver(result: .graduated, closedOn: Example.day("2013-06-17")),
    ]

    static let clocks: [any EventPayload] = [
        Clock.Set(
            clock: .acknowledge, due: Example.at("2026-10-20 10:12"), remindAt: Example.at("2026-10-19 10:12"),
            escalateAt: Example.at("2026-10-21 10:12"), lapseAt: Example.at("2026-10-30 10:12")),
        Clock.Reminded(clock: .acknowledge), Clock.Escalated(clock: .acknowledge), Clock.Met(clock: .supplyInformation),
        Clock.Missed(clock: .waitlistReview), Clock.Paused(clock: .decide, minutesLeft: 1992),
        Clock.Resumed(clock: .decide, due: Example.at("2026-10-28 15:12")), Clock.Cancelled(clock: .reRefer),
    ]

    static let modules: [any EventPayload] = [
        Example.installed,
        JurisdictionModule.ActivationProposed(
            version: "1.0.0", jurisdiction: "us-il-cook", from: Example.tomorrow, settings: ["fee-cap": "50"],
            by: Example.id("proposer")),
        JurisdictionModule.Activated(
            version: "1.0.0", packageHash: Example.installed.packageHash, jurisdiction: "us-il-cook",
            from: Example.tomorrow, settings: ["fee-cap": "50"], proposedBy: Example.id("proposer"),
            approvedBy: Example.id("approver")),
        JurisdictionModule.ActivationRefused(version: "1.0.0", jurisdiction: "us-il-cook", reason: "Not before May."),
        JurisdictionModule.Retired(version: "1.0.0", jurisdiction: "us-il-cook", reason: "The policy has changed."),
    ]

    static let others: [any EventPayload] = [
        Participant.Registered(
            identifier: "A-1", givenName: "Ada", familyName: "Lovelace", preferredName: "Ada L.",
            birthDate: "1990-12-10", phone: "312-555-0100", email: "ada@example.org", contactPreference: "text message",
            language: "es", race: .init(value: "Latinx", source: .selfReported),
            gender: .init(value: "Female", source: .agency)),
        Participant.ConsentRecorded(
            consent: Example.consent, scope: [.name, .contactPreference], recipients: [Example.partner],
            method: .phoneWithWitness, signedOn: Example.yesterday, expiresOn: Example.tomorrow,
            revocability: .onDisposition),
        Participant.ConsentRevoked(consent: Example.consent),
        Program.Registered(
            organization: Example.partner, name: "Drug school", summary: "Ten evenings.", maximum: 12, unit: "hour"),
        Program.CapacityUpdated(maximum: 12, available: 5),
        Program.IntakePaused(reason: "flood", until: Example.tomorrow),
        Program.IntakeResumed(),
        Program.PlaceTaken(referral: Example.referral),
        Program.PlaceReleased(referral: Example.referral),
        Case.Opened(number: "26 CR 1", office: Example.office),
        Case.ParticipantJoined(
            participant: Example.participant, offenseCategory: "Retail Theft", offenseTitle: "RETAIL THEFT",
            statute: "720 ILCS 5/16A-3(a)", receivedOn: Example.day("2011-01-01")),
        Case.DispositionRecorded(
            participant: Example.participant, kind: .nolleProsequi, on: Example.today, referral: Example.referral,
            note: "see order", replacesEarlier: true),
        Case.Declined(
            participant: Example.participant, on: Example.today, screening: Example.id("screening"),
            module: "us-mn-ramsey.traffic-stops", version: "1.0.0", track: "decline-to-charge", reason: "a tail light"),
        Organization.Registered(name: "Northside Works", kind: .partner, jurisdictions: ["us-il-cook"]),
        Jurisdiction.Registered(
            slug: "us-il-cook", division: "ocd-division/country:us/state:il/county:cook", name: "Cook County",
            timeZone: "America/Chicago"),
        Jurisdiction.CalendarAdopted(calendar: .init(holidays: BusinessCalendar.Rules.federalHolidays(2026...2026))),
    ]
}

/// Seals nothing and pretends to: the box holds field and text, so a mix-up of fields is seen.
enum FakeVault {
    static let key = Example.id("key")

    static let sealer: PersonalSealer = { text, field in
        SealedText(key: key, box: Data("\(field)|\(text)".utf8).base64EncodedString())
    }

    static let opener: PersonalOpener = { sealed, field in
        let text = String(decoding: Data(base64Encoded: sealed.box) ?? Data(), as: UTF8.self)
        guard sealed.key == key, text.hasPrefix("\(field)|") else { throw Mismatch(field: field) }
        return .clear(String(text.dropFirst(field.count + 1)))
    }

    struct Mismatch: Error { var field: String }
}
