import Casework
import EventModel
import Foundation
import Testing

@Suite("Screening")
struct ScreeningTests {
    typealias Row = RefusalRow<Screening>

    @Test("A screening is made with what the rules say, and learns more later")
    func learn() {
        given(Screening.self).when(.make(Example.made, today: Example.today)).then(.made(Example.made))
        given(Screening.self, Self.open).when(.addFacts(Self.learned(.met))).then(.factsAdded(Self.learned(.met)))
        let state = Screening.state(after: Self.met)
        #expect(state.outcome == .met)
        #expect(
            state.facts.readable
                == ["charge-level": "felony", "victim-named": "true", "age": "24", "victim-approves": "true"])
    }

    @Test("A later value of a fact takes the earlier one's place, also where it is sealed now")
    func values() {
        var values = Screening.Values(clear: ["a": "1", "b": "2"], sealed: ["c": "3"])
        values.merge(.init(clear: ["c": "4"], sealed: ["a": "5"]))
        #expect(values.clear == ["b": "2", "c": "4"])
        #expect(values.sealed == ["a": "5"])
    }

    @Test("An override is asked by one person and approved or refused by another")
    func override() {
        let asked = Screening.OverrideAsked(to: .notMet, reason: "see file", by: Self.colleague)
        given(Screening.self, Self.met).when(.askOverride(asked)).then(.overrideAsked(asked))
        let waiting = Self.met + [.overrideAsked(asked)]
        given(Screening.self, waiting).when(.approveOverride(by: Self.supervisor)).then(
            .overridden(.init(to: .notMet, askedBy: Self.colleague, approvedBy: Self.supervisor)))
        given(Screening.self, waiting).when(.refuseOverride(reason: "no")).then(.overrideRefused(.init(reason: "no")))
    }

    @Test("An override stands until the rules say something else than what it set aside")
    func overrideStands() {
        let overridden =
            [Self.open] + [
                .overrideAsked(.init(to: .met, reason: "see file", by: Self.colleague)),
                .overridden(.init(to: .met, askedBy: Self.colleague, approvedBy: Self.supervisor)),
            ]
        #expect(Screening.state(after: overridden).outcome == .met)
        #expect(Screening.state(after: overridden + [.factsAdded(Self.learned(.notKnown))]).outcome == .met)
        #expect(Screening.state(after: overridden + [.factsAdded(Self.learned(.notMet))]).outcome == .notMet)
    }

    @Test("A step moves the way on, with what its handler recorded")
    func step() {
        let recorded = Screening.ModuleRecorded(name: "cook.enrolled", schemaVersion: 1, payload: "{}")
        given(Screening.self, Self.met)
            .when(.take(Self.enroll, by: Self.screener, needsApproval: false, recording: [recorded]))
            .then(.stepTaken(Self.enroll), .moduleRecorded(recorded))
        let state = Screening.state(after: Self.met + [.stepTaken(Self.enroll), .moduleRecorded(recorded)])
        #expect(state.position == "enrolled")
        #expect(state.milestones == ["enroll"])
        #expect(state.fields.clear == ["enrolled-on": "2026-10-16"])
        #expect(state.recorded == [recorded])
    }

    @Test("A step that two people take is asked for, and taken as it was asked for")
    func twoPeople() {
        given(Screening.self, Self.enrolled)
            .when(.take(Self.end, by: Self.screener, needsApproval: true, recording: []))
            .then(.stepAsked(Self.asked))
        var changed = Self.end
        changed.fields = .init(clear: ["hearing-on": "1999-01-01"])
        changed.reason = "another"
        var taken = Self.end
        (taken.askedBy, taken.approvedBy) = (Self.screener, Self.supervisor)
        given(Screening.self, Self.enrolled + [.stepAsked(Self.asked)])
            .when(.approveStep(changed, by: Self.supervisor, recording: [])).then(.stepTaken(taken))
        given(Screening.self, Self.enrolled + [.stepAsked(Self.asked)]).when(.refuseStep(reason: "wait"))
            .then(.stepRefused(.init(step: "end", reason: "wait")))
    }

    @Test("A way that has begun goes on when a later fact breaks a rule")
    func goesOn() {
        let history = Self.enrolled + [.factsAdded(Self.learned(.notMet))]
        given(Screening.self, history).when(.take(Self.end, by: Self.screener, needsApproval: false, recording: []))
            .then(.stepTaken(Self.end))
    }

    @Test("What came of the case stays so while later steps are taken")
    func ending() {
        let sealed = Screening.StepTaken(step: "seal", from: "ended", to: "sealed")
        given(Screening.self, Self.enrolled + [.stepTaken(Self.end)])
            .when(.take(sealed, by: Self.screener, needsApproval: false, recording: [])).then(.stepTaken(sealed))
        let state = Screening.state(after: Self.enrolled + [.stepTaken(Self.end), .stepTaken(sealed)])
        #expect(state.ending == .ended)
        #expect(state.position == "sealed")
    }

    @Test("A move takes another version's answers and says why")
    func move() {
        let moved = Self.moved()
        given(Screening.self, Self.enrolled).when(.move(moved)).then(.moved(moved))
        let state = Screening.state(after: Self.enrolled + [.moved(moved)])
        #expect(state.version == "1.1.0")
        #expect(state.packageHash == "cafe")
        #expect(state.position == "enrolled")
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init("a screening is made once", [open], .make(Example.made, today: Example.today), .alreadyMade),
        .init(
            "it is for today or earlier", [], .make(Example.made, today: Example.yesterday), .dateInFuture(field: "on")),
        .init("nothing happens before it is made", [], .addFacts(learned(.met)), .notMade),
        .init(
            "adding nothing is no step", [open], .addFacts(.init(facts: .init(), finding: .met, answers: [])),
            .required(field: "facts")),
        .init("an override says why", met, ask(.notMet, reason: " "), .required(field: "reason")),
        .init("an override says something else", met, ask(.met), .unchanged(field: "to")),
        .init("nobody decides that something is not known", met, ask(.notKnown), .unchanged(field: "to")),
        .init("one override waits at a time", met + [overrideAsked], ask(.notMet), .alreadyAsked),
        .init("a way that has begun is left by a step", enrolled, ask(.notMet), .notNow(state: "enrolled")),
        .init("there is something to approve", met, .approveOverride(by: supervisor), .nothingAsked),
        .init("who asked does not approve", met + [overrideAsked], .approveOverride(by: colleague), .samePerson),
        .init("who screened does not approve", met + [overrideAsked], .approveOverride(by: screener), .samePerson),
        .init("a refusal says why", met + [overrideAsked], .refuseOverride(reason: ""), .required(field: "reason")),
        .init("there is something to refuse", met, .refuseOverride(reason: "no"), .nothingAsked),
        .init("no step while the rules are open", [open], take(enroll), .notMet(.notKnown)),
        .init(
            "no step while the rules are not met", [open, .factsAdded(learned(.notMet))], take(enroll),
            .notMet(.notMet)),
        .init("no step while an override waits", met + [overrideAsked], take(enroll), .alreadyAsked),
        .init("a step begins where the case stands", met, take(end), .notNow(state: "screened")),
        .init("no step while another waits", enrolled + [.stepAsked(asked)], take(end), .alreadyAsked),
        .init(
            "who asked for a step does not approve it", enrolled + [.stepAsked(asked)],
            .approveStep(end, by: screener, recording: []), .samePerson),
        .init(
            "only the step that was asked for is approved", met + [.stepAsked(asked)],
            .approveStep(enroll, by: supervisor, recording: []), .nothingAsked),
        .init(
            "a step's refusal says why", enrolled + [.stepAsked(asked)], .refuseStep(reason: " "),
            .required(field: "reason")),
        .init("there is a step to refuse", enrolled, .refuseStep(reason: "no"), .nothingAsked),
        .init("what has ended is not set aside", enrolled + [.stepTaken(end)], ask(.notMet), .over),
        .init("what has ended learns nothing", enrolled + [.stepTaken(end)], .addFacts(learned(.met)), .over),
        .init("a move goes to another version", met, .move(moved(to: "1.0.0")), .unchanged(field: "version")),
        .init("a move says why", met, .move(moved(reason: " ")), .required(field: "reason")),
        .init("a move waits for who was asked", met + [overrideAsked], .move(moved()), .alreadyAsked),
    ]

    static let screener = Example.id("first")
    static let colleague = Example.id("colleague")
    static let supervisor = Example.id("second")

    static let open = Screening.Event.made(Example.made)
    static let met = [open, .factsAdded(learned(.met))]
    static let enrolled = met + [.stepTaken(enroll)]
    static let overrideAsked = Screening.Event.overrideAsked(.init(to: .notMet, reason: "see file", by: colleague))

    static let enroll = Screening.StepTaken(
        step: "enroll", from: "screened", to: "enrolled", fields: .init(clear: ["enrolled-on": "2026-10-16"]),
        isMilestone: true)
    static let end = Screening.StepTaken(
        step: "end", from: "enrolled", to: "ended", fields: .init(clear: ["hearing-on": "2026-11-02"]),
        reason: "new-charge", ends: .ended)
    static let asked = Screening.StepAsked(step: "end", fields: end.fields, reason: end.reason, by: screener)

    static func learned(_ finding: Screening.Finding) -> Screening.FactsAdded {
        .init(
            facts: .init(sealed: ["victim-approves": "true"]), finding: finding,
            answers: [.init(criterion: "victim", finding: finding, known: ["victim-approves"], missing: [])])
    }

    static func ask(_ finding: Screening.Finding, reason: Personal = "see file") -> Screening.Command {
        .askOverride(.init(to: finding, reason: reason, by: screener))
    }

    static func take(_ taken: Screening.StepTaken) -> Screening.Command {
        .take(taken, by: screener, needsApproval: false, recording: [])
    }

    static func moved(to version: String = "1.1.0", reason: Personal = "the law changed") -> Screening.Moved {
        .init(
            fromVersion: "1.0.0", toVersion: version, packageHash: "cafe", reason: reason, finding: .met, answers: [],
            state: "enrolled")
    }
}
