import Access
import Application
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// A request to an endpoint, checked as far as the endpoint describes it.
struct Call: Sendable {
    let endpoint: Endpoint
    let service: Service
    let request: Request
    let context: GatewayContext
    let principal: Principal
    let query: [String: String]
    /// The command's name, its content's digest and the version that the caller saw. Only a command has one.
    var command: CommandContext?
    var body = Data()

    var throughline: Throughline { service.throughline }

    /// An id of the path. What is no id names nothing.
    func id(_ name: String = "id") throws(Problem) -> UUID {
        guard let id = context.parameters.get(name).flatMap({ UUID(uuidString: $0) }) else { throw .notFound }
        return id
    }

    func uuid(_ name: String) -> UUID? { query[name].flatMap { UUID(uuidString: $0) } }

    func flag(_ name: String) -> Bool { query[name] == "true" }

    func number(_ name: String) -> Int? { query[name].flatMap(Int.init) }

    var limit: Int? { number("limit") }

    /// The jurisdiction that is asked about.
    func jurisdiction() async throws -> String {
        try await throughline.jurisdiction(named: query["jurisdiction"], for: principal)
    }

    /// The moment that a text names; a date alone means all of that day, in the jurisdiction's zone.
    func moment(_ text: String, in slug: String) async throws -> Date {
        if let moment = Date(rfc3339: text) { return moment }
        let zone = try await throughline.jurisdictions(of: principal).first { $0.slug == slug }?.zone ?? .gmt
        guard let day = Day(text) else { throw Problem.notFound }
        return day.adding(days: 1).start(in: zone).addingTimeInterval(-0.000_001)
    }

    /// Waits until the read models hold what the caller wants to see.
    func waitForMinPosition(in slug: @autoclosure () async throws -> String) async throws {
        guard let position = query["minPosition"].flatMap(Int64.init) else { return }
        guard await throughline.catchUp(try await slug(), to: position) else {
            throw Problem.notCaughtUp(to: position)
        }
    }

    /// The command's fields.
    func input<Input: Decodable>(_: Input.Type = Input.self) throws(Problem) -> Input {
        do {
            return try JSONDecoder().decode(Input.self, from: body.isEmpty ? Data("{}".utf8) : body)
        } catch {
            // The schema has passed it, so this would be a difference between the schema and the type.
            throw .invalid([.init(pointer: "", code: "field.malformed", detail: "The body does not fit.")])
        }
    }

    func commandContext() throws(Problem) -> CommandContext {
        guard let command else { throw .keyMissing }
        return command
    }
}

/// What the endpoints work with.
struct Service: Sendable {
    let throughline: Throughline
    /// Jurisdictions that may have new events.
    let wakeups: @Sendable () -> AsyncStream<Set<String>>
    let heartbeat: Duration
    let streamLifetime: Duration
}
