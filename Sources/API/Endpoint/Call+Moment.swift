import Application
import EventModel
import Foundation
import Gateway
import ReadModels

extension Call {
    /// The moment that `at` or `position` asks for.
    func moment(in slug: String) async throws -> HistoryMoment {
        if let position = query["position"].flatMap(Int64.init) {
            guard query["at"] == nil else {
                throw Problem.invalid([
                    .init(
                        parameter: "at", code: "field.malformed",
                        detail: "Ask for a moment or for a position, not both.")
                ])
            }
            return try await .position(known(position, "position", in: slug))
        }
        guard let at = query["at"] else { return .latest }
        return .time(try await moment(at, in: slug))
    }

    /// The moment that `compare` asks for: a position, a date or a time.
    func otherMoment(in slug: String) async throws -> HistoryMoment {
        guard let text = query["compare"] else { return .latest }
        if let position = Int64(text) { return try await .position(known(position, "compare", in: slug)) }
        guard Day(text) != nil || Date(rfc3339: text) != nil else {
            throw Problem.invalid([
                .init(
                    parameter: "compare", code: "field.malformed",
                    detail: "Write a position, a date such as 2026-10-13, or 2026-10-13T15:12:00Z.")
            ])
        }
        return .time(try await moment(text, in: slug))
    }

    /// A position that the log has: what was true of one that is still to come, nobody knows.
    private func known(_ position: Int64, _ parameter: String, in slug: String) async throws -> Int64 {
        let last = max(0, try await throughline.lastPosition(of: slug))
        guard (0...last).contains(position) else {
            throw Problem.invalid([
                .init(
                    parameter: parameter, code: "field.malformed",
                    detail: "Positions of \(slug) go from 0 to \(last).")
            ])
        }
        return position
    }

    var clock: HistoryClock { query["clock"].flatMap(HistoryClock.init) ?? .recorded }
}
