import ReadModels
import Access
import Casework
import EventModel
import Foundation

extension Throughline {
    /// The events of a file, oldest first, with who acted and what they wrote.
    func timeline(_ file: OpenFile, _ organizations: [UUID: OrganizationInfo]) async throws -> [TimelineEntry] {
        let actors = try await access.displayNames(of: file.history.compactMap(\.actor))
        var corrections: [UUID: Int64] = [:]
        for event in file.history where event.type == Referral.Corrected.type {
            let corrected = try Referral.Corrected(stored: event.payload, version: event.schemaVersion)
            if let target = corrected.event { corrections[target] = event.position }
        }
        // A partner does not read what the office wrote before the offer.
        let offered = file.history.first { $0.type == Referral.Offered.type }?.position ?? .max
        let visible =
            file.reader == .partner
            ? file.history.filter { $0.position >= offered || $0.type == Referral.Drafted.type } : file.history
        return try visible.map { event in
            TimelineEntry(
                event: event, lane: lane(of: event, in: file), actor: event.actor.flatMap { actors[$0] },
                organization: event.organization.flatMap { organizations[$0]?.name },
                facts: try facts(of: event, in: file), correctedBy: corrections[event.id])
        }
    }

    private func lane(of event: RecordedEvent, in file: OpenFile) -> TimelineEntry.Lane {
        if event.actor == nil { return .system }
        return event.organization == file.snapshot.state.partner ? .partner : .office
    }

    private func facts(of event: RecordedEvent, in file: OpenFile) throws -> [TimelineEntry.Fact] {
        typealias Fact = TimelineEntry.Fact
        func quote(_ name: String, _ text: Personal?) -> [Fact] {
            switch text {
            case .clear(let words)?: [Fact(name: name, value: words, kind: .quote)]
            case .erased?: [Fact(name: name, value: "", kind: .erased)]
            case .sealed?, nil: []
            }
        }
        func code(_ name: String, _ value: String?) -> [Fact] {
            value.map { [Fact(name: name, value: $0, kind: .code)] } ?? []
        }
        func day(_ name: String, _ value: Day?) -> [Fact] {
            value.map { [Fact(name: name, value: $0.description, kind: .date)] } ?? []
        }
        func text(_ name: String, _ value: String?) -> [Fact] {
            value.map { [Fact(name: name, value: $0, kind: .text)] } ?? []
        }
        let opener = file.opener(event)
        if let ticked = try Clock.Event(event) { return clockFacts(ticked) }
        if case .dispositionRecorded(let recorded)? = try Case.Event(event, opener: opener) {
            return code("disposition", recorded.kind.rawValue) + day("on", recorded.on) + quote("note", recorded.note)
        }
        let mayReadNeed = file.reader != .partner || file.snapshot.state.share.contains(.need)
        switch try Referral.Event(event, opener: opener) {
        case .drafted(let drafted)?: return mayReadNeed ? quote("need", drafted.need) : []
        case .acknowledged(let acknowledged)?: return code("channel", acknowledged.channel.rawValue)
        case .informationRequested(let asked)?: return quote("question", asked.question)
        case .informationSupplied(let supplied)?: return quote("answer", supplied.answer)
        case .accepted(let accepted)?: return quote("capacityOverride", accepted.capacityOverride)
        case .waitlisted(let waiting)?:
            return text("waitlistPosition", String(waiting.position)) + day("reviewBy", waiting.reviewBy)
        case .declined(let declined)?:
            return code("decline", declined.code.rawValue) + quote("note", declined.note)
                + day("placesOpenOn", declined.placesOpenOn)
        case .recalled(let recalled)?: return quote("reason", recalled.reason)
        case .intakeScheduled(let intake)?:
            return day("on", intake.on) + text("time", intake.time) + quote("place", intake.place)
        case .serviceBegan(let began)?: return day("on", began.on)
        case .sessionRecorded(let session)?:
            return code("attendance", session.attendance.rawValue) + day("on", session.on)
                + code("whoCouldNot", session.whoCouldNot?.rawValue) + quote("note", session.note)
        case .progressReported(let progress)?: return quote("note", progress.note)
        case .held(let held)?:
            return code("hold", held.code.rawValue) + quote("note", held.note) + day("reviewBy", held.reviewBy)
        case .completed(let completed)?:
            return code("outcome", completed.outcome.rawValue) + quote("note", completed.note)
        case .unsuccessful(let ended)?: return code("unsuccessful", ended.code.rawValue) + quote("note", ended.note)
        case .withdrawn(let withdrawn)?:
            return code("withdrawal", withdrawn.code.rawValue) + quote("note", withdrawn.note)
        case .reopened(let reopened)?: return quote("reason", reopened.reason)
        case .corrected(let corrected)?:
            return code("field", corrected.field.rawValue) + text("was", corrected.was) + text("now", corrected.now)
                + (mayReadNeed ? quote("now", corrected.nowText) : []) + quote("why", corrected.why)
        case .enteredInError(let wrong)?: return quote("reason", wrong.reason)
        case .takenOver(let taken)?:
            return text("sourceProgram", taken.program) + day("referredOn", taken.referredOn)
        case .resultTakenOver(let result)?: return code("result", result.result.rawValue) + day("on", result.closedOn)
        case .offered?, .acknowledgementWithdrawn?, .lapsed?, .resumed?, nil: return []
        }
    }

    private func clockFacts(_ event: Clock.Event) -> [TimelineEntry.Fact] {
        let (kind, due): (Clock.Kind, Date?) =
            switch event {
            case .set(let set): (set.clock, set.due)
            case .reminded(let reminded): (reminded.clock, nil)
            case .escalated(let escalated): (escalated.clock, nil)
            case .met(let met): (met.clock, nil)
            case .missed(let missed): (missed.clock, nil)
            case .paused(let paused): (paused.clock, nil)
            case .resumed(let resumed): (resumed.clock, resumed.due)
            case .cancelled(let cancelled): (cancelled.clock, nil)
            }
        let clock = TimelineEntry.Fact(name: "clock", value: kind.rawValue, kind: .code)
        guard let due else { return [clock] }
        return [clock, TimelineEntry.Fact(name: "due", value: due.formatted(.iso8601), kind: .text)]
    }
}
