import Access
import Application
public import ArgumentParser
import Casework
import EventModel
import Foundation
public import ReadModels

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "A referral, a person's referrals or a county's worklist as they stood, and what differs at another moment.",
        discussion: """
            The clock `recorded` shows what was on record by then; `occurred` what was true by then, with later entries
            and corrections. A date without a time means the end of that day in the jurisdiction.

            Without --referral and --participant it shows the worklist of the whole jurisdiction.

            Example: throughline replay --jurisdiction us-zz-halden --referral ID --as-of 2026-09-18 --clock occurred
            Example: throughline replay --jurisdiction us-zz-halden --as-of 2026-03-01 --compare 2026-04-01
            """)

    @OptionGroup var options: SiteOptions
    @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
    @Option(help: "The referral's id.") var referral: String?
    @Option(help: "A participant's id: every referral of theirs.") var participant: String?
    @Option(name: .customLong("as-of"), help: "A time (RFC 3339) or a date.") var asOf: String?
    @Option(help: "A position of the log.") var at: Int64?
    @Option(help: "recorded or occurred.") var clock: HistoryClock = .recorded
    @Option(help: "A time, a date or a position to compare with.") var compare: String?

    func validate() throws {
        if asOf != nil, at != nil { throw ValidationError("Give --as-of or --at, not both.") }
        if referral != nil, participant != nil { throw ValidationError("Give --referral or --participant, not both.") }
    }

    struct Answer: Encodable {
        struct Event: Encodable {
            var position: Int64
            var type: String
            var occurredAt: Date
            var recordedAt: Date
        }
        struct Change: Encodable {
            var field: String
            var then: String?
            var now: String?
            var changedBy: [Int64]
        }

        var referral: String
        var jurisdiction: String
        var clock: String
        var state: [ReferralSnapshot.Field]
        var events: [Event]
        var differences: [Change]?
    }

    func run() async throws {
        try await Exit.on {
            let slug = Jurisdiction.slug(of: jurisdiction)
            if referral == nil, participant == nil { return try await showWorklist(of: slug) }
            let answers = try await Site.with(options) { site in
                let county = try await county(slug, site)
                return try await histories(site, county).map { answer($0, county) }
            }
            if options.json {
                if answers.count == 1, participant == nil {
                    try Console.json(answers[0])
                } else {
                    try Console.json(answers)
                }
            } else {
                for answer in answers { show(answer) }
            }
        }
    }

    /// The jurisdiction, with its read models brought up to date.
    func county(_ slug: String, _ site: Site) async throws -> JurisdictionInfo {
        try await site.catchUp(slug)
        let known = try await site.application.jurisdictions(of: .commandLine)
        guard let county = known.first(where: { $0.slug == slug }) else {
            throw InputError("There is no jurisdiction \(slug) here.")
        }
        return county
    }

    /// The moment that the options ask for.
    func moment(_ site: Site, _ county: JurisdictionInfo) async throws -> HistoryMoment {
        if let at { return try await Self.known(at, "--at", site, county) }
        guard let asOf else { return .latest }
        return try await Self.moment(asOf, "--as-of", site, county)
    }

    /// The moment to compare with.
    func otherMoment(_ site: Site, _ county: JurisdictionInfo) async throws -> HistoryMoment? {
        guard let compare else { return nil }
        return try await Self.moment(compare, "--compare", site, county)
    }

    /// The referral that was asked for, or every referral of the participant.
    private func histories(_ site: Site, _ county: JurisdictionInfo) async throws -> [HistoryAnswer] {
        let moment = try await moment(site, county)
        let other = try await otherMoment(site, county) ?? .latest
        if let referral {
            guard let id = UUID(uuidString: referral) else { throw InputError("--referral is an id.") }
            return [
                try await site.application.history(
                    of: id, at: moment, by: clock, comparedWith: other, for: .commandLine)
            ]
        }
        guard let id = participant.flatMap(UUID.init) else { throw InputError("--participant is an id.") }
        do {
            let person = try await site.application.participantHistory(
                of: id, at: moment, by: clock, comparedWith: other, for: .commandLine)
            if person.jurisdiction.slug == county.slug { return person.referrals }
        } catch Failure.notFound {}
        throw InputError("No referral of that participant is here.")
    }

    private func answer(_ history: HistoryAnswer, _ county: JurisdictionInfo) -> Answer {
        let counted = history.detail.timeline.map(\.event).filter { history.counted.contains($0.id) }
        return Answer(
            referral: history.detail.id.text, jurisdiction: county.slug, clock: clock.rawValue,
            state: history.snapshot.fields.filter { $0.value != nil },
            events: counted.map {
                .init(position: $0.position, type: $0.type, occurredAt: $0.occurredAt, recordedAt: $0.recordedAt)
            },
            differences: compare.map { _ in
                history.comparison.changed.map {
                    .init(field: $0.field, then: $0.then, now: $0.now, changedBy: $0.changedBy)
                }
            })
    }

    private static func moment(
        _ text: String, _ option: String, _ site: Site, _ county: JurisdictionInfo
    ) async throws -> HistoryMoment {
        if let position = Int64(text) { return try await known(position, option, site, county) }
        if let day = Day(text) { return .time(day.adding(days: 1).start(in: county.zone).addingTimeInterval(-0.001)) }
        guard let time = Timestamp.date(text) else {
            throw InputError("\"\(text)\" is no moment. Give 2026-09-18, 2026-09-18T15:45:00-04:00 or a position.")
        }
        return .time(time)
    }

    /// A position that the log has.
    private static func known(
        _ position: Int64, _ option: String, _ site: Site, _ county: JurisdictionInfo
    ) async throws -> HistoryMoment {
        let last = max(0, try await site.application.lastPosition(of: county.slug))
        guard (0...last).contains(position) else {
            throw InputError("\(option): positions of \(county.slug) go from 0 to \(last).")
        }
        return .position(position)
    }

    private func show(_ answer: Answer) {
        Console.print("Referral \(answer.referral) in \(answer.jurisdiction), by the \(answer.clock) clock")
        Console.print("")
        for field in answer.state { Console.print("  \(field.name): \(field.value ?? "")") }
        Console.print("")
        Console.table(
            ["position", "event", "happened", "recorded"],
            answer.events.map {
                [String($0.position), $0.type, Timestamp.text($0.occurredAt), Timestamp.text($0.recordedAt)]
            })
        guard let differences = answer.differences else { return }
        Console.print("")
        guard !differences.isEmpty else { return Console.print("Nothing differs between the two moments.") }
        Console.table(
            ["field", "then", "at the other moment", "changed by"],
            differences.map {
                [$0.field, $0.then ?? "-", $0.now ?? "-", $0.changedBy.map(String.init).joined(separator: " ")]
            })
    }
}

extension HistoryClock: ExpressibleByArgument {}
