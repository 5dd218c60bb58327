import Casework
import EventModel
import Testing

@Suite("Program")
struct ProgramTests {
    typealias Row = RefusalRow<Program>

    @Test("A program is registered with its places, all of them open")
    func register() {
        given(Program.self).when(.register(Self.program(12))).then(.registered(Self.program(12)))
        let state = Program.state(after: [.registered(Self.program(12))])
        #expect(state.organization == Example.partner)
        #expect(state.name == "Drug school")
        #expect(state.maximum == 12)
        #expect(state.available == 12)
        #expect(state.accepting)
    }

    @Test(
        "The partner says how many places there are and how many are open",
        arguments: [(0, 0), (5, 0), (5, 5), (100_000, 1)])
    func updateCapacity(maximum: Int, available: Int) {
        given(Program.self, .registered(Self.program(2))).when(.updateCapacity(maximum: maximum, available: available))
            .then(.capacityUpdated(.init(maximum: maximum, available: available)))
        let state = Program.state(after: [
            .registered(Self.program(2)), .capacityUpdated(.init(maximum: maximum, available: available)),
        ])
        #expect(state.maximum == maximum)
        #expect(state.available == available)
    }

    @Test("Intake is paused and taken up again; taking up twice changes nothing")
    func pause() {
        given(Program.self, .registered(Self.program(2))).when(.pauseIntake(reason: "flood", until: Example.tomorrow))
            .then(.intakePaused(.init(reason: "flood", until: Example.tomorrow)))
        given(Program.self, .registered(Self.program(2)), .intakePaused(.init(reason: "flood"))).when(.resumeIntake)
            .then(.intakeResumed(.init()))
        given(Program.self, .registered(Self.program(2))).when(.resumeIntake).thenNothing()
        #expect(!Program.state(after: [.registered(Self.program(2)), .intakePaused(.init(reason: "x"))]).accepting)
    }

    @Test("A place is taken once for each referral and released once")
    func places() {
        given(Program.self, Self.taken("a", of: 2)).when(.takePlace(referral: Example.id("b"), override: false))
            .then(.placeTaken(.init(referral: Example.id("b"))))
        given(Program.self, Self.taken("a", of: 2)).when(.takePlace(referral: Example.id("a"), override: true))
            .thenNothing()
        given(Program.self, Self.taken("a", of: 2)).when(.releasePlace(referral: Example.id("a")))
            .then(.placeReleased(.init(referral: Example.id("a"))))
        given(Program.self, Self.taken("a", of: 2)).when(.releasePlace(referral: Example.id("b"))).thenNothing()
    }

    @Test("An override takes a person although no place is open")
    func override() {
        given(Program.self, Self.taken("a", of: 1)).when(.takePlace(referral: Example.id("b"), override: true))
            .then(.placeTaken(.init(referral: Example.id("b"))))
    }

    @Test("A place that comes free goes first to a person who was taken beyond the maximum")
    func beyondMaximum() {
        var state = Program.state(after: Self.taken("a", "b", "c", of: 1))
        #expect(state.available == 0)
        #expect(state.beyondMaximum == 2)
        for (name, available) in [("a", 0), ("b", 0), ("c", 1)] {
            Program.evolve(&state, with: .placeReleased(.init(referral: Example.id(name))))
            #expect(state.available == available, "after \(name)")
        }
        #expect(state.holders.isEmpty)
        #expect(state.beyondMaximum == 0)
    }

    @Test("A new count by the partner stands for all who are there")
    func newCount() {
        var state = Program.state(
            after: Self.taken("a", "b", of: 1) + [.capacityUpdated(.init(maximum: 5, available: 3))])
        #expect(state.available == 3)
        Program.evolve(&state, with: .placeReleased(.init(referral: Example.id("a"))))
        #expect(state.available == 4)
    }

    @Test("Released places never exceed the maximum")
    func releasedBelowMaximum() {
        let state = Program.state(
            after: Self.taken("a", of: 2) + [
                .capacityUpdated(.init(maximum: 1, available: 1)), .placeReleased(.init(referral: Example.id("a"))),
            ])
        #expect(state.available == 1)
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init("a program is registered once", taken("a", of: 1), .register(program(1)), .alreadyRegistered),
        .init("a program has a name", [], .register(program(1, name: " ")), .required(field: "name")),
        .init("places are not negative", [], .register(program(-1)), .outOfRange(field: "maximum")),
        .init("places are not beyond counting", [], .register(program(100_001)), .outOfRange(field: "maximum")),
        .init("no capacity before registration", [], .updateCapacity(maximum: 1, available: 1), .notRegistered),
        .init("no pause before registration", [], .pauseIntake(reason: "x", until: nil), .notRegistered),
        .init("no resumption before registration", [], .resumeIntake, .notRegistered),
        .init(
            "no place before registration", [], .takePlace(referral: Example.referral, override: true), .notRegistered),
        .init("no release before registration", [], .releasePlace(referral: Example.referral), .notRegistered),
        .init(
            "a maximum is not negative", taken(of: 1), .updateCapacity(maximum: -1, available: 0),
            .outOfRange(field: "maximum")),
        .init(
            "a maximum is not beyond counting", taken(of: 1), .updateCapacity(maximum: 100_001, available: 0),
            .outOfRange(field: "maximum")),
        .init(
            "open places are not negative", taken(of: 1), .updateCapacity(maximum: 1, available: -1),
            .outOfRange(field: "available")),
        .init(
            "open places are not more than all", taken(of: 1), .updateCapacity(maximum: 1, available: 2),
            .outOfRange(field: "available")),
        .init("a pause has a reason", taken(of: 1), .pauseIntake(reason: " ", until: nil), .required(field: "reason")),
        .init(
            "a paused intake is not paused again", taken(of: 1) + [.intakePaused(.init(reason: "x"))],
            .pauseIntake(reason: "y", until: nil), .alreadyPaused),
        .init(
            "a full program takes nobody", taken("a", of: 1), .takePlace(referral: Example.id("b"), override: false),
            .noPlaceOpen),
        .init(
            "a program without places takes nobody", taken(of: 0),
            .takePlace(referral: Example.id("b"), override: false), .noPlaceOpen),
    ]

    private static func program(_ maximum: Int, name: String = "Drug school") -> Program.Registered {
        .init(organization: Example.partner, name: name, summary: "Ten evenings.", maximum: maximum)
    }

    private static func taken(_ names: String..., of maximum: Int) -> [Program.Event] {
        [.registered(program(maximum))] + names.map { .placeTaken(.init(referral: Example.id($0))) }
    }
}
