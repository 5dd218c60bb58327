import Access
import Casework
import Crypto
import EventLog
import EventModel
import Foundation
import Postgres
import ReadModels

/// Starts, stops and fires the deadlines of referrals.
struct ClockProcess: Process {
    let name = "clocks"
    let types = Set(Referral.Event.decoders.map(\.type))
        .union([Case.DispositionRecorded.type])
        .subtracting([Referral.TakenOver.type, Referral.ResultTakenOver.type])

    private let application: Throughline

    init(_ application: Throughline) { self.application = application }

    func react(to events: [RecordedEvent], in jurisdiction: String) async throws {
        guard let jurisdiction = try await application.directory.jurisdiction(jurisdiction) else { return }
        let keeper = ClockKeeper(calendar: jurisdiction.calendar)
        for event in events { try await react(to: event, keeper) }
    }

    private func react(to event: RecordedEvent, _ keeper: ClockKeeper) async throws {
        if case .dispositionRecorded(let recorded)? = try Case.Event(event) {
            guard let referral = recorded.referral else { return }
            try await append(to: referral, because: event) { keeper.dispositionRecorded(given: $0) }
        } else if let happened = try Referral.Event(event) {
            if case .drafted(let drafted) = happened, let older = drafted.following {
                try await append(to: older, because: event) { keeper.followed(given: $0) }
            }
            let awaitsDisposition = try await awaitsDisposition(happened, event)
            try await append(to: event.stream.id, because: event) {
                keeper.reaction(
                    to: happened, at: event.occurredAt, given: $0, awaitsDisposition: awaitsDisposition)
            }
        }
    }

    /// Whether the end of a referral leaves the office owing a disposition: only where there is a case.
    private func awaitsDisposition(_ happened: Referral.Event, _ event: RecordedEvent) async throws -> Bool {
        switch happened {
        case .completed, .unsuccessful, .withdrawn:
            try await application.load(Referral.self, StreamKind.referral, event.stream.id, in: event.jurisdiction)
                .state.caseID != nil
        default: false
        }
    }

    /// Lets every clock act that is due by `now`, each at its own time, also those that came due while no server ran.
    ///
    /// - Parameter seen: the last position that the process has answered.
    func fire(in slug: String, by now: Date, seen: Int64) async throws {
        while true {
            let due = try await application.pool.run { session in
                try session.rows(
                    ClocksProjection.self,
                    """
                    select to_jsonb(t) from read.clocks_v1 t
                    where jurisdiction = \(slug) and next_at <= \(now) order by next_at limit 200
                    """)
            }
            var fired = false
            for row in due {
                guard let referral = UUID(uuidString: row.key) else { continue }
                if try await fire(referral, in: slug, by: now, seen: seen) { fired = true }
            }
            guard fired else { return }
            let head = try await application.reader.head(slug)
            guard await application.catchUp(slug, to: head) else { return }
        }
    }

    /// Fires one referral's clocks; answers whether anything was done.
    ///
    /// A lapse leaves its clock due until the process has seen the lapse, so one that is known is not done again.
    ///
    /// An answer that is in the log but not seen yet stops its clock at its own time: nothing is called late before it
    /// has been.
    private func fire(_ referral: UUID, in slug: String, by now: Date, seen: Int64) async throws -> Bool {
        let answers = StreamID(StreamKind.referral, referral)
        let lastAnswer = try await application.reader.stream(answers, in: slug).last
        guard lastAnswer?.position ?? -1 <= seen else { return false }
        let (state, version) = try await load(referral, in: slug)
        let due = ClockKeeper.due(by: now, given: state)
        var acted = false
        if !due.events.isEmpty {
            acted = true
            var decision = Decision()
            let stream = StreamID(StreamKind.clock, referral)
            for (event, at) in due.events {
                decision.add([event], to: stream, at: version, subject: referral) { _ in .moment(at) }
            }
            decision.rely(on: answers, at: lastAnswer?.streamVersion ?? 0)
            let name = "fire/\(referral.text)/\(version)"
            _ = try await commit(decision, about: stream, named: name, in: slug)
        }
        if due.lapses {
            // It lapsed when its time was up, not when a server looked.
            let at = state.deadlines.compactMap { $0.status == .running ? $0.lapseAt : nil }.min()
            let context = CommandContext(
                .system, commandID: Self.id("lapse/\(referral.text)/\(version)"), at: at)
            do {
                if try await !application.lapse(referral, in: slug, context).wasRepeat { acted = true }
            } catch Failure.refused {
                // It was answered in this very moment; its clocks will say so.
            }
        }
        return acted
    }

    private func append(
        to referral: UUID, because event: RecordedEvent, _ react: (Clock.State) -> [Clock.Event]
    ) async throws {
        for _ in 0..<5 {
            var (state, version) = try await load(referral, in: event.jurisdiction)
            let stream = StreamID(StreamKind.clock, referral)
            let moment = event.occurredOnDateOnly ? event.recordedAt : event.occurredAt
            let at = Occurrence.moment(moment)
            var decision = Decision()
            // What came due while nobody looked was missed, even if the answer is here by now.
            for (overdue, dueAt) in ClockKeeper.due(by: moment, given: state).events {
                Clock.evolve(&state, with: overdue, at: dueAt)
                decision.add([overdue], to: stream, at: version, subject: referral) { _ in .moment(dueAt) }
            }
            let events = react(state)
            guard !events.isEmpty || !decision.entries.isEmpty else { return }
            decision.add(events, to: stream, at: version, subject: referral) { _ in at }
            let name = "clock/\(event.id.text)/\(referral.text)"
            if try await commit(decision, about: stream, named: name, in: event.jurisdiction, because: event) { return }
        }
        throw Failure.conflict
    }

    private func load(_ referral: UUID, in slug: String) async throws -> (Clock.State, Int64) {
        let history = try await application.reader.stream(StreamID(StreamKind.clock, referral), in: slug)
        let state = try history.reduce(into: Clock.State()) { state, event in
            if let ticked = try Clock.Event(event) { Clock.evolve(&state, with: ticked, at: event.occurredAt) }
        }
        return (state, history.last?.streamVersion ?? 0)
    }

    /// Appends under an id made from what caused it, so that doing it twice is doing it once.
    private func commit(
        _ decision: Decision, about stream: StreamID, named name: String, in slug: String,
        because event: RecordedEvent? = nil
    ) async throws -> Bool {
        let request = AppendRequest(
            jurisdiction: slug, commandID: Self.id(name), correlationID: event?.correlationID,
            causationID: event?.id, expecting: decision.expecting,
            events: try await application.encode(decision.entries, at: application.now(), in: slug))
        switch try await application.appender.append(request) {
        case .appended, .alreadyDone: return true
        case .wrongVersion: return false
        }
    }

    private static func id(_ name: String) -> UUID { UUID(version8From: SHA256.hash(data: Data(name.utf8))) }
}
