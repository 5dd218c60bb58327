public import Access
import Casework
import EventLog
public import EventModel
import Foundation
import Vault
public import Workflows

extension Throughline {
    /// Screens past screenings and past referrals anew by a version of a module, as of their dates, and counts the
    /// answers. Nothing is written.
    ///
    /// Of a screening it knows all that was learned, and compares with what was answered. Of a referral that was taken
    /// over it knows what the record has. The county's settings are those of the version that decides today.
    ///
    /// - parameter other: a version whose answers about referrals are compared with.
    /// - parameter progress: told the share of the log that was read, from 0 to 1.
    public func tryModule(
        _ document: WorkflowDocument, against other: WorkflowDocument? = nil, in slug: String, from: Day? = nil,
        to: Day? = nil, for principal: Principal, progress: (Double) -> Void = { _ in }
    ) async throws -> ModuleTrial {
        try check(principal, .viewIndicators, Resource(jurisdiction: slug))
        let today = Day(now(), in: try await directory.zone(of: slug))
        let settings = try await activeModule(document.id, in: slug, on: today)?.settings ?? [:]
        var referrals = ReferralTrial(document, against: other, settings: settings, period: (from, to))
        var screenings: [UUID: [RecordedEvent]] = [:]
        let head = try await reader.head(slug)
        var position: Int64 = -1
        while position < head {
            let events = try await reader.read(slug, after: position, limit: 5000)
            guard let last = events.last else { break }
            for event in events where event.position <= head {
                if event.stream.kind == StreamKind.screening {
                    screenings[event.stream.id, default: []].append(event)
                } else {
                    try referrals.add(event)
                }
            }
            position = last.position
            progress(Double(position + 1) / Double(head + 1))
        }
        let screened = try await screenAgain(
            Array(screenings.values), by: document, settings: settings, in: slug, period: (from, to))
        return ModuleTrial(
            module: document.id, version: document.version, against: other?.version, jurisdiction: slug, from: from,
            to: to, screenings: screened.tracks(), screeningsOutside: screened.outside,
            referrals: referrals.counter.tracks(), referralsOutside: referrals.counter.outside, position: head)
    }

    private func screenAgain(
        _ histories: [[RecordedEvent]], by document: WorkflowDocument, settings: [String: String], in slug: String,
        period: TrialPeriod
    ) async throws -> TrialCounter {
        var counter = TrialCounter(document)
        let settings = document.recall(settings: settings)
        // A few at a time, so that the keys of a whole county are never open together.
        for start in stride(from: 0, to: histories.count, by: 500) {
            let batch = histories[start..<min(start + 500, histories.count)]
            let people = try batch.compactMap { try $0.first.flatMap(Self.participant) }
            let keys = try await vault.keys(for: Set(people), in: slug, create: false)
            for history in batch {
                let opened = try Casework.Screening.opened(history, by: keys)
                let state = Casework.Screening.state(after: opened.map(\.event))
                guard let made = state.made, Self.holds(period, made.on) else { continue }
                guard let track = document.track(made.track), state.facts.areWhole else {
                    counter.outside += 1
                    continue
                }
                let known = KnownFacts(document.facts.recall(state.facts.readable), settings: settings, on: made.on)
                counter.count(
                    known, for: track, race: made.race ?? "not recorded", comparedWith: state.finding.rawValue)
            }
        }
        return counter
    }

    private static func participant(_ first: RecordedEvent) throws -> UUID? {
        guard case .made(let made)? = try Casework.Screening.Event(first) else { return nil }
        return made.participant
    }

    fileprivate static func holds(_ period: TrialPeriod, _ day: Day) -> Bool {
        (period.from.map { $0 <= day } ?? true) && (period.to.map { day <= $0 } ?? true)
    }
}

/// The first and the last day, both open where none is given.
private typealias TrialPeriod = (from: Day?, to: Day?)

/// The referrals of a log that were taken over, screened as they come.
private struct ReferralTrial {
    /// What a case says of one person's charge.
    private struct Charge: Hashable {
        var file: UUID
        var person: UUID
    }

    private let document: WorkflowDocument
    private let other: WorkflowDocument?
    private let settings: [String: FactValue]
    private let otherSettings: [String: FactValue]
    private let period: TrialPeriod
    private var charges: [Charge: Case.ParticipantJoined] = [:]
    private(set) var counter: TrialCounter

    init(
        _ document: WorkflowDocument, against other: WorkflowDocument?, settings: [String: String], period: TrialPeriod
    ) {
        (self.document, self.other, self.period) = (document, other, period)
        self.settings = document.recall(settings: settings)
        otherSettings = other?.recall(settings: settings) ?? [:]
        counter = TrialCounter(document)
    }

    mutating func add(_ event: RecordedEvent) throws {
        if event.type == Case.ParticipantJoined.type {
            guard case .participantJoined(let joined)? = try Case.Event(event) else { return }
            charges[Charge(file: event.stream.id, person: joined.participant)] = joined
        } else if event.type == Referral.TakenOver.type {
            guard case .takenOver(let taken)? = try Referral.Event(event),
                Throughline.holds(period, taken.referredOn)
            else { return }
            count(taken)
        }
    }

    private mutating func count(_ taken: Referral.TakenOver) {
        let tracks = document.tracks.filter { $0.programs.contains(taken.program) }
        if tracks.isEmpty { counter.outside += 1 }
        let record = record(of: taken)
        for track in tracks {
            counter.count(
                document.facts(in: record, settings: settings, on: taken.referredOn), for: track,
                race: taken.race, comparedWith: other.map { answer(of: $0, track.id, record, on: taken.referredOn) })
        }
    }

    private func answer(
        of other: WorkflowDocument, _ track: String, _ record: [RecordField: FactValue], on day: Day
    ) -> String {
        guard let track = other.track(track) else { return "no such track" }
        let known = other.facts(in: record, settings: otherSettings, on: day)
        return other.screen(known, for: track).finding.rawValue
    }

    private func record(of taken: Referral.TakenOver) -> [RecordField: FactValue] {
        let charge = charges[Charge(file: taken.caseID, person: taken.participant)]
        var record: [RecordField: FactValue] = [
            .program: .text(taken.program), .sequence: .number(taken.sequence), .referredOn: .day(taken.referredOn),
            .receivedOn: .day(taken.receivedOn),
        ]
        record[.offenseCategory] = charge?.offenseCategory.map(FactValue.text)
        record[.offenseTitle] = charge?.offenseTitle.map(FactValue.text)
        record[.statute] = charge?.statute.map(FactValue.text)
        return record
    }
}
