import Foundation

@testable import Web

extension Fixtures {
    var places: [WorklistPage.OpenPlaces] {
        [
            .init(
                organization: "Juniper Street Collective", program: "Work Pathways", open: 4, maximum: 10,
                replyHours: 5, for: reader),
            .init(
                organization: "Comunidad Adelante", program: "Family Pathways", open: 12, maximum: 16, replyHours: 3,
                for: reader),
            .init(
                organization: "Second Bridge Recovery", program: "Peer mentoring", open: 1, maximum: 12, replyHours: 48,
                for: reader),
            .init(
                organization: "Alder House", program: "First 90 Days Housing", open: 0, maximum: 8, isPaused: true,
                for: reader),
        ]
    }

    func filters(_ path: String, _ query: [String: String] = [:]) -> Filters {
        var filters = Filters(
            path: path, query: query,
            programs: [.init(value: "p1", label: "Work Pathways"), .init(value: "p2", label: "Family Pathways")],
            organizations: [
                .init(value: "o1", label: "Juniper Street Collective"), .init(value: "o2", label: "Comunidad Adelante"),
            ],
            statuses: ["offered", "acknowledged", "in-progress", "completed"],
            hidden: path == "/worklist" ? [HiddenField(name: "show", value: "needs-you")] : [], for: reader)
        filters.tokens = tokens("filters")
        return filters
    }

    func clock(_ kind: String, due: Date, started: Date? = nil, paused: String? = nil, met: Date? = nil) -> ClockReading
    {
        ClockReading(
            kind: kind, started: started ?? due.addingTimeInterval(-5 * 86_400), due: due, paused: paused, met: met)
    }

    var rows: [ReferralRow] {
        [
            ReferralRow(
                name: "Tomás R.", number: "RF-0412", href: "/referrals/rf-0412", organization: "Comunidad Adelante",
                program: "Family Pathways",
                status: "in-progress", clock: clock("supply-information", due: at(-1, -1)),
                lastUpdate: "Lucía Ferrer: \(words("event.referral.information_requested"))", lastUpdateAt: at(-5),
                next: ReferralPage.link(
                    to: .supplyInformation, href: "/referrals/rf-0412/supply-information", name: "Tomás R.",
                    isMain: true, for: reader), for: reader),
            ReferralRow(
                name: "Jordan P.", number: "RF-0377", href: "/referrals/rf-0377",
                organization: "Second Bridge Recovery", program: "Outpatient support",
                status: "completed", clock: clock("disposition", due: at(1, 7)),
                lastUpdate: "Sam Whitfield: \(words("event.referral.completed"))", lastUpdateAt: at(0, -1.7),
                next: ReferralPage.link(
                    to: .recordDisposition, href: "/referrals/rf-0377/record-disposition", name: "Jordan P.",
                    isMain: true, for: reader), for: reader),
            ReferralRow(
                name: "Keisha B.", number: "RF-0440", href: "/referrals/rf-0440", organization: "Alder House",
                program: "First 90 Days Housing",
                status: "declined", statusDetail: words("decline.no-capacity"),
                clock: clock("re-refer", due: at(2), started: at(-1)),
                lastUpdate: "Alder House: \(words("event.referral.declined"))", lastUpdateAt: at(-4),
                next: ReferralPage.link(to: .reopen, href: "/referrals/rf-0440/reopen", name: "Keisha B.", for: reader),
                for: reader),
        ]
    }

    var waitingRows: [ReferralRow] {
        [
            ReferralRow(
                name: "Sam T.", number: "RF-0439", href: "/referrals/rf-0439", organization: "Second Bridge Recovery",
                program: "Peer mentoring",
                status: "acknowledged", clock: clock("decide", due: at(-1, -2)),
                lastUpdate: words("event.clock.reminded"), lastUpdateAt: at(0, -2), for: reader),
            ReferralRow(
                name: "Marcus O.", number: "RF-0447", href: "/referrals/rf-0447",
                organization: "Juniper Street Collective", program: "Work Pathways",
                status: "offered", clock: clock("acknowledge", due: at(0, 1.8), started: at(-2)),
                lastUpdate: "Priya Raman: \(words("event.referral.offered"))", lastUpdateAt: at(-1), for: reader),
            ReferralRow(
                name: "Ana L.", number: "RF-0445", href: "/referrals/rf-0445",
                organization: "Juniper Street Collective", program: "Restorative circle",
                status: "acknowledged", clock: clock("decide", due: at(3)),
                lastUpdate: "Denise Carter: \(words("event.referral.acknowledged"))",
                lastUpdateAt: at(0, -0.25), isNew: true, for: reader),
        ]
    }

