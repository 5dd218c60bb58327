import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// The partner's three lists.
extension WebRoutes {
    func addInbox(to router: Router<GatewayContext>) {
        page("/inbox", on: router) { try await inboxPage($0) }
        page("/inbox/active", on: router) { try await activePage($0) }
        page("/inbox/closing", on: router) { try await closingPage($0) }
        for (path, name, tabs) in [
            ("/inbox", "inbox", [InboxProjection.Tab.toAnswer]), ("/inbox/active", "active", [.active]),
            ("/inbox/closing", "closing", [.closing, .closed]),
        ] {
            data(RouterPath(path + ".csv"), on: router) { visit in
                var table = CSVTable(header: [
                    "id", "number", "name", "status", "program", "office", "priority", "need", "contact", "offered",
                    "deadline", "due", "late", "sessions", "attended", "ended", "version",
                ])
                for line in try await inboxLines(tabs, visit) {
                    table.add([
                        line.id, line.number, line.name, line.status, line.program, line.office, line.priority,
                        line.need,
                        line.contact, line.offered, line.deadline, line.due, line.late ? "yes" : "no",
                        "\(line.sessions)", "\(line.attended)", line.ended, "\(line.version)",
                    ])
                }
                return .csv(table, named: name)
            }
            data(RouterPath(path + ".json"), on: router) { visit in
                try .json(["items": try await inboxLines(tabs, visit)])
            }
        }
    }

    // MARK: To answer

