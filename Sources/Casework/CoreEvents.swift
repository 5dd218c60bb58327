import EventModel

/// What the core itself writes into a log.
public enum CoreEvents {
    /// Every type of event.
    public static let types: Set<String> = Set(
        types(Referral.Event.decoders) + types(Clock.Event.decoders) + types(Participant.Event.decoders)
            + types(Program.Event.decoders) + types(Case.Event.decoders) + types(Organization.Event.decoders)
            + types(Jurisdiction.Event.decoders) + types(JurisdictionModule.Event.decoders)
            + types(Screening.Event.decoders) + types(Deadline.Event.decoders))

    /// The first words of the types: no module may use one, so that its events never pass for the core's.
    public static let firstWords: Set<String> = Set(types.map { String($0.prefix { $0 != "." }) })

    private static func types(_ decoders: EventDecoders<some Sendable>) -> [String] { decoders.map(\.type) }
}
