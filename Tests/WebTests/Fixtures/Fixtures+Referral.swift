import Foundation

@testable import Web

extension Fixtures {
    var events: [EventRecord] {
        func event(
            _ number: Int, _ type: String, _ days: Double, _ side: Lanes.Side, _ actor: String? = nil,
            _ organization: String? = nil,
            reason: String? = nil, late: Double = 0, detail: String? = nil, correctedBy: Int? = nil,
            corrects: Int? = nil
        ) -> EventRecord {
            EventRecord(
                number: number, type: type, occurred: at(days - late), occurredDateOnly: late > 0, recorded: at(days),
                side: side,
                actor: actor, organization: organization, reason: reason, reasonLanguage: reason == nil ? nil : "en",
                detail: detail,
                correctedBy: correctedBy, corrects: corrects)
        }
        let (office, partner) = ("Halden County DA", "Comunidad Adelante")
        return [
            event(1, "referral.drafted", -50, .office, "Priya Raman", office),
            event(2, "referral.offered", -49.9, .office, "Priya Raman", office),
            event(3, "clock.set", -49.9, .system),
            event(4, "referral.acknowledged", -48.2, .partner, "Lucía Ferrer", partner),
            event(5, "clock.met", -48.2, .system),
            event(6, "clock.set", -48.2, .system),
            event(7, "referral.accepted", -44, .partner, "Lucía Ferrer", partner),
            event(8, "referral.service_began", -40, .partner, "Lucía Ferrer", partner),
            event(
                9, "referral.session_recorded", -33, .partner, "Omar Quill", partner,
                reason: "Did not arrive, no call.", detail: words("attendance.did-not-come"), correctedBy: 12),
            event(
                10, "referral.session_recorded", -26, .partner, "Lucía Ferrer", partner, late: 2,
                detail: words("attendance.came")),
            event(
                11, "referral.progress_reported", -25, .partner, "Lucía Ferrer", partner,
                reason: "Tomás asked for a mentor who has been through reentry himself."),
            event(
                12, "referral.corrected", -20, .partner, "Lucía Ferrer", partner,
                reason: "Our office was closed that day.", corrects: 9),
            event(
                13, "referral.information_requested", -6, .partner, "Lucía Ferrer", partner,
                reason: "Does November 30 still hold?"),
            event(14, "clock.reminded", -1, .system),
        ].reversed()
    }

    var identity: [Fact] {
        [
            Fact(term: words("referral.number"), value: "RF-0412"),
            Fact(term: words("referral.partner"), value: "Comunidad Adelante"),
            Fact(term: words("referral.program"), value: "Family Pathways"),
            Fact(term: words("referral.by"), value: "Halden County DA"),
        ]
    }

    var referral: ReferralPage {
        let link = { (verb: ReferralAction, main: Bool) in
            ReferralPage.link(
                to: verb, href: "/referrals/rf-0412/\(verb.rawValue)", name: "Tomás R.", isMain: main, for: reader)
        }
        return ReferralPage(
            name: "Tomás R.", status: "in-progress", identity: identity,
            nextStep: words("action.supply-information.title", ["name": "Tomás R."]),
            clock: clock("supply-information", due: at(-1, -1)),
            buttons: [
                PostButton(label: words("action.resume.link"), action: "/referrals/rf-0412/resume", tokens: tokens())
            ],
            links: [link(.supplyInformation, true), link(.recall, false)],
            otherLinks: [link(.withdraw, false), link(.correct, false), link(.markEnteredInError, false)],
            facts: [
                Fact(
                    term: words("share.need"), value: "Parenting group, evenings",
                    lang: language == .english ? nil : "en"),
                Fact(term: words("field.contactPreference"), value: "Text", note: "After 3 PM"),
                Fact(term: words("field.language"), value: words("language.es")),
            ],
            sharing: .init(
                fields: ["name", "phone", "contact-preference", "language", "need"], signedOn: at(-55),
                method: "in-person", until: at(120), for: reader),
            deadlines: [
                .init(
                    clock("supply-information", due: at(-1, -1)), from: "Halden County DA", to: "Comunidad Adelante",
                    for: reader),
                .init(clock("progress", due: at(12)), from: "Comunidad Adelante", to: "Halden County DA", for: reader),
                .init(
                    clock("acknowledge", due: at(-47), met: at(-48.2)), from: "Comunidad Adelante",
                    to: "Halden County DA", for: reader),
            ],
            sessions: [
                .init(
                    on: at(-28), attendance: "came", note: "Talked about work and family plans.", noteLanguage: "en",
                    for: reader),
                .init(on: at(-33), attendance: "did-not-happen", whoCouldNot: "partner", correctedBy: 12, for: reader),
            ], events: events, historyHref: "/referrals/rf-0412/history", for: reader)
    }