    var trackRows: [ReferralRow] {
        [
            ReferralRow(
                name: "Renée K.", number: "RF-0398", href: "/referrals/rf-0398", organization: "Alder House",
                program: "First 90 Days Housing",
                status: "on-hold", clock: clock("progress", due: at(21), paused: "on-hold"),
                lastUpdate: words("event.referral.held"), lastUpdateAt: at(-9), for: reader),
            ReferralRow(
                name: "Luis M.", number: "RF-0421", href: "/referrals/rf-0421", organization: "Comunidad Adelante",
                program: "Family Pathways",
                status: "in-progress", for: reader),
        ]
    }

    func worklist(query: [String: String] = [:], isEmpty: Bool = false) -> WorklistPage {
        let tallies = [("open", 24), ("needs-you", 4), ("late", 2), ("this-week", 6)].map { kind, count in
            WorklistPage.Tally(
                kind: kind, count: isEmpty ? 0 : count, href: kind == "open" ? "/worklist" : "/worklist?show=\(kind)",
                isCurrent: kind == "open", for: reader)
        }
        return WorklistPage(
            office: "Halden County District Attorney", tallies: tallies, filters: filters("/worklist", query),
            needsYou: isEmpty ? [] : rows, waiting: isEmpty ? [] : waitingRows, onTrack: isEmpty ? [] : trackRows,
            places: places,
            pager: isEmpty ? nil : Pager(first: 1, last: 25, total: 1204, next: "/worklist?after=x", for: reader),
            for: reader)
    }

    func referrals(isEmpty: Bool = false) -> ReferralsPage {
        ReferralsPage(
            total: isEmpty ? 0 : 1204,
            filters: filters("/referrals", isEmpty ? ["q": "Nobody", "program": "p1"] : [:]),
            rows: isEmpty ? [] : rows + waitingRows + trackRows,
            pager: isEmpty
                ? nil
                : Pager(
                    first: 26, last: 50, total: 1204, previous: "/referrals", next: "/referrals?after=x", for: reader),
            canRefer: isEmpty, for: reader)
    }

    var views: (Int) -> InboxViews {
        { InboxViews(toAnswer: 2, active: 14, closing: 2, current: $0, for: reader) }
    }

    func inbox(isEmpty: Bool = false) -> InboxPage {
        let first = InboxCard(
            number: "RF-0447", name: "Marcus O.", href: "/referrals/rf-0447",
            need: "Job readiness and a replacement state ID", needLanguage: "en",
            clock: clock("acknowledge", due: at(0, 1.8), started: at(-2)),
            stage: .new(
                acknowledge: InboxCard.acknowledge(
                    action: "/referrals/rf-0447/acknowledge", name: "Marcus O.", tokens: tokens("447"), for: reader),
                decideBy: at(6)),
            isFirst: true,
            facts: [
                Fact(
                    term: words("inbox.from"),
                    value: words("inbox.person", ["name": "Priya Raman", "organization": "Halden County DA"])),
                Fact(term: words("inbox.contact"), value: "Text after 3 PM", lang: language == .english ? nil : "en"),
                Fact(
                    term: words("inbox.shared"),
                    value: words(
                        "inbox.shared-under",
                        [
                            "fields": ["name", "phone", "program"].map { words("share.\($0)") }.joined(
                                separator: words("list.separator")), "date": reader.shortDay(at(-5)),
                        ])),
            ], for: reader)
        let second = InboxCard(
            number: "RF-0445", name: "Ana L.", href: "/referrals/rf-0445", need: "Restorative circle", clock: nil,
            stage: .acknowledged(
                at: at(0, -0.23),
                undo: InboxCard.undo(
                    action: "/referrals/rf-0445/withdraw-acknowledgement", name: "Ana L.", tokens: tokens("445"),
                    for: reader), next: words("inbox.next", ["date": reader.day(at(3))])),
            isFirst: false, for: reader)
        let third = InboxCard(
            number: "RF-0449", name: "Devon W.", href: "/referrals/rf-0449",
            need: "Warehouse certificate, evening group",
            clock: clock("acknowledge", due: at(1, 5.8), started: at(0, -5)),
            stage: .new(
                acknowledge: InboxCard.acknowledge(
                    action: "/referrals/rf-0449/acknowledge", name: "Devon W.", tokens: tokens("449"), for: reader),
                decideBy: at(8)),
            isFirst: false, for: reader)
        return InboxPage(
            views: views(0), cards: isEmpty ? [] : [first, second, third],
            owed: isEmpty
                ? []
                : [
                    OwedItem(
                        kind: "answer", about: "can sessions be evenings?", office: "Halden County DA", since: at(-6),
                        due: at(-1), href: "/referrals/rf-0412", for: reader),
                    OwedItem(
                        kind: "disposition", about: "Jordan P.", office: "Halden County DA", since: at(-3), due: at(3),
                        href: "/referrals/rf-0377", for: reader),
                ], for: reader)
    }

