public import ModuleKit

/// What a module answered to a command.
public enum Decision: Hashable, Sendable {
    /// Events of declared types whose payloads fit their schemas. Core rules are yet to be checked.
    case events([ProposedEvent])
    /// A rule of the module says no.
    case refused(Refusal)
}
