/// What a frame is: the host asks, the module answers.
///
/// The raw values are the contract with modules in other languages and never change.
public enum FrameKind: String, CaseIterable, Codable, Sendable {
    /// The module's first frame: its manifest.
    case ready
    /// The host asks which criteria a case meets.
    case screen
    /// The host asks which events answer a command.
    case decide
    /// The host tells of an event and asks what should follow.
    case react
    /// The host tells of an event and asks for the rows of the module's own read model.
    case project
    /// The answer to `screen`.
    case screening
    /// The answer to `decide`: the events that the module proposes.
    case events
    /// The other answer to `decide`: a rule says no.
    case refusal
    /// The answer to `react`.
    case reactions
    /// The answer to `project`.
    case rows
    /// The answer to any call that the module could not do.
    case fault
    /// A line for the operator; it belongs to no call.
    case log
    /// The host asks whether the module lives; the module sends it back.
    case ping
}