    private func inboxPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let inbox = try await throughline.inbox(.toAnswer, in: slug, for: try visit.principal())
        let names = try await ListNames(throughline, in: slug)
        let cards = inbox.items.enumerated().map { index, item in
            card(item, isFirst: index == 0, names, inbox.jurisdiction, visit)
        }
        let model = InboxPage(
            views: views(inbox, current: 0, visit), cards: cards,
            owed: inbox.owed.compactMap { owed($0, names, visit) },
            for: visit.reader)
        let undos = inbox.items.reduce(into: [UUID: PostButton]()) { undos, item in
            if let id = UUID(uuidString: item.row.key), item.row.undoable { undos[id] = undo(item, visit) }
        }
        return visit.page(
            model, title: visit.words("inbox.title"), current: .inbox, counts: [.inbox: inbox.counts[.toAnswer] ?? 0]
        ) { note in
            guard note.key == "event.\(Referral.Acknowledged.type)", let undo = note.subject.flatMap({ undos[$0] })
            else {
                return nil
            }
            return PageFrame.Flash(text: visit.words(note.key), undo: undo)
        }
    }

    private func card(
        _ item: InboxItem, isFirst: Bool, _ names: ListNames, _ county: JurisdictionInfo, _ visit: Visit
    ) -> InboxCard {
        let (row, words, reader) = (item.row, visit.words, visit.reader)
        let name = visit.name(item.name)
        let path = "/referrals/\(row.key)"
        let limit = ClockLimits.standard.decide
        let decideBy = row.clocks[.decide]?.due ?? county.calendar.adding(businessDays: limit, to: visit.now)
        let stage: InboxCard.Stage
        if row.status == .offered {
            var button = InboxCard.acknowledge(
                action: "\(path)/do/acknowledge", name: name, tokens: visit.tokens(), for: reader)
            button.hidden = [HiddenField(name: "from", value: "inbox")]
            stage = .new(acknowledge: button, decideBy: decideBy)
        } else {
            stage = .acknowledged(
                at: row.acknowledgedAt ?? row.offeredAt ?? visit.now, undo: row.undoable ? undo(item, visit) : nil,
                next: next(row, decideBy: decideBy, reader))
        }
        var facts: [Fact] = []
        let office = names.organization(row.office)
        facts.append(
            Fact(
                term: words("inbox.from"),
                value: item.offeredBy.map { words("inbox.person", ["name": $0, "organization": office]) } ?? office))
        if let contact = item.contact { facts.append(Fact(term: words("inbox.contact"), value: contact)) }
        facts.append(
            Fact(
                term: words("inbox.shared"),
                value: row.share.map { words("share.\($0)") }.joined(separator: words("list.separator"))))
        var card = InboxCard(
            number: row.number, name: name, href: path, need: item.need ?? names.program(row.program),
            clock: row.clocks.deadlines.filter { $0.isOpen && $0.clock.owner == .partner }.min { $0.due < $1.due }
                .map { ClockReading($0, by: county.calendar, at: visit.now) },
            stage: stage, isFirst: isFirst, facts: facts, for: reader)
        card.offer.href = "\(path)/do/accept"
        for index in card.links.indices {
            card.links[index].href = card.links[index].href.replacingOccurrences(of: "\(path)/", with: "\(path)/do/")
        }
        return card
    }

    /// What comes next once the partner has said that it has the referral.
    private func next(_ row: InboxProjection.Row, decideBy: Date, _ reader: Reader) -> String {
        switch row.status {
        case .needsInformation: reader.words("inbox.next-answer")
        case .waitlisted:
            reader.words("inbox.next-waitlist", ["date": reader.day(row.clocks[.waitlistReview]?.due ?? decideBy)])
        default: reader.words("inbox.next", ["date": reader.day(decideBy)])
        }
    }

    private func undo(_ item: InboxItem, _ visit: Visit) -> PostButton {
        var undo = InboxCard.undo(
            action: "/referrals/\(item.row.key)/do/withdraw-acknowledgement", name: visit.name(item.name),
            tokens: visit.tokens(), for: visit.reader)
        undo.hidden = [
            HiddenField(name: "from", value: "inbox"), HiddenField(name: "version", value: "\(item.row.version)"),
        ]
        return undo
    }

    private func owed(_ item: InboxItem, _ names: ListNames, _ visit: Visit) -> OwedItem? {
        guard let kind = item.row.owedClock, let since = item.row.owedSince, let due = item.row.owedDue else {
            return nil
        }
        return OwedItem(
            kind: kind == .supplyInformation ? "answer" : "disposition", about: visit.name(item.name),
            office: names.organization(item.row.office), since: since, due: due, href: "/referrals/\(item.row.key)",
            for: visit.reader)
    }

    private func views(_ inbox: Inbox, current: Int, _ visit: Visit) -> InboxViews {
        InboxViews(
            toAnswer: inbox.counts[.toAnswer] ?? 0, active: inbox.counts[.active] ?? 0,
            closing: inbox.counts[.closing] ?? 0, current: current, for: visit.reader)
    }

    // MARK: Active

    private func activePage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let inbox = try await throughline.inbox(.active, in: slug, for: try visit.principal())
        let names = try await ListNames(throughline, in: slug)
        let cards = inbox.items.map { activeCard($0, names, inbox.jurisdiction, visit) }
        let model = InboxActivePage(views: views(inbox, current: 1, visit), cards: cards, for: visit.reader)
        return visit.page(
            model, title: visit.words("active.title"), current: .active, counts: [.inbox: inbox.counts[.toAnswer] ?? 0])
    }

    private func activeCard(
        _ item: InboxItem, _ names: ListNames, _ county: JurisdictionInfo, _ visit: Visit
    ) -> InboxActivePage.Card {
        let (row, reader) = (item.row, visit.reader)
        let name = visit.name(item.name)
        let path = "/referrals/\(row.key)"
        let action = "\(path)/do/record-session"
        let hidden = [
            HiddenField(name: "from", value: "active"), HiddenField(name: "version", value: "\(row.version)"),
            HiddenField(name: "on", value: visit.today().description),
        ]
        let asks = visit.query["ask"].flatMap { UUID(uuidString: $0) }?.text == row.key && row.status == .inProgress
        let verbs: [ReferralAction] =
            switch row.status {
            case .accepted: [.scheduleIntake, .beginService]
            case .intakeScheduled: [.beginService, .scheduleIntake]
            case .inProgress: [.reportProgress, .complete]
            default: [.resume]
            }
        return InboxActivePage.Card(
            id: "card-\(row.key)", name: name, href: path, program: names.program(row.program),
            status: Tag(status: row.status.rawValue, for: reader),
            clock: row.clocks.deadlines.filter { $0.isOpen && $0.clock.owner == .partner }.min { $0.due < $1.due }
                .map { ClockView(ClockReading($0, by: county.calendar, at: visit.now), for: reader) },
            meeting: row.status == .intakeScheduled ? meeting(row, visit) : nil,
            attendance: row.status == .inProgress && !asks
                // Two people can have the same name; two referrals never have the same number.
                ? .init(
                    action: action, tokens: visit.tokens(), name: "\(name), \(row.number)", hidden: hidden, for: reader)
                : nil,
            followUp: asks
                ? InboxActivePage.whoCouldNot(
                    action: action, tokens: visit.tokens(),
                    hidden: hidden + [HiddenField(name: "attendance", value: "did-not-come")], for: reader) : nil,
            links: verbs.enumerated().map { index, verb in
                ReferralPage.link(
                    to: verb, href: "\(path)/do/\(verb.rawValue)", name: name,
                    isMain: index == 0 && row.status != .inProgress, for: reader)
            })
    }

    private func meeting(_ row: InboxProjection.Row, _ visit: Visit) -> String? {
        guard let on = row.intakeOn else { return nil }
        let parts = (row.intakeTime ?? "").split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2 else { return visit.reader.day(on) }
        return visit.reader.dateTime(
            on.instant(secondsAfterMidnight: parts[0] * 3600 + parts[1] * 60, in: visit.reader.zone))
    }

    // MARK: Closing

    private func closingPage(_ visit: Visit) async throws -> Response {
        let slug = try visit.slug()
        let principal = try visit.principal()
        let waiting = try await throughline.inbox(.closing, in: slug, for: principal)
        let closed = try await throughline.inbox(.closed, in: slug, for: principal)
        let names = try await ListNames(throughline, in: slug)
        func cards(_ inbox: Inbox, limit: Int) -> [InboxClosingPage.Card] {
            inbox.items.prefix(limit).map { item in
                InboxClosingPage.Card(
                    name: visit.name(item.name), href: "/referrals/\(item.row.key)",
                    program: names.program(item.row.program),
                    status: item.row.status.rawValue, ended: item.row.endedAt ?? item.row.offeredAt ?? visit.now,
                    clock: item.row.clocks[.disposition].flatMap {
                        $0.isOpen ? ClockReading($0, by: inbox.jurisdiction.calendar, at: visit.now) : nil
                    }, for: visit.reader)
            }
        }
        let model = InboxClosingPage(
            views: views(waiting, current: 2, visit), waiting: cards(waiting, limit: 200),
            closed: cards(closed, limit: 50),
            for: visit.reader)
        return visit.page(
            model, title: visit.words("closing.title"), current: .inbox,
            counts: [.inbox: waiting.counts[.toAnswer] ?? 0])
    }

    // MARK: For other tools

    private struct Line: Encodable, Sendable {
        var id: String
        var number: String
        var name: String?
        var status: String
        var program: String
        var office: String
        var priority: String
        var need: String?
        var contact: String?
        var offered: String?
        var deadline: String?
        var due: String?
        var late: Bool
        var sessions: Int
        var attended: Int
        var ended: String?
        var version: Int64
    }

    private func inboxLines(_ tabs: [InboxProjection.Tab], _ visit: Visit) async throws -> [Line] {
        let slug = try visit.slug()
        let names = try await ListNames(throughline, in: slug)
        var lines: [Line] = []
        for tab in tabs {
            let inbox = try await throughline.inbox(tab, in: slug, for: try visit.principal())
            lines += inbox.items.map { item in
                let row = item.row
                return Line(
                    id: row.key, number: row.number, name: item.name.short, status: row.status.rawValue,
                    program: names.program(row.program), office: names.organization(row.office),
                    priority: row.priority.rawValue, need: item.need, contact: item.contact,
                    offered: row.offeredAt?.rfc3339, deadline: row.nextClock?.rawValue, due: row.nextDue?.rfc3339,
                    late: row.late, sessions: row.sessions, attended: row.sessionsAttended, ended: row.endedAt?.rfc3339,
                    version: row.version)
            }
        }
        return lines
    }
}
