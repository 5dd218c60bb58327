import Application
import Foundation
import ReadModels

/// The moments of a page of the past, in the words of its reader.
struct PastMoments: Sendable {
    let asked: AskedMoments
    let reader: Reader
    /// When the moments were; a position's is when its event was recorded.
    let at: Date
    let other: Date?

    init(_ asked: AskedMoments, of visit: Visit, in slug: String) async throws {
        self.asked = asked
        reader = visit.reader
        func date(_ moment: HistoryMoment) async throws -> Date {
            switch moment {
            case .latest: visit.now
            case .time(let time): time
            case .position(let position): try await visit.throughline.recordedAt(position, in: slug) ?? visit.now
            }
        }
        at = try await date(asked.moment)
        if let other = asked.other { self.other = try await date(other) } else { other = nil }
    }

    /// What the controls show: the moment that is shown, or what was typed and could not be read.
    func sent(_ query: SentForm) -> Submission {
        guard asked.errors.isEmpty else {
            let typed = ["at", "compare", "position", "comparePosition"].reduce(into: [:]) { $0[$1] = query[$1] }
            return Submission(typed.merging(["clock": asked.clock.rawValue]) { $1 }, errors: asked.errors)
        }
        var values = ["clock": asked.clock.rawValue]
        if case .position(let position) = asked.moment {
            values["position"] = "\(position)"
        } else {
            values["at"] = reader.localInput(at)
        }
        if case .position(let position) = asked.other {
            values["comparePosition"] = "\(position)"
        } else if let other {
            values["compare"] = reader.localInput(other)
        }
        return Submission(values)
    }

    /// "This is the worklist as it stood on …"
    func sentence(_ key: String) -> String {
        if case .position(let position) = asked.moment {
            return reader.words("\(key)-at-position", ["position": "\(position)", "date": reader.longDateTime(at)])
        }
        return reader.words(key, ["date": reader.longDateTime(at)])
    }

    /// The two columns of a comparison.
    var columns: [DataTable.Column] {
        [label(asked.moment, at), label(asked.other ?? .latest, other ?? reader.now)].map { .init(label: $0) }
    }

    private func label(_ moment: HistoryMoment, _ date: Date) -> String {
        switch moment {
        case .latest: reader.words("history.now", ["date": reader.dateTime(date)])
        case .time: reader.dateTime(date)
        case .position(let position):
            reader.words("past.position-label", ["position": "\(position)", "date": reader.dateTime(date)])
        }
    }

    /// The referral as it stood at the same moment.
    func href(ofReferral key: String) -> String {
        Filters.url("/referrals/\(key)/history", asked.address(reader))
    }
}
