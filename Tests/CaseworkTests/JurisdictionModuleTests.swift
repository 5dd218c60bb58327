import Casework
import EventModel
import Foundation
import Testing

@Suite("Jurisdiction module")
struct JurisdictionModuleTests {
    typealias Module = JurisdictionModule
    typealias Row = RefusalRow<Module>

    static let cook = Module.Place(version: "1.0.0", jurisdiction: "us-il-cook")
    static let proposer = Example.id("proposer")
    static let approver = Example.id("approver")
    static let installed = Module.Event.installed(Example.installed)
    static let proposal = Module.ActivationProposed(
        version: "1.0.0", jurisdiction: "us-il-cook", from: Example.tomorrow, settings: ["fee-cap": "50"], by: proposer)
    static let proposed = Module.Event.activationProposed(proposal)

    static func activation(from day: Day) -> Module.Activated {
        .init(
            version: "1.0.0", packageHash: Example.installed.packageHash, jurisdiction: "us-il-cook", from: day,
            settings: ["fee-cap": "50"], proposedBy: proposer, approvedBy: approver)
    }
    static let activated = Module.Event.activated(activation(from: Example.tomorrow))

    @Test("A version is installed once; the same again changes nothing")
    func install() {
        given(Module.self).when(.install(Example.installed)).then(.installed(Example.installed))
        given(Module.self, Self.installed).when(.install(Example.installed)).thenNothing()
    }

    @Test("Another version beside it is installed")
    func secondVersion() {
        var next = Example.installed
        (next.version, next.packageHash) = ("1.1.0", String(repeating: "ef", count: 32))
        given(Module.self, Self.installed).when(.install(next)).then(.installed(next))
    }

    @Test("One person proposes and another approves, with the settings and the day of the proposal")
    func activate() {
        given(Module.self, Self.installed)
            .when(.propose(Self.proposal, openQuestions: 0, today: Example.today)).then(Self.proposed)
        given(Module.self, Self.installed, Self.proposed)
            .when(.approve(Self.cook, by: Self.approver, today: Example.today)).then(Self.activated)
    }

    @Test("What is approved after its day begins on the day of approval")
    func approvedLate() {
        let later = Example.tomorrow.adding(days: 3)
        given(Module.self, Self.installed, Self.proposed)
            .when(.approve(Self.cook, by: Self.approver, today: later))
            .then(.activated(Self.activation(from: later)))
    }

    @Test("A proposal that was refused can be made again")
    func refuse() {
        let refused = Module.Event.activationRefused(
            .init(version: "1.0.0", jurisdiction: "us-il-cook", reason: "Not before May."))
        given(Module.self, Self.installed, Self.proposed)
            .when(.refuse(Self.cook, reason: "Not before May.")).then(refused)
        given(Module.self, Self.installed, Self.proposed, refused)
            .when(.propose(Self.proposal, openQuestions: 0, today: Example.today)).then(Self.proposed)
    }

    @Test("What was retired can be proposed again")
    func retire() {
        let retired = Module.Event.retired(.init(version: "1.0.0", jurisdiction: "us-il-cook", reason: "A mistake."))
        given(Module.self, Self.installed, Self.proposed, Self.activated)
            .when(.retire(Self.cook, reason: "A mistake.")).then(retired)
        given(Module.self, Self.installed, Self.proposed, Self.activated, retired)
            .when(.propose(Self.proposal, openQuestions: 0, today: Example.today)).then(Self.proposed)
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init(
            "a version never changes", [installed],
            .install(
                .init(
                    module: "us-il-cook.diversion", version: "1.0.0", packageHash: "other", document: "other",
                    handlerHash: nil, jurisdictions: ["us-il-cook"])),
            .versionTaken(packageHash: Example.installed.packageHash)),
        .init(
            "a module is for somebody", [],
            .install(
                .init(
                    module: "m", version: "1.0.0", packageHash: "h", document: "d", handlerHash: nil,
                    jurisdictions: [])),
            .required(field: "jurisdictions")),
        .init(
            "only what is installed is proposed", [], .propose(proposal, openQuestions: 0, today: Example.today),
            .notInstalled),
        .init(
            "a version is for the jurisdictions that it names", [installed],
            .propose(
                .init(version: "1.0.0", jurisdiction: "us-mn-ramsey", from: Example.tomorrow, by: proposer),
                openQuestions: 0, today: Example.today),
            .otherJurisdictions(["us-il-cook"])),
        .init(
            "the equity checks are answered first", [installed],
            .propose(proposal, openQuestions: 2, today: Example.today), .openQuestions(2)),
        .init(
            "nothing begins in the past", [installed],
            .propose(proposal, openQuestions: 0, today: Example.tomorrow.adding(days: 1)), .dateInPast(field: "from")),
        .init(
            "one proposal at a time", [installed, proposed],
            .propose(proposal, openQuestions: 0, today: Example.today), .alreadyProposed),
        .init(
            "what is in force is not proposed again", [installed, proposed, activated],
            .propose(proposal, openQuestions: 0, today: Example.today), .alreadyActive),
        .init(
            "a proposal needs a second person", [installed, proposed],
            .approve(cook, by: proposer, today: Example.today), .secondPersonNeeded),
        .init(
            "only what is proposed is approved", [installed], .approve(cook, by: approver, today: Example.today),
            .notProposed),
        .init(
            "a proposal is approved once", [installed, proposed, activated],
            .approve(cook, by: approver, today: Example.today), .notProposed),
        .init("only what is proposed is refused", [installed], .refuse(cook, reason: "no"), .notProposed),
        .init(
            "a refusal has a reason", [installed, proposed], .refuse(cook, reason: " "), .required(field: "reason")),
        .init("only what is in force is retired", [installed, proposed], .retire(cook, reason: "no"), .notActive),
        .init(
            "a retirement has a reason", [installed, proposed, activated], .retire(cook, reason: ""),
            .required(field: "reason")),
    ]
}
