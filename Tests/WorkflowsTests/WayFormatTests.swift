import EventModel
import Testing

@testable import Workflows

@Suite("The way after a screening, as it is written")
struct WayFormatTests {
    @Test("States, steps, deadlines and what they refer to are read whole")
    func sound() throws {
        let read = try way()
        #expect(read.check() == [])
        #expect(read.handler == HandlerFile(executable: "way-handler", arguments: ["serve"], readable: ["/usr/lib"]))
        #expect(read.handlerCommands == ["way.agree"])
        #expect(read.roles["chief"]?.kind == .supervisor && read.notices["late"]?.to == "chief")
        #expect(read.settings["months"]?.isRequired == true && read.settings["office"]?.isRequired == false)
        let track = read.tracks[0]
        #expect(track.states.map(\.ends) == [nil, nil, .completed, .completed, .ended])
        let agree = try #require(track.step("agree"))
        #expect(agree.asks == ["agreed-on", "mode"] && agree.needs == ["agreed-on"] && !agree.needsSupervisor)
        #expect(track.step("leave")?.needsSupervisor == true && track.step("leave")?.reasons == ["moved", "other"])
        #expect(track.deadline("weekly")?.after == Wait(unit: .businessDays, count: .number(5)))
        #expect(track.deadline("whole")?.after == Wait(unit: .months, count: .fact("setting.months")))
        #expect(track.deadline("appearance")?.after == nil)
    }

    @Test(
        "A name that nobody declared is a mistake, with its line",
        arguments: [
            ("by: chief", "by: boss", "There is no role boss. Known are chief, lawyer."),
            ("to: chief", "to: boss", "There is no role boss"), ("to: gone", "to: away", "There is no state away"),
            ("from: [finished]", "from: [done]", "There is no state done"),
            ("asks: [agreed-on, mode]", "asks: [agreed-on, consents]", "There is no field consents"),
            ("needs: [agreed-on]", "needs: [done]", "There is no field among those that it asks: done"),
            ("reasons: [moved, other]", "reasons: [moved, ill]", "There is no reason ill"),
            ("notices: [hello]", "notices: [bye]", "There is no notice bye"),
            ("metBy: [finish, leave]", "metBy: [end]", "There is no step end"),
            ("from: [agree, contact]", "from: [agreed]", "There is no step or state agreed"),
            ("metBy: [agree], missed: late", "metBy: [agree], missed: never", "There is no notice never"),
            ("{fact: setting.months}}", "{fact: setting.years}}", "No number is called setting.years"),
            ("{fact: setting.months}}", "{fact: done}}", "No number is called done"),
            ("{fact: done, is: true}", "{fact: finished, is: true}", "No fact is called finished"),
            ("{fact: done, is: true}", "{fact: setting.month, is: 3}", "No fact is called setting.month"),
        ])
    func strangers(was: String, now: String, message: String) {
        let found = wayProblems((was, now))
        #expect(found.contains { $0.message.contains(message) && ($0.line ?? 0) > 20 }, "\(found)")
    }

    @Test(
        "What does not fit together is a mistake",
        arguments: [
            ("        text: {en: It is done., es: Está hecho.}\n", "", "Say in text what when asks"),
            ("handler: {executable: way-handler, arguments: [serve], readable: [/usr/lib]}\n", "", "names no handler"),
            ("executable: way-handler", "executable: ../way-handler", "without folders"),
            ("handler: way.agree", "handler: agree", "with dots between them"),
            ("to: sealed", "to: gone", "a state with the same ending"),
            ("{id: gone,", "{id: agree,", "agree is used twice. Within a track"),
            ("id: weekly", "id: consent", "consent is used twice."),
            ("id: leave", "id: consent", "consent is used twice."),
            (", after: {weeks: 2}", "", "from and after belong together"),
            ("from: [start], after", "after", "from and after belong together"),
            ("{weeks: 2}", "{weeks: 2, days: 1}", "Use one of days, businessDays"),
            ("{weeks: 2}", "{weeks: 0}", "Write a whole number from 1 to 5000."),
            ("{weeks: 2}", "{weeks: {fact: done, day: decision}}", "or {fact: name}"),
            ("{weeks: 2}", "{fortnights: 1}", "There is no key fortnights"),
            ("ends: ended", "ends: over", "Use one of completed, declined, ended"),
            ("is: supervisor", "is: administrator", "Use one of prosecutor, supervisor, partner"),
            ("kind: choice, required: false", "kind: number, required: false", "A choice has options"),
            ("  consents:", "  setting.consents:", "those of settings"),
            ("  mode:", "  consents:", "A fact is called so too"), ("  mode:", "  My mode:", "Use lower-case"),
            ("approval: supervisor", "approval: chief", "Use one of supervisor, none"),
        ])
    func misfits(was: String, now: String, message: String) {
        let found = wayProblems((was, now))
        #expect(found.contains { $0.message.contains(message) }, "\(found)")
    }

    @Test("A document without a handler cannot leave a deadline to it")
    func handlerless() {
        let found = wayProblems(
            ("handler: {executable: way-handler, arguments: [serve], readable: [/usr/lib]}\n", ""),
            (" handler: way.agree,", ""))
        #expect(
            found.map(\.message) == ["Say from and after, or name the handler that sets it: the document has none."])
        #expect(found.map(\.path) == ["tracks[0].deadlines[3]"])
    }

    @Test("No number in a document counts further than a calendar does")
    func overflow() {
        let far = criterion("rule", "{fact: last, after: {day: decision, plus: {years: 9223372036854775807}}}")
        #expect(throws: Problems.self) { try document(criteria: far) }
        #expect(day("2026-01-01").adding(DayShift(years: 5000)).year == 7026)
    }

    @Test("States and steps are nodes and edges, with the distance from the first state")
    func graph() throws {
        let graph = try #require(try way().tracks[0].graph)
        #expect(graph.nodes.map(\.state.id) == ["start", "under-way", "finished", "sealed", "gone"])
        #expect(graph.nodes.map(\.rank) == [0, 1, 2, 3, 1])
        #expect(
            graph.edges.map { "\($0.from) \($0.step.id) \($0.to)" } == [
                "start agree under-way", "under-way contact under-way", "under-way finish finished",
                "start leave gone", "under-way leave gone", "finished seal sealed",
            ])
        #expect(try document(criteria: criterion("rule", "{fact: age, over: 1}")).tracks[0].graph == nil)
    }
}
