import Casework
import EventModel
import Foundation
import Testing

@Suite("Participant")
struct ParticipantTests {
    typealias Row = RefusalRow<Participant>

    @Test(
        "A person is registered by a name or an agency's identifier",
        arguments: [
            Participant.Registered(givenName: "Ada"), .init(familyName: "Lovelace"), .init(identifier: "A-1"),
            .init(identifier: .sealed(.init(key: Example.id("key"), box: "Ym94"))),
        ])
    func register(registered: Participant.Registered) {
        given(Participant.self).when(.register(registered)).then(.registered(registered))
    }

    @Test("A consent is recorded, up to one that ends today")
    func recordConsent() {
        for expiry in [nil, Example.today, Example.tomorrow] {
            let consent = Self.consent { $0.expiresOn = expiry }
            given(Participant.self, Self.registered).when(.recordConsent(consent, today: Example.today))
                .then(.consentRecorded(consent))
        }
    }

    @Test("A consent is revoked; a second time changes nothing")
    func revoke() {
        given(Participant.self, Self.registered, .consentRecorded(Self.consent()))
            .when(.revokeConsent(Example.consent, dispositionFinal: false))
            .then(.consentRevoked(.init(consent: Example.consent)))
        given(Participant.self, Self.revoked).when(.revokeConsent(Example.consent, dispositionFinal: false))
            .thenNothing()
    }

    @Test("A revoked consent does not come back when it is recorded again under its own id")
    func recordAgain() {
        given(Participant.self, Self.revoked).when(.recordConsent(Self.consent(), today: Example.today)).thenNothing()
    }

    @Test("A consent tied to the disposition is revocable once that is final")
    func revokeOnDisposition() {
        let tied = Self.consent { $0.revocability = .onDisposition }
        given(Participant.self, Self.registered, .consentRecorded(tied))
            .when(.revokeConsent(Example.consent, dispositionFinal: true))
            .then(.consentRevoked(.init(consent: Example.consent)))
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init("a person is registered once", [registered], .register(.init(givenName: "Ada")), .alreadyRegistered),
        .init("a person has a name or an identifier", [], .register(.init(phone: "1")), .required(field: "givenName")),
        .init(
            "a blank name is none", [], .register(.init(identifier: "", givenName: " ", familyName: "\n")),
            .required(field: "givenName")),
        .init("a consent is a registered person's", [], record { _ in }, .notRegistered),
        .init("a consent covers something", [registered], record { $0.scope = [] }, .required(field: "scope")),
        .init("a consent is for somebody", [registered], record { $0.recipients = [] }, .required(field: "recipients")),
        .init(
            "a consent is not signed tomorrow", [registered], record { $0.signedOn = Example.tomorrow },
            .dateInFuture(field: "signedOn")),
        .init(
            "a consent has not ended before it is recorded", [registered],
            record { $0.expiresOn = Example.yesterday }, .dateInPast(field: "expiresOn")),
        .init(
            "a consent that was never recorded is not revoked", [registered],
            .revokeConsent(Example.id("other"), dispositionFinal: true), .noSuchConsent),
        .init(
            "a consent tied to the disposition stands until then",
            [registered, .consentRecorded(consent { $0.revocability = .onDisposition })],
            .revokeConsent(Example.consent, dispositionFinal: false), .revocableOnDispositionOnly),
    ]

    @Test("The consent to rely on is the newest in force that names the partner")
    func reliesOn() {
        let state = Participant.state(after: [
            Self.registered,
            .consentRecorded(Self.consent("old")),
            .consentRecorded(Self.consent("new")),
            .consentRecorded(Self.consent("others") { $0.recipients = [Example.office] }),
            .consentRecorded(Self.consent("ended") { $0.expiresOn = Example.yesterday }),
            .consentRecorded(Self.consent("revoked")),
            .consentRevoked(.init(consent: Example.id("revoked"))),
        ])
        #expect(state.consent(for: Example.partner, on: Example.today)?.id == Example.id("new"))
        #expect(state.consent(for: Example.office, on: Example.today)?.id == Example.id("others"))
        #expect(state.consent(for: Example.id("stranger"), on: Example.today) == nil)
    }

    @Test("With none in force, the newest that names the partner says what is wrong with it")
    func reliesOnNone() throws {
        let state = Participant.state(after: [
            Self.registered, .consentRecorded(Self.consent("ended") { $0.expiresOn = Example.yesterday }),
            .consentRecorded(Self.consent("revoked")), .consentRevoked(.init(consent: Example.id("revoked"))),
        ])
        let consent = try #require(state.consent(for: Example.partner, on: Example.today))
        #expect(consent.id == Example.id("revoked"))
        #expect(consent.isRevoked)
    }

    @Test("A consent is in force on its last day and not after")
    func lastDay() {
        let state = Participant.state(after: [
            Self.registered, .consentRecorded(Self.consent("plain") { $0.expiresOn = nil }),
            .consentRecorded(Self.consent("ending") { $0.expiresOn = Example.today }),
        ])
        #expect(state.consent(for: Example.partner, on: Example.today)?.id == Example.id("ending"))
        #expect(state.consent(for: Example.partner, on: Example.tomorrow)?.id == Example.id("plain"))
    }

    @Test("Race and gender are kept with who said so")
    func groups() {
        let state = Participant.state(after: [
            .registered(
                .init(
                    givenName: "Ada", race: .init(value: "Latinx", source: .selfReported),
                    gender: .init(value: "Female", source: .agency)))
        ])
        #expect(state.race == .init(value: "Latinx", source: .selfReported))
        #expect(state.gender == .init(value: "Female", source: .agency))
        #expect(state.isRegistered)
    }

    private static let registered = Participant.Event.registered(.init(givenName: "Ada"))
    private static let revoked: [Participant.Event] = [
        registered, .consentRecorded(consent()), .consentRevoked(.init(consent: Example.consent)),
    ]

    private static func record(_ edit: (inout Participant.ConsentRecorded) -> Void) -> Participant.Command {
        .recordConsent(consent("consent", edit), today: Example.today)
    }

    private static func consent(
        _ name: String = "consent", _ edit: (inout Participant.ConsentRecorded) -> Void = { _ in }
    ) -> Participant.ConsentRecorded {
        var consent = Participant.ConsentRecorded(
            consent: Example.id(name), scope: [.name, .need], recipients: [Example.partner], method: .inPerson,
            signedOn: Example.yesterday, expiresOn: Example.tomorrow)
        edit(&consent)
        return consent
    }
}
