public import EventModel
public import Foundation

/// A person whom an office refers or a plan is made for, and what they agreed to.
public enum Participant: Decider {
    /// Who said what a person's race or gender is; it is never inferred in silence.
    public enum Source: String, Codable, Sendable, CaseIterable {
        case selfReported = "self"
        case agency
        case imputed
    }

    /// A recorded group and where it comes from.
    public struct Recorded: Codable, Sendable, Hashable {
        public var value: String
        public var source: Source
        public init(value: String, source: Source) {
            self.value = value
            self.source = source
        }
    }

    public struct Registered: EventPayload {
        public static let type = "participant.registered"
        /// The agency's own identifier, where the record came from one.
        public var identifier: Personal?
        public var givenName: Personal?
        public var familyName: Personal?
        public var preferredName: Personal?
        public var birthDate: Personal?
        public var phone: Personal?
        public var email: Personal?
        public var contactPreference: Personal?
        public var language: String?
        public var race: Recorded?
        public var gender: Recorded?

        public init(
            identifier: Personal? = nil, givenName: Personal? = nil, familyName: Personal? = nil,
            preferredName: Personal? = nil, birthDate: Personal? = nil, phone: Personal? = nil,
            email: Personal? = nil, contactPreference: Personal? = nil, language: String? = nil,
            race: Recorded? = nil, gender: Recorded? = nil
        ) {
            self.identifier = identifier
            self.givenName = givenName
            self.familyName = familyName
            self.preferredName = preferredName
            self.birthDate = birthDate
            self.phone = phone
            self.email = email
            self.contactPreference = contactPreference
            self.language = language
            self.race = race
            self.gender = gender
        }
    }

    public struct ConsentRecorded: EventPayload {
        public static let type = "consent.recorded"
        public var consent: UUID
        public var scope: [Referral.SharedField]
        public var recipients: [UUID]
        public var method: Consent.Method
        public var signedOn: Day
        public var expiresOn: Day?
        public var revocability: Consent.Revocability

        public init(
            consent: UUID, scope: [Referral.SharedField], recipients: [UUID], method: Consent.Method, signedOn: Day,
            expiresOn: Day? = nil, revocability: Consent.Revocability = .anytime
        ) {
            self.consent = consent
            self.scope = scope
            self.recipients = recipients
            self.method = method
            self.signedOn = signedOn
            self.expiresOn = expiresOn
            self.revocability = revocability
        }
    }

    public struct ConsentRevoked: EventPayload {
        public static let type = "consent.revoked"
        public var consent: UUID
        public init(consent: UUID) { self.consent = consent }
    }

    public enum Event: EventFamily {
        case registered(Registered)
        case consentRecorded(ConsentRecorded)
        case consentRevoked(ConsentRevoked)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.registered), .init(Event.consentRecorded), .init(Event.consentRevoked),
        ]

        public var payload: any EventPayload {
            switch self {
            case .registered(let payload): payload
            case .consentRecorded(let payload): payload
            case .consentRevoked(let payload): payload
            }
        }
    }

    public enum Command: Sendable {
        case register(Registered)
        case recordConsent(ConsentRecorded, today: Day)
        case revokeConsent(UUID, dispositionFinal: Bool)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyRegistered
        case notRegistered
        case required(field: String)
        case dateInFuture(field: String)
        case dateInPast(field: String)
        case noSuchConsent
        /// The consent says that it can be revoked only once the disposition is final.
        case revocableOnDispositionOnly
    }

    public struct State: Sendable, Hashable {
        public var isRegistered = false
        public var consents: [Consent] = []
        public var race: Recorded?
        public var gender: Recorded?

        /// The consent to rely on for a partner: the newest one in force that names it.
        public func consent(for partner: UUID, on today: Day) -> Consent? {
            consents.last {
                !$0.isRevoked && $0.recipients.contains(partner) && $0.expiresOn.map { $0 >= today } ?? true
            } ?? consents.last { $0.recipients.contains(partner) }
        }
    }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .register(let registered):
            guard !state.isRegistered else { throw .alreadyRegistered }
            let names = [registered.identifier, registered.givenName, registered.familyName]
            guard names.contains(where: { $0?.isBlank == false }) else { throw .required(field: "givenName") }
            return [.registered(registered)]
        case .recordConsent(let recorded, let today):
            guard state.isRegistered else { throw .notRegistered }
            guard !recorded.scope.isEmpty else { throw .required(field: "scope") }
            guard !recorded.recipients.isEmpty else { throw .required(field: "recipients") }
            guard recorded.signedOn <= today else { throw .dateInFuture(field: "signedOn") }
            if let expiry = recorded.expiresOn, expiry < today { throw .dateInPast(field: "expiresOn") }
            // A consent that was revoked must not come back under its own id.
            return state.consents.contains { $0.id == recorded.consent } ? [] : [.consentRecorded(recorded)]
        case .revokeConsent(let id, let dispositionFinal):
            guard let consent = state.consents.first(where: { $0.id == id }) else { throw .noSuchConsent }
            guard !consent.isRevoked else { return [] }
            if consent.revocability == .onDisposition, !dispositionFinal { throw .revocableOnDispositionOnly }
            return [.consentRevoked(.init(consent: id))]
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .registered(let registered):
            state.isRegistered = true
            state.race = registered.race
            state.gender = registered.gender
        case .consentRecorded(let recorded):
            state.consents.append(
                Consent(
                    id: recorded.consent, scope: recorded.scope, recipients: recorded.recipients,
                    signedOn: recorded.signedOn, expiresOn: recorded.expiresOn,
                    revocability: recorded.revocability))
        case .consentRevoked(let revoked):
            for index in state.consents.indices where state.consents[index].id == revoked.consent {
                state.consents[index].isRevoked = true
            }
        }
    }
}
