import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// The page of one referral as it is now.
extension WebRoutes {
    func referralPage(_ detail: ReferralDetail, _ visit: Visit) async throws -> Response {
        let visit = visit.reading(in: detail.jurisdiction.zone)
        let (reader, words) = (visit.reader, visit.words)
        let principal = try visit.principal()
        let path = "/referrals/\(detail.id.text)"
        let name = visit.name(detail.name)
        let events = EventRecords(detail.timeline, for: reader)
        let actions = ReferralActions(detail, name: name, path: path, visit: visit)
        let calendar = detail.jurisdiction.calendar
        let model = ReferralPage(
            name: name, status: detail.state.status.rawValue, identity: identity(detail, visit),
            nextStep: actions.nextStep,
            clock: detail.clocks.next.map { ClockReading($0, by: calendar, at: visit.now) }, buttons: actions.buttons,
            links: actions.links, otherLinks: actions.otherLinks, facts: facts(detail, visit),
            sharing: sharing(detail, reader), deadlines: deadlines(detail, reader, calendar),
            sessions: sessions(detail, events, reader), events: events.records.reversed(),
            historyHref: "\(path)/history",
            personHref: detail.state.participant.map { "/participants/\($0.text)/history" },
            liveURL: "/live?referral=\(detail.id.text)", for: reader)
        let place: Place = principal.roles.contains(.partner) ? .inbox : .referrals
        return visit.page(model, title: name, current: place, layout: .wide) { note in
            guard note.subject == detail.id else { return nil }
            return PageFrame.Flash(text: words(note.key), undo: actions.undo(after: note))
        }
    }

    func identity(_ detail: ReferralDetail, _ visit: Visit) -> [Fact] {
        let words = visit.words
        return [
            Fact(term: words("referral.number"), value: detail.state.number),
            Fact(term: words("referral.partner"), value: detail.partner ?? ""),
            Fact(term: words("referral.program"), value: detail.program ?? ""),
            Fact(term: words("referral.by"), value: detail.office ?? ""),
        ].filter { !$0.value.isEmpty }
    }

    private func facts(_ detail: ReferralDetail, _ visit: Visit) -> [Fact] {
        let words = visit.words
        var facts: [Fact] = []
        func add(_ term: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append(Fact(term: words(term), value: value)) }
        }
        add("share.need", detail.visibleNeed(for: visit.context.principal))
        add("share.name", detail.name.full)
        add("share.birth-date", detail.person["birthDate"].flatMap { Day($0) }.map { visit.reader.day($0) })
        add("share.phone", detail.person["phone"])
        add("share.email", detail.person["email"])
        add("share.contact-preference", detail.person["contactPreference"])
        add("referral.case", detail.caseNumber)
        add("field.priority", words("priority.\(detail.state.priority.rawValue)"))
        add("field.question", detail.state.openQuestion?.text)
        add("field.disposition", detail.disposition.map { "\(words("disposition.\($0.kind.rawValue)"))" })
        add("field.disposition-on", detail.disposition.map { visit.reader.day($0.on) })
        if let older = detail.following {
            facts.append(
                Fact(
                    term: words("referral.follows"), value: words("referral.follows-link"),
                    href: "/referrals/\(older.text)"))
        }
        return facts
    }

    private func sharing(_ detail: ReferralDetail, _ reader: Reader) -> ReferralPage.Sharing? {
        guard let consent = detail.consent else { return nil }
        let zone = detail.jurisdiction.zone
        return ReferralPage.Sharing(
            fields: detail.state.share.map(\.rawValue), signedOn: consent.signedOn.start(in: zone), method: nil,
            until: consent.expiresOn?.adding(days: 1).start(in: zone).addingTimeInterval(-1),
            isRevoked: consent.isRevoked,
            for: reader)
    }

    private func deadlines(
        _ detail: ReferralDetail, _ reader: Reader, _ calendar: BusinessCalendar
    ) -> [ReferralPage.Deadline] {
        let (office, partner) = (detail.office ?? "", detail.partner ?? "")
        return detail.clocks.deadlines.filter { $0.status != .cancelled }
            .sorted { ($0.isOpen ? 0 : 1, $0.due) < ($1.isOpen ? 0 : 1, $1.due) }
            .map { deadline in
                let isPartners = deadline.clock.owner == .partner
                return ReferralPage.Deadline(
                    ClockReading(deadline, by: calendar, at: reader.now), from: isPartners ? partner : office,
                    to: deadline.clock == .reRefer
                        ? reader.words("withdrawn-by.participant") : isPartners ? office : partner, for: reader)
            }
    }

    private func sessions(_ detail: ReferralDetail, _ events: EventRecords, _ reader: Reader) -> [ReferralPage.Session]
    {
        detail.timeline.filter { $0.event.type == Referral.SessionRecorded.type }.reversed().map { entry in
            func fact(_ name: String) -> String? { entry.facts.first { $0.name == name }?.value }
            return ReferralPage.Session(
                on: entry.event.occurredAt, attendance: fact("attendance") ?? "", whoCouldNot: fact("whoCouldNot"),
                note: fact("note"), correctedBy: entry.correctedBy.flatMap { events.number(at: $0) }, for: reader)
        }
    }
}

