public import EventModel

extension Screening {
    public enum Event: EventFamily {
        case made(Made)
        case factsAdded(FactsAdded)
        case overrideAsked(OverrideAsked)
        case overridden(Overridden)
        case overrideRefused(OverrideRefused)
        case stepAsked(StepAsked)
        case stepTaken(StepTaken)
        case stepRefused(StepRefused)
        case moduleRecorded(ModuleRecorded)
        case moved(Moved)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.made), .init(Event.factsAdded), .init(Event.overrideAsked), .init(Event.overridden),
            .init(Event.overrideRefused), .init(Event.stepAsked), .init(Event.stepTaken), .init(Event.stepRefused),
            .init(Event.moduleRecorded), .init(Event.moved),
        ]

        public var payload: any EventPayload {
            switch self {
            case .made(let payload): payload
            case .factsAdded(let payload): payload
            case .overrideAsked(let payload): payload
            case .overridden(let payload): payload
            case .overrideRefused(let payload): payload
            case .stepAsked(let payload): payload
            case .stepTaken(let payload): payload
            case .stepRefused(let payload): payload
            case .moduleRecorded(let payload): payload
            case .moved(let payload): payload
            }
        }
    }
}
