/// What one frame says.
public enum Message: Hashable, Sendable {
    case ready(Manifest)
    case screen(ScreenRequest)
    case decide(DecideRequest)
    case react(ReactRequest)
    case project(ProjectRequest)
    case screening(Screening)
    case events([ProposedEvent])
    case refusal(Refusal)
    case reactions([Reaction])
    case rows([RowChange])
    case fault(Fault)
    case log(LogLine)
    case ping

    public var kind: FrameKind {
        switch self {
        case .ready: .ready
        case .screen: .screen
        case .decide: .decide
        case .react: .react
        case .project: .project
        case .screening: .screening
        case .events: .events
        case .refusal: .refusal
        case .reactions: .reactions
        case .rows: .rows
        case .fault: .fault
        case .log: .log
        case .ping: .ping
        }
    }
}