    var active: InboxActivePage {
        let link = { (verb: ReferralAction, main: Bool) in
            ReferralPage.link(
                to: verb, href: "/referrals/rf-0431/\(verb.rawValue)", name: "Dana R.", isMain: main, for: reader)
        }
        return InboxActivePage(
            views: views(1),
            cards: [
                .init(
                    id: "c431", name: "Dana R.", href: "/referrals/rf-0431", program: "Work Pathways",
                    status: Tag(status: "intake-scheduled", for: reader),
                    clock: ClockView(clock("intake", due: at(4)), for: reader),
                    meeting: words("active.meeting", ["time": reader.time(at(0, 4.3)), "place": "room 2"]),
                    attendance: .init(
                        action: "/referrals/rf-0431/record-session", tokens: tokens("431"), name: "Dana R.",
                        hidden: [HiddenField(name: "on", value: "2026-10-13")], for: reader),
                    links: [link(.beginService, false)]),
                .init(
                    id: "c420", name: "Noor A.", href: "/referrals/rf-0420", program: "Work Pathways",
                    status: Tag(status: "in-progress", for: reader),
                    clock: nil,
                    followUp: InboxActivePage.whoCouldNot(
                        action: "/referrals/rf-0420/record-session", tokens: tokens("420"), for: reader),
                    links: []),
                .init(
                    id: "c399", name: "Eli V.", href: "/referrals/rf-0399", program: "Restorative circle",
                    status: Tag(status: "accepted", for: reader),
                    clock: ClockView(clock("intake", due: at(1)), for: reader),
                    links: [link(.scheduleIntake, true), link(.hold, false)]),
            ], for: reader)
    }

    var closing: InboxClosingPage {
        InboxClosingPage(
            views: views(2),
            waiting: [
                .init(
                    name: "Jordan P.", href: "/referrals/rf-0377", program: "Outpatient support", status: "completed",
                    ended: at(-3), clock: clock("disposition", due: at(-1)), for: reader)
            ],
            closed: [
                .init(
                    name: "Bea S.", href: "/referrals/rf-0350", program: "Work Pathways", status: "completed",
                    ended: at(-20),
                    disposition: words(
                        "closing.disposition",
                        ["disposition": words("disposition.dismissed"), "date": reader.day(at(-7))]), for: reader)
            ], for: reader)
    }

    var capacity: CapacityPage {
        CapacityPage(
            programs: [
                .init(
                    id: "p1", name: "Work Pathways", open: 4, maximum: 10, updated: at(-1), action: "/capacity/p1",
                    pauseAction: "/capacity/p1/pause", resumeAction: "/capacity/p1/resume", tokens: { tokens("p1") },
                    for: reader),
                .init(
                    id: "p2", name: "Restorative circle", open: 0, maximum: 8,
                    pausedBecause: "Our facilitator is back on November 2.", updated: at(-12),
                    action: "/capacity/p2", pauseAction: "/capacity/p2/pause", resumeAction: "/capacity/p2/resume",
                    tokens: { tokens("p2") },
                    sent: Submission(
                        ["openPlaces": "x", "maximum": "8"], errors: ["openPlaces": words("form.bad-number")]),
                    for: reader),
            ], for: reader)
    }
}
