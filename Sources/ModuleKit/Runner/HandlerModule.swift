import Glibc

/// A jurisdiction's rules, as a program of its own.
///
/// ```swift
/// @main
/// struct CookCounty: HandlerModule {
///     static let manifest = Manifest(
///         id: "us-il-cook.diversion", version: "1.0.0", jurisdictions: ["us-il-cook"],
///         events: [EventDeclaration(type: "cook.victim_approved", schema: ["type": "object"])])
///
///     func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
///         guard request.inputs["victim.informed"] == .bool(true) else {
///             throw Refusal(code: "victim_not_informed", reason: "The victim has not been informed yet.")
///         }
///         return [ProposedEvent(type: "cook.victim_approved")]
///     }
/// }
/// ```
///
/// Calls come one at a time, and nothing may be remembered between them: the host keeps several copies of a module
/// and ends any of them when it likes. There are no files, no network, no
/// arguments, no environment, and no clock to trust but the request's own date.
public protocol HandlerModule {
    static var manifest: Manifest { get }

    init()

    /// Answers which criteria a case meets.
    func screen(_ request: ScreenRequest) throws -> Screening

    /// Chooses the events that answer a command; throws a `Refusal` when a rule says no.
    func decide(_ request: DecideRequest) throws -> [ProposedEvent]

    /// Proposes what should follow an event.
    func react(_ request: ReactRequest) throws -> [Reaction]

    /// Answers the rows of the module's own read model that an event changes.
    func project(_ request: ProjectRequest) throws -> [RowChange]
}

extension HandlerModule {
    public func screen(_ request: ScreenRequest) throws -> Screening { throw Fault("this module does not screen") }

    public func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
        throw Fault("this module does not decide \(request.command)")
    }

    public func react(_ request: ReactRequest) throws -> [Reaction] { [] }

    public func project(_ request: ProjectRequest) throws -> [RowChange] { [] }

    /// Serves the host until it closes the channel.
    public static func main() { exit(ModuleRunner(Self(), channel: .standard).run()) }
}
