import Casework
import Foundation

/// What differs between two moments of a worklist.
public struct WorklistComparison: Sendable {
    public enum Kind: String, Sendable, CaseIterable { case added, left, changed }

    /// One referral that stands otherwise at the second moment.
    public struct Line: Sendable, Hashable {
        public var key: String
        public var kind: Kind
        /// As it stood at the first moment; absent when it was not known then.
        public var then: WorklistProjection.Row?
        /// As it stood at the second moment.
        public var now: WorklistProjection.Row?
    }

    /// By key.
    public let lines: [Line]

    /// - Parameters:
    ///   - earlier: the rows of the first moment.
    ///   - isListed: what counts as being on the list; a row that is on neither is no difference.
    public init(
        from earlier: [WorklistProjection.Row], to later: [WorklistProjection.Row],
        listing isListed: (WorklistProjection.Row) -> Bool = { _ in true }
    ) {
        let before = Dictionary(earlier.map { ($0.key, $0) }) { $1 }
        let after = Dictionary(later.map { ($0.key, $0) }) { $1 }
        lines = Set(before.keys).union(after.keys).sorted().compactMap { key in
            let (then, now) = (before[key], after[key])
            let kind: Kind
            switch (then.map(isListed) ?? false, now.map(isListed) ?? false) {
            case (false, false): return nil
            case (false, true): kind = .added
            case (true, false): kind = .left
            case (true, true):
                if then.map(Shown.init) == now.map(Shown.init) { return nil }
                kind = .changed
            }
            return Line(key: key, kind: kind, then: then, now: now)
        }
    }

    /// What a worklist shows of a referral; a difference in anything else is none.
    private struct Shown: Hashable {
        var number: String
        var status: String
        var group: WorklistProjection.Group
        var next: String?
        var due: Date?
        var isLate: Bool

        init(_ row: WorklistProjection.Row) {
            (number, status, group) = (row.number, row.status.rawValue, row.group)
            (next, due, isLate) = (row.nextClock?.rawValue, row.nextDue, row.late)
        }
    }
}
