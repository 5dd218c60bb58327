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
            return .position(position)
        }
        guard let at = query["at"] else { return .latest }
        return .time(try await moment(at, in: slug))
    }

    var clock: HistoryClock { query["clock"].flatMap(HistoryClock.init) ?? .recorded }
}
