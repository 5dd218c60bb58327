/// The requests of one call: no two of them touch the same stream or command.
struct AppendBatch: Sendable {
    static let requestLimit = 64
    static let eventLimit = 4096
    static let byteLimit = 4 << 20
    /// How far down the queue to look for requests that fit together.
    private static let reach = 512

    var pending: [PendingAppend]
    /// True once a send has failed in a way that leaves its outcome open.
    var mayBeDone = false

    var jurisdictions: Set<String> { Set(pending.map(\.request.jurisdiction)) }

    init(_ pending: [PendingAppend]) { self.pending = pending }

    /// Takes what fits into one call off the front of the queue. What does not fit keeps its place.
    init(from queue: inout [PendingAppend]) {
        pending = []
        var claimed: Set<PendingAppend.Claim> = []
        var left: [PendingAppend] = []
        var events = 0
        var bytes = 0
        var seen = 0
        for next in queue.prefix(Self.reach) {
            guard pending.count < Self.requestLimit else { break }
            seen += 1
            let claims = next.claims
            let isFree = claimed.isDisjoint(with: claims)
            let fits =
                pending.isEmpty
                || events + next.request.events.count <= Self.eventLimit && bytes + next.byteCount <= Self.byteLimit
            // A request that waits keeps its streams, or a later one would overtake it.
            claimed.formUnion(claims)
            guard isFree, fits else {
                left.append(next)
                continue
            }
            events += next.request.events.count
            bytes += next.byteCount
            pending.append(next)
        }
        queue.replaceSubrange(0..<seen, with: left)
    }
}
