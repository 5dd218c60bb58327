public import EventModel

extension Referral {
    public enum Event: EventFamily {
        case drafted(Drafted)
        case offered(Offered)
        case acknowledged(Acknowledged)
        case acknowledgementWithdrawn(AcknowledgementWithdrawn)
        case informationRequested(InformationRequested)
        case informationSupplied(InformationSupplied)
        case accepted(Accepted)
        case waitlisted(Waitlisted)
        case declined(Declined)
        case recalled(Recalled)
        case lapsed(Lapsed)
        case intakeScheduled(IntakeScheduled)
        case serviceBegan(ServiceBegan)
        case sessionRecorded(SessionRecorded)
        case progressReported(ProgressReported)
        case held(Held)
        case resumed(Resumed)
        case completed(Completed)
        case unsuccessful(Unsuccessful)
        case withdrawn(Withdrawn)
        case reopened(Reopened)
        case corrected(Corrected)
        case enteredInError(EnteredInError)
        case takenOver(TakenOver)
        case resultTakenOver(ResultTakenOver)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.drafted), .init(Event.offered), .init(Event.acknowledged),
            .init(Event.acknowledgementWithdrawn), .init(Event.informationRequested),
            .init(Event.informationSupplied), .init(Event.accepted), .init(Event.waitlisted), .init(Event.declined),
            .init(Event.recalled), .init(Event.lapsed), .init(Event.intakeScheduled), .init(Event.serviceBegan),
            .init(Event.sessionRecorded), .init(Event.progressReported), .init(Event.held), .init(Event.resumed),
            .init(Event.completed), .init(Event.unsuccessful), .init(Event.withdrawn), .init(Event.reopened),
            .init(Event.corrected), .init(Event.enteredInError), .init(Event.takenOver),
            .init(Event.resultTakenOver),
        ]

        public var payload: any EventPayload {
            switch self {
            case .drafted(let payload): payload
            case .offered(let payload): payload
            case .acknowledged(let payload): payload
            case .acknowledgementWithdrawn(let payload): payload
            case .informationRequested(let payload): payload
            case .informationSupplied(let payload): payload
            case .accepted(let payload): payload
            case .waitlisted(let payload): payload
            case .declined(let payload): payload
            case .recalled(let payload): payload
            case .lapsed(let payload): payload
            case .intakeScheduled(let payload): payload
            case .serviceBegan(let payload): payload
            case .sessionRecorded(let payload): payload
            case .progressReported(let payload): payload
            case .held(let payload): payload
            case .resumed(let payload): payload
            case .completed(let payload): payload
            case .unsuccessful(let payload): payload
            case .withdrawn(let payload): payload
            case .reopened(let payload): payload
            case .corrected(let payload): payload
            case .enteredInError(let payload): payload
            case .takenOver(let payload): payload
            case .resultTakenOver(let payload): payload
            }
        }

        /// Where this event leaves the referral, when it moves it at all.
        public var status: Status? {
            switch self {
            case .drafted: .drafted
            case .offered, .acknowledgementWithdrawn: .offered
            case .acknowledged, .informationSupplied: .acknowledged
            case .informationRequested: .needsInformation
            case .accepted: .accepted
            case .waitlisted: .waitlisted
            case .declined: .declined
            case .recalled: .recalled
            case .lapsed: .lapsed
            case .intakeScheduled: .intakeScheduled
            case .serviceBegan, .resumed, .reopened: .inProgress
            case .held: .onHold
            case .completed: .completed
            case .unsuccessful: .unsuccessful
            case .withdrawn: .withdrawn
            case .enteredInError: .enteredInError
            case .takenOver: .takenOver
            case .sessionRecorded, .progressReported, .corrected, .resultTakenOver: nil
            }
        }
    }
}
