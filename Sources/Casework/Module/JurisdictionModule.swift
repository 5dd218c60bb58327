public import EventModel
public import Foundation

/// The life of one jurisdiction module in the network's log: its versions, and where each is in force.
///
/// A version never changes once it is installed. It comes into force in a jurisdiction when one person proposes it and
/// another approves.
public enum JurisdictionModule: Decider {
    public enum Command: Sendable {
        case install(Installed)
        /// - `openQuestions`: what the equity checks still ask of the version.
        case propose(ActivationProposed, openQuestions: Int, today: Day)
        case approve(Place, by: UUID, today: Day)
        case refuse(Place, reason: String)
        case retire(Place, reason: String)
    }

    /// One version in one jurisdiction.
    public struct Place: Sendable, Hashable {
        public var version: String
        public var jurisdiction: String
        public init(version: String, jurisdiction: String) {
            self.version = version
            self.jurisdiction = jurisdiction
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        /// The version is installed with other content; its hash.
        case versionTaken(packageHash: String)
        case notInstalled
        case otherJurisdictions([String])
        case openQuestions(Int)
        case alreadyProposed
        case notProposed
        /// The one who proposed it cannot approve it too.
        case secondPersonNeeded
        case alreadyActive
        case notActive
        case required(field: String)
        case dateInPast(field: String)
    }

    public struct State: Sendable, Hashable {
        /// What each version is made of.
        public var versions: [String: Installed] = [:]
        public var proposals: [Place: ActivationProposed] = [:]
        public var active: [Place: Activated] = [:]
    }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .install(let installed): try install(installed, given: state)
        case .propose(let proposed, let questions, let today): try propose(proposed, questions, today, given: state)
        case .approve(let place, let account, let today): try approve(place, by: account, today, given: state)
        case .refuse(let place, let reason):
            [.activationRefused(try ended(place, reason, where: state.proposals[place] != nil, else: .notProposed))]
        case .retire(let place, let reason):
            [.retired(try ended(place, reason, where: state.active[place] != nil, else: .notActive))]
        }
    }

    private static func install(_ installed: Installed, given state: State) throws(Refusal) -> [Event] {
        if let known = state.versions[installed.version] {
            guard known.packageHash == installed.packageHash else {
                throw .versionTaken(packageHash: known.packageHash)
            }
            return []
        }
        guard !installed.jurisdictions.isEmpty else { throw .required(field: "jurisdictions") }
        return [.installed(installed)]
    }

    private static func propose(
        _ proposed: ActivationProposed, _ openQuestions: Int, _ today: Day, given state: State
    ) throws(Refusal) -> [Event] {
        guard let version = state.versions[proposed.version] else { throw .notInstalled }
        guard version.jurisdictions.contains(proposed.jurisdiction) else {
            throw .otherJurisdictions(version.jurisdictions)
        }
        guard openQuestions == 0 else { throw .openQuestions(openQuestions) }
        guard today <= proposed.from else { throw .dateInPast(field: "from") }
        guard state.proposals[proposed.place] == nil else { throw .alreadyProposed }
        guard state.active[proposed.place] == nil else { throw .alreadyActive }
        return [.activationProposed(proposed)]
    }

    /// Nothing comes into force before somebody has approved it, so the day of approval is the first it can begin on.
    private static func approve(
        _ place: Place, by account: UUID, _ today: Day, given state: State
    ) throws(Refusal) -> [Event] {
        guard let proposed = state.proposals[place], let version = state.versions[place.version] else {
            throw .notProposed
        }
        guard proposed.by != account else { throw .secondPersonNeeded }
        return [
            .activated(
                Activated(
                    version: place.version, packageHash: version.packageHash, jurisdiction: place.jurisdiction,
                    from: max(proposed.from, today), settings: proposed.settings, proposedBy: proposed.by,
                    approvedBy: account))
        ]
    }

    private static func ended<Payload: EndedActivation>(
        _ place: Place, _ reason: String, where holds: Bool, else refusal: Refusal
    ) throws(Refusal) -> Payload {
        guard holds else { throw refusal }
        guard !reason.allSatisfy(\.isWhitespace) else { throw .required(field: "reason") }
        return Payload(version: place.version, jurisdiction: place.jurisdiction, reason: reason)
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .installed(let installed): state.versions[installed.version] = installed
        case .activationProposed(let proposed): state.proposals[proposed.place] = proposed
        case .activated(let activated):
            state.proposals[activated.place] = nil
            state.active[activated.place] = activated
        case .activationRefused(let refused): state.proposals[refused.place] = nil
        case .retired(let retired): state.active[retired.place] = nil
        }
    }
}