    var history: HistoryPage {
        HistoryPage(
            name: "Tomás R.", status: "in-progress", identity: identity, path: "/referrals/rf-0412/history",
            nowHref: "/referrals/rf-0412",
            events: events, at: at(-25),
            changed: [
                .init(
                    field: words("referral.sessions"), then: words("attendance.did-not-come"),
                    now: words("attendance.did-not-happen"), source: words("timeline.corrects", ["number": 9])),
                .init(field: words("history.list"), then: "1", now: "6"),
            ],
            unchanged: [.init(field: words("referral.program"), then: "Family Pathways", now: "Family Pathways")],
            names: [.office: words("history.office"), .partner: "Adelante", .system: words("history.system")],
            for: reader)
    }

    func pastList(errors: [String: String] = [:]) -> PastListPage {
        let columns = ["list.column.person", "filter.status", "list.column.deadline"].map {
            DataTable.Column(label: words($0))
        }
        let list = DataTable(
            caption: words("worklist.title"), columns: columns,
            rows: [
                [
                    .init("Tomás R.", href: "/referrals/rf-0412/history?position=7", note: "RF-0412"),
                    .init(tag: Tag(status: "offered", for: reader)), .init(words("worklist.nothing-due")),
                ]
            ])
        return PastListPage(
            title: words("past.worklist.title"),
            asItStood: words("past.worklist.as-it-stood", ["date": reader.longDateTime(at(-25))]),
            nowHref: "/worklist", action: "/worklist/history",
            sent: Submission(["at": reader.localInput(at(-25)), "clock": "recorded"], errors: errors),
            list: errors.isEmpty ? list : nil, summary: words("past.worklist.summary", ["count": 1]),
            empty: EmptyState(title: words("past.worklist.empty-title"), text: words("past.worklist.empty-text")),
            differences: .init(
                title: words("past.differences"), tables: [],
                nothing: words("history.nothing-differs")),
            twins: [Link(label: "CSV", href: "/worklist/history.csv")], for: reader)
    }

    var audit: AuditPage {
        AuditPage(
            rows: rows.map { row in
                [
                    .init(row.number, href: row.href), .init(row.organization),
                    .init(tag: Tag(status: "in-progress", for: reader)),
                    .init(reader.moment(at(-1))), .init(words("referral.time-machine"), href: row.href + "/history"),
                ]
            }, query: "RF-9999", notFound: true, for: reader)
    }

    var access: AccessPage {
        AccessPage(
            visits: [
                .init(
                    when: at(0, -1), who: "Priya Raman", organization: "Halden County DA", what: "RF-0412",
                    href: "/referrals/rf-0412"),
                .init(
                    when: at(-400), who: "Inez Caldwell", organization: "State Auditor", what: "RF-0377",
                    href: "/referrals/rf-0377/history", reason: "Yearly review"),
            ], total: 2, for: reader)
    }

    func action(_ verb: ReferralAction) -> ActionPage {
        ActionPage(
            verb, name: "Marcus O.", number: "RF-0447", program: "Work Pathways",
            post: "/referrals/rf-0447/\(verb.rawValue)", tokens: tokens(verb.rawValue),
            choices: .init(
                programs: [.init(value: "p2", label: "Family Pathways, Comunidad Adelante")],
                correctable: [.init(value: "need", label: words("share.need"), hint: "Job readiness")], isFull: true),
            quote: verb == .supplyInformation ? "Does November 30 still hold?" : nil, quoteLanguage: "en",
            backHref: "/referrals/rf-0447", for: reader)
    }

