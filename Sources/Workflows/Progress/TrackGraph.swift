/// A track's states and steps, as a page draws them.
public struct TrackGraph: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        public var state: Track.State
        /// How many steps it is away from the first state; `nil` where no way leads to it.
        public var rank: Int?
    }

    public struct Edge: Sendable, Hashable {
        public var from: String
        public var to: String
        public var step: Track.Step
    }

    /// In the document's order, the first state first.
    public var nodes: [Node]
    /// One for each state that a step leads from; from and to are the same where it stays.
    public var edges: [Edge]
}

extension Track {
    /// The states and steps as nodes and edges; `nil` when nothing follows the screening.
    public var graph: TrackGraph? {
        guard let first = states.first else { return nil }
        let ranks = ranks(from: first.id)
        return TrackGraph(
            nodes: states.map { TrackGraph.Node(state: $0, rank: ranks[$0.id]) },
            edges: steps.flatMap { step in step.from.map { TrackGraph.Edge(from: $0, to: step.to, step: step) } })
    }

    /// The ids of the steps that can be taken from a state on, sooner or later.
    func steps(ahead state: String) -> Set<String> {
        let reached = ranks(from: state)
        return Set(steps.filter { $0.from.contains { reached[$0] != nil } }.map(\.id))
    }

    /// The states that can be reached, with the fewest steps to each.
    func ranks(from start: String) -> [String: Int] {
        let next = steps.reduce(into: [String: [String]]()) { next, step in
            for state in step.from { next[state, default: []].append(step.to) }
        }
        var ranks = [start: 0]
        var edge = [start]
        while !edge.isEmpty {
            var beyond: [String] = []
            for state in edge {
                for one in next[state] ?? [] where ranks[one] == nil {
                    ranks[one] = (ranks[state] ?? 0) + 1
                    beyond.append(one)
                }
            }
            edge = beyond
        }
        return ranks
    }
}
