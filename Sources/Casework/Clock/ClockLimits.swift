/// How long each step may take. Business days, except where a name says otherwise.
///
/// Acknowledge and decide are our own recommendation; intake and reports follow the practice of HMPPS's Refer and
/// Monitor an Intervention. A partnership will set its own by joint decision.
public struct ClockLimits: Sendable, Hashable {
    public var acknowledge = 2
    public var remindAcknowledge = 1
    public var escalateAcknowledge = 3
    public var lapse = 10
    public var decide = 5
    public var supplyInformation = 3
    public var intake = 10
    public var progressCalendarDays = 30
    public var disposition = 5
    public var reRefer = 3

    public init() {}

    public static let standard = ClockLimits()
}