    var declineErrors: ActionPage {
        ActionPage(
            .decline, name: "Marcus O.", number: "RF-0447", program: "Work Pathways",
            post: "/referrals/rf-0447/decline", tokens: tokens(),
            sent: Submission(
                ["code": "other", "placesOpenOn": "2026-11-02"],
                errors: ["note": words("form.note-required"), "code": words("form.choose-one")]),
            backHref: "/referrals/rf-0447", for: reader)
    }

    var refer: ReferPage {
        ReferPage(
            tasks: [
                .init(.person, answer: "Marcus O.", href: "/refer/d1/person", for: reader),
                .init(.consent, answer: words("referral.consent.active"), href: "/refer/d1/consent", for: reader),
                .init(.need, answer: nil, href: "/refer/d1/need", for: reader),
                .init(.partner, answer: nil, href: nil, for: reader),
                .init(.share, answer: nil, href: nil, for: reader),
                .init(.check, answer: nil, href: nil, for: reader),
            ], drafts: [Link(label: "Keisha B.", href: "/refer/d2", context: reader.dateTime(at(-2)))], for: reader)
    }

    var referSteps: [(String, ReferStepPage)] {
        let forms = ReferForms(reader: reader, tokens: tokens(), sent: Submission())
        let failed = ReferForms(
            reader: reader, tokens: tokens(),
            sent: Submission(
                values: [
                    "scope": ["name", "phone"], "share": ["name", "phone"], "givenName": ["Marcus"],
                    "birthDateMonth": ["13"],
                ],
                errors: [
                    "familyName": words("form.required"), "birthDate": words("form.bad-date"),
                    "signedOn": words("form.future-date"), "method": words("form.choose-one"),
                ]))
        func step(
            _ step: ReferPage.Step, _ question: String, _ form: Form, preview: [Fact] = [], withheld: [String] = []
        ) -> ReferStepPage {
            ReferStepPage(
                step: step, question: question, form: form, backHref: "/refer/d1", preview: preview, withheld: withheld,
                for: reader)
        }
        let action = "/refer/d1/next"
        let programs = [
            forms.program(
                id: "p1", name: "Work Pathways", organization: "Juniper Street Collective", open: 4, replyHours: 5,
                isPaused: false),
            forms.program(
                id: "p4", name: "First 90 Days Housing", organization: "Alder House", open: 0, replyHours: nil,
                isPaused: true),
        ]
        return [
            (
                "who",
                step(
                    .person, "refer.who",
                    forms.who(action: action, known: [.init(value: "x1", label: "Marcus O.", hint: "RF-0322")]))
            ),
            ("name", step(.person, "refer.name", failed.name(action: action))),
            ("birth-date", step(.person, "refer.birth-date", failed.birthDate(action: action))),
            ("contact", step(.person, "refer.contact", forms.contact(action: action))),
            ("about", step(.person, "refer.about", forms.about(action: action))),
            ("case-number", step(.person, "refer.case-number", forms.caseNumber(action: action))),
            ("consent", step(.consent, "refer.consent", failed.consent(action: action))),
            ("need", step(.need, "refer.need", forms.need(action: action))),
            ("partner", step(.partner, "refer.partner", forms.partner(action: action, programs: programs))),
            (
                "share",
                step(
                    .share, "refer.share",
                    failed.share(action: action, covered: ["name", "phone", "contact-preference", "need"]),
                    preview: [
                        Fact(term: words("share.name"), value: "Marcus O."),
                        Fact(term: words("share.phone"), value: "(555) 010-0147"),
                    ],
                    withheld: [words("share.birth-date"), words("share.email")])
            ),
        ]
    }

    var referCheck: ReferCheckPage {
        ReferCheckPage(
            sections: ReferPage.Step.allCases.dropLast().map {
                .init(
                    $0, changeHref: "/refer/d1/\($0.rawValue)",
                    facts: [Fact(term: words("share.name"), value: "Marcus O.")], for: reader)
            }, organization: "Juniper Street Collective", deadline: words("deadlines.working-days", ["count": 2]),
            backHref: "/refer/d1",
            action: "/refer/d1/send", tokens: tokens(), for: reader)
    }
}
