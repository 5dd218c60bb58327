import Casework
import EventModel
import Testing

@Suite("Case")
struct CaseTests {
    typealias Row = RefusalRow<Case>

    @Test("A case is opened and joined; joining twice changes nothing")
    func join() {
        given(Case.self).when(.open(.init(number: "26 CR 1", office: Example.office)))
            .then(.opened(.init(number: "26 CR 1", office: Example.office)))
        given(Case.self, Self.opened).when(.join(.init(participant: Example.participant, statute: "720 ILCS 5/16A-3")))
            .then(.participantJoined(.init(participant: Example.participant, statute: "720 ILCS 5/16A-3")))
        given(Case.self, Self.joined).when(.join(.init(participant: Example.participant))).thenNothing()
    }

    @Test("A disposition is recorded, today's or an earlier one", arguments: Case.DispositionKind.allCases)
    func record(kind: Case.DispositionKind) {
        for day in [Example.today, Example.yesterday] {
            let recorded = Case.DispositionRecorded(
                participant: Example.participant, kind: kind, on: day, referral: Example.referral, note: "see order")
            given(Case.self, Self.joined).when(.recordDisposition(recorded, today: Example.today))
                .then(.dispositionRecorded(recorded))
        }
    }

    @Test("A second disposition says that it replaces the first, whatever the command says")
    func replace() {
        var second = Self.disposition(.convicted)
        var expected = second
        expected.replacesEarlier = true
        given(Case.self, Self.joined + [.dispositionRecorded(Self.disposition(.dismissed))])
            .when(.recordDisposition(second, today: Example.today)).then(.dispositionRecorded(expected))
        second.replacesEarlier = true
        expected.replacesEarlier = false
        given(Case.self, Self.joined).when(.recordDisposition(second, today: Example.today))
            .then(.dispositionRecorded(expected))
    }

    @Test("Another person's disposition replaces nothing")
    func otherPerson() {
        let history =
            Self.joined + [
                .participantJoined(.init(participant: Example.id("second"))),
                .dispositionRecorded(Self.disposition(.dismissed)),
            ]
        var recorded = Self.disposition(.dismissed)
        recorded.participant = Example.id("second")
        given(Case.self, history).when(.recordDisposition(recorded, today: Example.today))
            .then(.dispositionRecorded(recorded))
    }

    @Test("Every disposition stays in the history, oldest first")
    func history() {
        let first = Self.disposition(.dismissed)
        let second = Self.disposition(.prosecutionResumed)
        let state = Case.state(after: Self.joined + [.dispositionRecorded(first), .dispositionRecorded(second)])
        #expect(state.dispositions == [Example.participant: [first, second]])
        #expect(state.office == Example.office)
    }

    @Test("The office declines to prosecute somebody, by a policy or for a reason")
    func decline() {
        let byPolicy = Case.Declined(
            participant: Example.participant, on: Example.today, screening: Example.id("screening"), module: "m",
            version: "1.0.0", track: "t")
        for declined in [byPolicy, Self.declined("thin evidence")] {
            given(Case.self, Self.joined).when(.decline(declined, today: Example.today)).then(.declined(declined))
        }
        #expect(Case.state(after: Self.joined + [.declined(byPolicy)]).declined == [Example.participant: byPolicy])
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init("a case is opened once", [opened], .open(.init(number: "2", office: Example.office)), .alreadyOpened),
        .init("a case has a number", [], .open(.init(number: " ", office: Example.office)), .required(field: "number")),
        .init("a case is opened before it is joined", [], .join(.init(participant: Example.participant)), .notOpened),
        .init(
            "a disposition is of somebody in the case", [opened],
            .recordDisposition(disposition(.dismissed), today: Example.today), .participantNotInCase),
        .init(
            "a disposition is not of tomorrow", joined,
            .recordDisposition(disposition(.dismissed, on: Example.tomorrow), today: Example.today),
            .dateInFuture(field: "on")),
        .init(
            "another kind of disposition is explained", joined,
            .recordDisposition(disposition(.other), today: Example.today), .required(field: "note")),
        .init(
            "a blank note explains nothing", joined,
            .recordDisposition(disposition(.other, note: " "), today: Example.today), .required(field: "note")),
        .init(
            "nobody outside the case is declined", [opened], .decline(declined("thin"), today: Example.today),
            .participantNotInCase),
        .init(
            "a declination happens once", joined + [.declined(declined("thin"))],
            .decline(declined("thin"), today: Example.today), .alreadyDeclined),
        .init(
            "a declination without a policy has a reason", joined, .decline(declined(" "), today: Example.today),
            .required(field: "reason")),
        .init(
            "a declination is not of tomorrow", joined, .decline(declined("thin"), today: Example.yesterday),
            .dateInFuture(field: "on")),
    ]

    private static func declined(_ reason: Personal) -> Case.Declined {
        .init(participant: Example.participant, on: Example.today, reason: reason)
    }

    private static let opened = Case.Event.opened(.init(number: "26 CR 1", office: Example.office))
    private static let joined = [opened, .participantJoined(.init(participant: Example.participant))]

    private static func disposition(
        _ kind: Case.DispositionKind, on day: Day = Example.today, note: Personal? = nil
    ) -> Case.DispositionRecorded {
        .init(participant: Example.participant, kind: kind, on: day, note: note)
    }
}
