/// How far a case has come along a track.
public struct TrackProgress: Sendable, Hashable {
    /// The id of the state that it is in.
    public var state: String
    /// What steps have recorded, by the fields' names; the latest value of each.
    public var fields: [String: FactValue]
    /// The ids of the steps whose milestones were reached, in their order.
    public var milestones: [String]

    public init(state: String, fields: [String: FactValue] = [:], milestones: [String] = []) {
        self.state = state
        self.fields = fields
        self.milestones = milestones
    }
}

extension Track {
    /// What became of a case with this progress; `nil` while nothing has.
    public func ending(_ progress: TrackProgress) -> State.Ending? { state(progress.state)?.ends }

    /// Whether no step leads on: not the same as an ending, after which the record may still be sealed.
    public func isOver(_ progress: TrackProgress) -> Bool { !steps.contains { $0.from.contains(progress.state) } }
}
