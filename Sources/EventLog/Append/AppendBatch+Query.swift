import EventModel
import Foundation
import Postgres

extension AppendBatch {
    /// Carries the batch out and answers when it is durable.
    ///
    /// A crowd's call commits unflushed, which frees the log's lock for the next call, and is flushed after it: on two
    /// cores a seventh more events a second, on a slow disk a fifth. Until then its events may be seen and can be lost
    /// with the database; so nothing leaves the database but from a row that was committed and flushed later, and
    /// whoever asked has no answer yet. One request alone commits flushed: nobody waits behind it.
    mutating func send(on session: PostgresSession) throws(PostgresError) -> PostgresRows {
        if pending.count == 1 {
            let rows = try session.query(query)
            // Only what was written now was flushed with it.
            if try rows[0].get(1, as: String.self) != "done" { try session.flushLog() }
            return rows
        }
        let rows = try session.pipeline(["select set_config('synchronous_commit', 'off', true)", query])
        do throws(PostgresError) {
            try session.flushLog()
        } catch {
            // It is in the log; only whether it stays there is open.
            mayBeDone = true
            throw error
        }
        return rows[1]
    }

    /// The one statement that carries the batch out.
    var query: PostgresQuery {
        if pending.count == 1, pending[0].request.events.count == 1, pending[0].streams.count == 1 {
            return pending[0].singleQuery
        }
        let requests = pending.map(\.request)
        var jurisdictions = WordList()
        var kinds = WordList()
        let jurisdictionOfRequest = requests.map { jurisdictions.number(of: $0.jurisdiction) }
        var streams = StreamColumns()
        var streamOfEvent: [Int32] = []
        for (index, item) in pending.enumerated() {
            let before = Int32(streams.ids.count)
            streamOfEvent.append(contentsOf: item.streamOfEvent.lazy.map { before + Int32($0) + 1 })
            for stream in item.streams {
                streams.requests.append(Int32(index + 1))
                streams.kinds.append(kinds.number(of: stream.kind))
                streams.ids.append(stream.id)
                streams.expected.append(item.request.expecting[stream]?.number)
            }
        }
        let events = requests.flatMap(\.events)
        return """
            select request, outcome, first_position, last_position, fingerprint, stream, actual_version from log.append(
            \(jurisdictions.words), \(kinds.words),
            \(jurisdictionOfRequest), \(requests.map(\.commandID)), \(requests.map(\.fingerprint)),
            \(requests.map(\.actor)), \(requests.map(\.organization)), \(requests.map(\.correlationID)),
            \(requests.map(\.causationID)), \(requests.map(\.module)), \(requests.map(\.policyVersion)),
            \(streams.requests), \(streams.kinds), \(streams.ids), \(streams.expected),
            \(streamOfEvent), \(events.map(\.id)), \(events.map(\.type)), \(events.map { Int16($0.schemaVersion) }),
            \(events.map(\.occurredAt)), \(events.map(\.occurredOnDateOnly)),
            \(events.map { JSONBytes($0.payload) }), \(pending.flatMap(\.salts)), \(pending.flatMap(\.digests)))
            """
    }

    /// Answers every caller with what the database said.
    func answer(_ rows: PostgresRows) throws(PostgresError) {
        for row in rows {
            let item = pending[Int(try row.get(0, as: Int32.self)) - 1]
            item.answer(.success(try outcome(row, for: item)))
        }
    }

    func outcome(_ row: PostgresRow, for item: PendingAppend) throws(PostgresError) -> AppendOutcome {
        switch try row.get(1, as: String.self) {
        case "done":
            return .appended(first: try row.get(2), last: try row.get(3))
        case "already_done":
            let first: Int64 = try row.get(2)
            let last: Int64 = try row.get(3)
            let fingerprint: [UInt8] = try row.get(4)
            // What our own lost send did is this request's doing, not an earlier one's.
            if mayBeDone, fingerprint == item.request.fingerprint { return .appended(first: first, last: last) }
            return .alreadyDone(first: first, last: last, fingerprint: fingerprint)
        default:
            // The streams of the call are numbered through; the item's own begin after those of the items before.
            let before = pending.prefix { $0 !== item }.reduce(0) { $0 + $1.streams.count }
            let stream = item.streams[Int(try row.get(5, as: Int32.self)) - 1 - before]
            return .wrongVersion(
                stream: stream, expected: item.request.expecting[stream]?.number ?? 0, actual: try row.get(6))
        }
    }
}

/// Words by number, from 1, each once.
private struct WordList {
    private(set) var words: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(of word: String) -> Int32 {
        if let number = numbers[word] { return number }
        words.append(word)
        numbers[word] = Int32(words.count)
        return Int32(words.count)
    }
}

/// The streams of a call, one array per column.
private struct StreamColumns {
    var requests: [Int32] = []
    var kinds: [Int32] = []
    var ids: [UUID] = []
    var expected: [Int64?] = []
}

extension PendingAppend {
    /// The short way for the commonest request: one event in one stream.
    fileprivate var singleQuery: PostgresQuery {
        let event = request.events[0]
        return """
            select request, outcome, first_position, last_position, fingerprint, stream, actual_version
            from log.append_one(\(request.jurisdiction), \(request.commandID), \(request.fingerprint),
            \(request.actor), \(request.organization), \(request.correlationID), \(request.causationID),
            \(request.module), \(request.policyVersion), \(event.stream.kind), \(event.stream.id),
            \(request.expecting[event.stream]?.number), \(event.id), \(event.type), \(Int16(event.schemaVersion)),
            \(event.occurredAt), \(event.occurredOnDateOnly), \(JSONBytes(event.payload)), \(salts[0]), \(digests[0]))
            """
    }
}

extension ExpectedVersion {
    fileprivate var number: Int64? {
        switch self {
        case .any: nil
        case .exactly(let version): version
        }
    }
}
