import Testing

@testable import Workflows

@Suite("Checking the way after a screening")
struct WayCheckTests {
    @Test(
        "What cannot be reached, left, filled, heard or met is a fault",
        arguments: [
            // Places.
            (
                "{id: sealed,", "{id: lost, title: {en: L, es: P}}\n      - {id: sealed,", "lost",
                "No step leads here from start"
            ),
            ("to: finished", "to: under-way", "finished", "No step leads here from start"),
            (
                "{id: gone, title: {en: Gone, es: Fuera}, ends: ended}", "{id: gone, title: {en: G, es: F}}", "gone",
                "Nobody can leave it"
            ),
            ("from: [start, under-way]", "from: []", "leave", "It leads from no state"),
            // Uses.
            ("asks: [agreed-on, mode]", "asks: [agreed-on]", "mode", "Nobody fills this field"),
            ("reasons: [moved, other]", "reasons: [moved]", "other", "No step offers this reason"),
            (" notices: [hello],", "", "hello", "Nothing gives this notice"),
            (
                "  chief: {", "  clerk: {text: {en: C, es: C}, is: partner}\n  chief: {", "clerk",
                "This role takes no step"
            ),
            (
                "{not: {fact: setting.office, is: south}}", "{fact: done, is: true}", "setting.office",
                "uses this setting"
            ),
            // Deadlines.
            ("metBy: [agree], ", "", "answer", "Nobody handles it"),
            ("metBy: [agree], missed: late", "metBy: [agree]", "answer", "Nobody hears when it is missed"),
            ("metBy: [finish, leave]", "metBy: [agree]", "whole", "no step under metBy can be taken any more"),
            ("kind: number, required: true", "kind: number, required: false", "whole", "may be unknown when it begins"),
            // Sources.
            ("to: sealed, citation: Law 3", "to: sealed", "seal", "Say where this step is written"),
            (
                "metBy: [agree], missed: late, citation: Law 2", "metBy: [agree], missed: late", "answer",
                "Say where this deadline"
            ),
        ])
    func faults(was: String, now: String, about: String, message: String) throws {
        let remarks = try way((was, now)).check()
        #expect(
            remarks.contains { $0.weight == .fault && $0.about == about && $0.message.contains(message) }, "\(remarks)")
    }

    @Test("A condition over what nobody on the track is asked for is a fault, unless the record has it")
    func unasked() throws {
        let condition = ("{fact: done, is: true}", "{fact: count, over: 1}")
        func remarks(_ more: String) throws -> [Remark] {
            let fact = "count: {text: {en: Count, es: Cuenta}, kind: number, sensitivity: ordinary\(more)}"
            return try way(("  consents:", "  \(fact)\n  consents:"), condition).check()
        }
        let asked = try remarks("")
        #expect(asked.map(\.about) == ["finish"])
        #expect(asked[0].message == "Its condition asks for count, which no rule and no step of this track fills.")
        #expect(try remarks(", from: referral.sequence") == [])
    }

    @Test("States that only lead to one another lead nowhere")
    func circle() throws {
        let remarks = try way(
            ("to: finished", "to: under-way"), ("from: [start, under-way]", "from: [start]"),
            ("to: sealed", "to: finished")
        ).check()
        #expect(remarks.contains { $0.about == "under-way" && $0.message.contains("Nobody can leave it") })
        #expect(remarks.about(.fault).isSuperset(of: ["under-way", "finished", "sealed"]))
        let pair = try way(
            ("to: finished", "to: paused"),
            ("{id: sealed,", "{id: paused, title: {en: P, es: P}}\n      - {id: sealed,"),
            ("from: [start, under-way]", "from: [start]"),
            ("from: [finished], to: sealed", "from: [paused], to: under-way")
        ).check()
        for state in ["under-way", "paused"] {
            #expect(pair.contains { $0.about == state && $0.message.contains("No way leads from here to an end") })
        }
    }

    @Test(
        "Every text stands in both languages",
        arguments: [
            ("{en: Months, es: Meses}, kind", "{en: Months}, kind", "setting.months"),
            ("{en: Done, es: Hecho}", "{en: Done}", "done"), ("{en: P, es: T}", "{en: P}", "mode.phone"),
            ("{en: Chief, es: Jefa}", "{en: Chief}", "chief"), ("{en: Moved, es: Se fue}", "{en: Moved}", "moved"),
            ("{en: Late, es: Tarde}", "{en: Late}", "late"), ("{en: Gone, es: Fuera}", "{en: Gone}", "gone"),
            ("{en: Seal, es: Sellar}", "{en: Seal}", "seal"), ("es: Está hecho.", "es: ''", ""),
            ("{en: Answer, es: Respuesta}", "{en: Answer}", "answer"),
            ("milestone: {en: Agreed, es: Acordado}", "milestone: {en: Agreed}", "agree"),
        ])
    func translations(was: String, now: String, about: String) throws {
        if about.isEmpty {
            #expect(wayProblems((was, now)).map(\.message) == ["Write something here, or leave the key out."])
        } else {
            let english = try #require(was.split(separator: "{en: ").last?.split(separator: ",").first)
            let remarks = try way((was, now)).check().map(\.description)
            #expect(remarks == ["fault: \(about): There is no Spanish for “\(english)”. Add es."])
        }
    }

    @Test("A handler that no step names is left out")
    func idleHandler() throws {
        let remarks = try way(
            (" handler: way.agree,", ""),
            (
                "{en: Appear, es: Comparecer}, metBy",
                "{en: Appear, es: Comparecer}, from: [agree], after: {days: 3}, metBy"
            )
        ).check()
        #expect(remarks.map(\.about) == ["way-handler"])
    }

    @Test("What nobody verified is a note, at steps and deadlines too")
    func unverified() throws {
        let remarks = try way(
            ("citation: Law 3, confidence: high", "citation: Law 3, confidence: unverified"),
            (
                "metBy: [agree], missed: late, citation: Law 2, confidence: high",
                "metBy: [agree], missed: late, citation: Law 2, confidence: unverified"
            )
        ).check()
        #expect(remarks.map(\.weight) == [.note, .note] && remarks.map(\.about) == ["answer", "seal"])
    }

    @Test(
        "The three equity checks ask about steps: their forms, their conditions, and settings",
        arguments: [("record", "categorical-exclusion"), ("fee", "mandatory-fee"), ("plea", "plea-required")])
    func equity(concern: String, lint: String) throws {
        let field = ("{en: Mode, es: Modo}, kind: choice,", "{en: Mode, es: Modo}, kind: choice, concerns: \(concern),")
        let asked = try way(field).check()
        #expect(asked.map(\.weight) == [.question] && asked.map(\.about) == ["agree"])
        #expect(asked[0].message.contains("asks: \(lint), about: agree"))
        let setting = (
            "{en: Office, es: Oficina}, kind: choice,", "{en: Office, es: Oficina}, kind: choice, concerns: \(concern),"
        )
        #expect(try way(setting).check().map(\.about) == ["finish"])
        let answer = (
            "tracks:\n", "equity:\n  - {asks: \(lint), about: agree, answer: {en: Why, es: Por qué}, by: Us}\ntracks:\n"
        )
        #expect(try way(field, answer).check() == [])
        #expect(try way(answer).check().map(\.weight) == [.fault])
    }
}