extension ReferralDetail {
    /// What the person needs, for those who may read it.
    func visibleNeed(for principal: Principal?) -> String? {
        guard principal?.organization == state.partner, principal?.organization != state.office else {
            return state.need?.text
        }
        return state.share.contains(.need) ? state.need?.text : nil
    }
}

/// What the reader can do with a referral, in the order in which it is likely.
struct ReferralActions {
    let nextStep: String
    let buttons: [PostButton]
    let links: [Link]
    let otherLinks: [Link]
    private let undoButton: PostButton?

    private static let likely: [ReferralVerb] = [
        .offer, .supplyInformation, .accept, .requestInformation, .decline, .waitlist, .scheduleIntake, .beginService,
        .recordSession, .reportProgress, .complete, .hold,
    ]

    init(_ detail: ReferralDetail, name: String, path: String, visit: Visit) {
        let (reader, words) = (visit.reader, visit.words)
        let can = Set(detail.verbs)
        func button(_ verb: ReferralVerb, quiet: Bool = false) -> PostButton {
            var hidden: [HiddenField] = []
            if verb != .acknowledge { hidden.append(HiddenField(name: "version", value: "\(detail.version)")) }
            return PostButton(
                label: words("action.\(verb.rawValue).link"), action: "\(path)/do/\(verb.rawValue)",
                tokens: visit.tokens(),
                context: words("list.for-person", ["name": name]), hidden: hidden, isMain: !quiet)
        }
        buttons = [ReferralVerb.acknowledge, .resume].filter(can.contains).map { button($0) }
        var links: [Link] = []
        var others: [Link] = []
        if detail.mayRecordDisposition {
            let isFirst = detail.clocks[.disposition]?.isOpen == true
            let link = ReferralPage.link(
                to: .recordDisposition, href: "\(path)/disposition", name: name, isMain: isFirst, for: reader)
            if isFirst { links.append(link) } else { others.append(link) }
        }
        let mayRefer = visit.context.principal.map { WebRoutes.mayRefer($0, in: detail.jurisdiction.slug) } ?? false
        if detail.clocks[.reRefer]?.isOpen == true, mayRefer {
            links.append(
                Link(
                    label: words("clock.re-refer.name"), href: "/refer?following=\(detail.id.text)",
                    context: words("list.for-person", ["name": name]), isMain: true))
        }
        for verb in Self.likely where can.contains(verb) {
            guard let action = ReferralAction(rawValue: verb.rawValue) else { continue }
            links.append(
                ReferralPage.link(
                    to: action, href: "\(path)/do/\(verb.rawValue)", name: name,
                    isMain: links.isEmpty && buttons.isEmpty, for: reader))
        }
        for verb in ReferralVerb.allCases where can.contains(verb) && !Self.likely.contains(verb) {
            guard verb != .acknowledge, verb != .resume, let action = ReferralAction(rawValue: verb.rawValue) else {
                continue
            }
            others.append(
                ReferralPage.link(to: action, href: "\(path)/do/\(verb.rawValue)", name: name, for: reader))
        }
        self.links = links
        otherLinks = others
        undoButton =
            can.contains(.withdrawAcknowledgement)
            ? {
                var undo = InboxCard.undo(
                    action: "\(path)/do/withdraw-acknowledgement", name: name, tokens: visit.tokens(), for: reader)
                undo.hidden = [HiddenField(name: "version", value: "\(detail.version)")]
                return undo
            }() : nil
        if let next = detail.clocks.next {
            let isOwn =
                visit.context.principal?.organization
                == (next.clock.owner == .partner ? detail.state.partner : detail.state.office)
            let who = next.clock.owner == .partner ? detail.partner : detail.office
            nextStep =
                isOwn
                ? words("clock.\(next.clock.rawValue).name")
                : words("referral.wait-for", ["name": who ?? "", "what": words("clock.\(next.clock.rawValue).name")])
        } else if can.contains(.offer) {
            nextStep = words("action.offer.link")
        } else {
            nextStep = words("referral.nothing-next")
        }
    }

    /// Takes back what a note says was done, while that is possible.
    func undo(after note: FlashNote) -> PostButton? {
        note.key == "event.\(Referral.Acknowledged.type)" ? undoButton : nil
    }
}
