import Access
import Casework
import Crypto
import EventLog
import EventModel
import Foundation
import Logging
import ModuleKit
import Postgres
import Workflows

/// Tells the counties' own programs what happened, takes their proposals, and keeps the rows of their read models.
///
/// Only this asks a module about the past, once for each event as it comes: a rebuild of the core's read models never
/// does. A proposal is a command like anyone's, and refused like anyone's.
struct HandlerProcess: Process {
    let name = "handlers"
    let types: Swift.Set<String> = [
        Casework.Screening.Made.type, Casework.Screening.StepTaken.type, Casework.Screening.ModuleRecorded.type,
    ]

    private let application: Throughline

    init(_ application: Throughline) { self.application = application }

    func react(to events: [RecordedEvent], in jurisdiction: String) async throws {
        for event in events {
            let file = try await application.screeningFile(event.stream.id, in: jurisdiction, upTo: event.position)
            guard file.rules.module.hasHandler, let past = try PastEvent(event, in: file) else { continue }
            do {
                try await tell(of: past, event, file)
            } catch Failure.refused(let refused) {
                // The event stands; a module that cannot answer must not stop the county's other work.
                application.logger.warning(
                    "a module did not answer an event",
                    metadata: [
                        "module": "\(file.made.module)", "version": "\(file.state.version)", "why": "\(refused.code)",
                        "jurisdiction": "\(jurisdiction)", "position": "\(event.position)",
                    ])
            }
        }
    }

    private func tell(of past: PastEvent, _ event: RecordedEvent, _ file: ScreeningFile) async throws {
        let day = Day(event.occurredAt, in: file.jurisdiction.zone)
        let module = file.rules.module
        let rows = try await application.modules.project(
            ProjectRequest(jurisdiction: file.slug, event: past), by: module)
        try await write(rows, of: module.id, at: event.position, in: file.slug)
        let reactions = try await application.modules.react(
            ReactRequest(
                jurisdiction: file.slug, event: past, state: file.moduleState, inputs: file.inputs(on: day)),
            by: module)
        try await follow(reactions, because: event, file)
    }

    /// Keeps a module's rows; what an older event says about a row changes nothing.
    private func write(
        _ rows: [RowChange], of module: String, at position: Int64, in slug: String
    ) async throws {
        guard !rows.isEmpty else { return }
        try await application.pool.transaction { session in
            for row in rows {
                guard let columns = row.columns else {
                    _ = try session.query(
                        """
                        delete from read.module_rows where jurisdiction = \(slug) and module = \(module)
                            and table_name = \(row.table) and key = \(row.key) and position <= \(position)
                        """)
                    continue
                }
                let text = String(decoding: try JSONEncoder().encode(columns), as: UTF8.self)
                _ = try session.query(
                    """
                    insert into read.module_rows as r (jurisdiction, module, table_name, key, columns, position)
                    values (\(slug), \(module), \(row.table), \(row.key), \(text)::jsonb, \(position))
                    on conflict (jurisdiction, module, table_name, key) do update
                    set columns = excluded.columns, position = excluded.position
                    where r.position <= excluded.position
                    """)
            }
        }
    }

    /// Takes a module's proposals as far as the document and the core's rules allow.
    private func follow(_ reactions: [Reaction], because event: RecordedEvent, _ file: ScreeningFile) async throws {
        for (index, reaction) in reactions.enumerated() {
            let name = "handler/\(event.id.text)/\(index)"
            do {
                switch reaction {
                case .deadline(let deadline, let day):
                    guard file.rules.track.deadline(deadline) != nil else { throw Failure.notFound }
                    try await add(.set(.init(deadline: deadline, due: day)), named: name, because: event, file)
                case .notice(let notice, _):
                    guard let given = file.rules.notice(notice) else { throw Failure.notFound }
                    try await add(.give(given), named: name, because: event, file)
                case .command(let command, let payload):
                    guard let step = file.rules.track.steps.first(where: { $0.id == command || $0.handler == command })
                    else { throw Failure.notFound }
                    let context = CommandContext(
                        .system, commandID: UUID(version8From: SHA256.hash(data: Data(name.utf8))),
                        correlationID: event.correlationID, causationID: event.id, at: event.occurredAt)
                    _ = try await application.takeStep(step.id, of: file.id, with: StepInput(fields: payload), context)
                }
            } catch let failure as Failure {
                if case .busy = failure { throw failure }
                application.logger.warning(
                    "a module's proposal was not taken",
                    metadata: ["module": "\(file.made.module)", "proposal": "\(name)", "why": "\(failure)"])
            }
        }
    }

    private func add(
        _ command: Casework.Deadline.Command, named name: String, because event: RecordedEvent, _ file: ScreeningFile
    ) async throws {
        for _ in 0..<5 {
            let decision = try await application.decide(command, onDeadlinesOf: file)
            guard !decision.entries.isEmpty else { return }
            if try await application.record(decision, named: name, in: file.slug, because: event) { return }
        }
        throw Failure.conflict
    }
}

extension PastEvent {
    /// An event of a screening as its module is told of it: its own events whole but for what is sealed, and of the
    /// core's what says nothing about a person.
    fileprivate init?(_ event: RecordedEvent, in file: ScreeningFile) throws {
        let type: String
        let version: Int
        let payload: JSONObject
        switch try Casework.Screening.Event(event) {
        case .moduleRecorded(let recorded):
            (type, version, payload) = (recorded.name, recorded.schemaVersion, recorded.openMembers)
        case .made(let made):
            (type, version) = (event.type, event.schemaVersion)
            payload = ["track": .string(made.track), "finding": .string(made.finding.rawValue)]
        case .stepTaken(let taken):
            (type, version) = (event.type, event.schemaVersion)
            var said: JSONObject = ["step": .string(taken.step), "from": .string(taken.from), "to": .string(taken.to)]
            if let reason = taken.reason { said["reason"] = .string(reason) }
            payload = said
        default: return nil
        }
        self.init(
            type: type, version: version, stream: file.id.text, occurredAt: event.occurredAt.rfc3339,
            payload: payload)
    }
}
