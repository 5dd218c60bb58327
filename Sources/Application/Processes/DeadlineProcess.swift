import Casework
import Crypto
import EventLog
import EventModel
import Foundation
import Postgres
import ReadModels
import Workflows

/// Sets, meets and misses the deadlines of screenings, as the county's document says, and gives its notices.
struct DeadlineProcess: Process {
    let name = "deadlines"
    let types: Swift.Set<String> = [
        Casework.Screening.Made.type, Casework.Screening.FactsAdded.type, Casework.Screening.Overridden.type,
        Casework.Screening.StepTaken.type, Casework.Screening.Moved.type,
    ]

    private let application: Throughline

    init(_ application: Throughline) { self.application = application }

    func react(to events: [RecordedEvent], in jurisdiction: String) async throws {
        for event in events { try await react(to: event) }
    }

    private func react(to event: RecordedEvent) async throws {
        let file = try await application.screeningFile(
            event.stream.id, in: event.jurisdiction, upTo: event.position)
        let before = try file.history.filter { $0.streamVersion < event.streamVersion }
            .reduce(into: Casework.Screening.initialState) { state, earlier in
                if let happened = try Casework.Screening.Event(earlier) {
                    Casework.Screening.evolve(&state, with: happened)
                }
            }
        guard let happened = try Casework.Screening.Event(event) else { return }
        let moment = event.occurredOnDateOnly ? event.recordedAt : event.occurredAt
        let day = Day(moment, in: file.jurisdiction.zone)
        try await append(to: file, named: "deadline/\(event.id.text)", because: event, on: day, at: moment) { open in
            command(for: happened, before: before, file, on: day, open: open)
        }
    }

    /// What an event asks of the deadlines; `nil` where it asks nothing.
    private func command(
        for happened: Casework.Screening.Event, before: Casework.Screening.State, _ file: ScreeningFile, on day: Day,
        open: Swift.Set<String>
    ) -> Casework.Deadline.Command? {
        let (state, rules) = (file.state, file.rules)
        let known = rules.known(state, on: day)
        let isBusinessDay = file.jurisdiction.calendar.isWorkday
        switch happened {
        case .stepTaken(let taken):
            guard let step = rules.track.step(taken.step) else { return nil }
            let changes = rules.track.deadlines(
                after: step, from: taken.from, open: open, on: day, known: known, isBusinessDay: isBusinessDay)
            return .follow(.init(changes, notices: step.notices.compactMap(rules.notice)))
        case .moved: return .keep(only: Swift.Set(rules.track.deadlines.map(\.id)))
        default:
            guard before.isUnderWay != state.isUnderWay else { return nil }
            guard state.isUnderWay else { return .stop }
            return .follow(
                .init(rules.track.deadlines(begunOn: day, known: known, isBusinessDay: isBusinessDay), notices: []))
        }
    }

    /// Lets every deadline be missed whose day has passed, each at its own time, also while no server ran.
    ///
    /// - Parameter seen: the last position that the process has answered. A step that is in the log but not seen yet
    ///   meets its deadline first: nothing is called late before it has been.
    func fire(in slug: String, by now: Date, seen: Int64) async throws {
        let today = Day(now, in: try await application.directory.zone(of: slug))
        while true {
            let due = try await application.pool.run { session in
                try session.query(
                    """
                    select key::uuid from read.screenings_v1
                    where jurisdiction = \(slug) and next_miss < \(today.description)::date order by next_miss, key limit 200
                    """
                ).map { try $0.get(0, as: UUID.self) }
            }
            var fired = false
            for id in due {
                let file = try await application.screeningFile(id, in: slug)
                guard file.history.last?.position ?? -1 <= seen else { continue }
                if try await append(to: file, named: nil, because: nil, on: today, at: now, { _ in nil }) {
                    fired = true
                }
            }
            guard fired else { return }
            let head = try await application.reader.head(slug)
            guard await application.catchUp(slug, to: head) else { return }
        }
    }

    /// Appends what came due until the day, and then what is asked; answers whether there was anything.
    ///
    /// What came due while nobody looked was missed, even if the step that meets it is here by now.
    @discardableResult
    private func append(
        to file: ScreeningFile, named name: String?, because event: RecordedEvent?, on day: Day, at moment: Date,
        _ command: (Swift.Set<String>) -> Casework.Deadline.Command?
    ) async throws -> Bool {
        for _ in 0..<5 {
            var loaded = try await application.load(
                Casework.Deadline.self, StreamKind.deadline, file.id, in: file.slug)
            var decision = Decision()
            decision.policy = file.rules.policy
            func add(_ command: Casework.Deadline.Command, at moment: Date) throws {
                let events = try Casework.Deadline.decide(command, given: loaded.state)
                for event in events { Casework.Deadline.evolve(&loaded.state, with: event) }
                decision.add(events, to: loaded.stream, at: loaded.version, subject: file.made.participant) { _ in
                    .moment(moment)
                }
            }
            for entry in loaded.state.entries where entry.status == .running && entry.due < day {
                let notice = file.rules.track.deadline(entry.deadline)?.missed.flatMap(file.rules.notice)
                // It was missed when its day ended, not when a server looked.
                let passed = entry.due.adding(days: 1).start(in: file.jurisdiction.zone)
                try add(.miss(entry.deadline, today: day, notice: notice), at: passed)
            }
            if let command = command(Swift.Set(loaded.state.open.map(\.deadline))) { try add(command, at: moment) }
            guard !decision.entries.isEmpty else { return false }
            let id = name ?? "miss/\(file.id.text)/\(loaded.version)"
            if try await application.record(decision, named: id, in: file.slug, because: event) { return true }
        }
        throw Failure.conflict
    }
}

extension Throughline {
    /// Appends what a process decided, under an id made from what caused it, so that doing it twice is doing it once;
    /// answers false when a stream had moved on.
    func record(
        _ decision: Decision, named name: String, in slug: String, because event: RecordedEvent? = nil
    ) async throws -> Bool {
        let request = AppendRequest(
            jurisdiction: slug, commandID: UUID(version8From: SHA256.hash(data: Data(name.utf8))),
            correlationID: event?.correlationID, causationID: event?.id, module: decision.policy?.module,
            policyVersion: decision.policy?.version, expecting: decision.expecting,
            events: try await encode(decision.entries, at: now(), in: slug))
        switch try await appender.append(request) {
        case .appended, .alreadyDone: return true
        case .wrongVersion: return false
        }
    }
}

extension Casework.Deadline.Changes {
    init(_ changes: DeadlineChanges, notices: [Casework.Deadline.NoticeGiven]) {
        self.init(
            met: changes.met, cancelled: changes.cancelled,
            set: changes.set.map { .init(deadline: $0.deadline, due: $0.due) }, notices: notices)
    }
}
