public import EventModel
public import Foundation

extension JurisdictionModule {
    /// A version arrived, whole: its document is part of the history, so an old case can be read by its own rules.
    public struct Installed: EventPayload {
        public static let type = "module.installed"
        public var module: String
        public var version: String
        /// SHA-256 of everything that the version is made of, in hexadecimal.
        public var packageHash: String
        /// The workflow document as it was written.
        public var document: String
        /// SHA-256 of the handler's file, where there is one.
        public var handlerHash: String?
        public var jurisdictions: [String]

        public init(
            module: String, version: String, packageHash: String, document: String, handlerHash: String?,
            jurisdictions: [String]
        ) {
            self.module = module
            self.version = version
            self.packageHash = packageHash
            self.document = document
            self.handlerHash = handlerHash
            self.jurisdictions = jurisdictions
        }
    }

    public struct ActivationProposed: EventPayload {
        public static let type = "module.activation_proposed"
        public var version: String
        public var jurisdiction: String
        public var from: Day
        /// What the jurisdiction decides of what the document leaves open.
        public var settings: [String: String]
        public var by: UUID

        public init(version: String, jurisdiction: String, from: Day, settings: [String: String] = [:], by: UUID) {
            self.version = version
            self.jurisdiction = jurisdiction
            self.from = from
            self.settings = settings
            self.by = by
        }

        public var place: Place { Place(version: version, jurisdiction: jurisdiction) }
    }

    public struct Activated: EventPayload {
        public static let type = "module.activated"
        public var version: String
        public var packageHash: String
        public var jurisdiction: String
        /// The first day on which it decides.
        public var from: Day
        public var settings: [String: String]
        public var proposedBy: UUID
        public var approvedBy: UUID

        public init(
            version: String, packageHash: String, jurisdiction: String, from: Day, settings: [String: String] = [:],
            proposedBy: UUID, approvedBy: UUID
        ) {
            self.version = version
            self.packageHash = packageHash
            self.jurisdiction = jurisdiction
            self.from = from
            self.settings = settings
            self.proposedBy = proposedBy
            self.approvedBy = approvedBy
        }

        public var place: Place { Place(version: version, jurisdiction: jurisdiction) }
    }

    public struct ActivationRefused: EventPayload, EndedActivation {
        public static let type = "module.activation_refused"
        public var version: String
        public var jurisdiction: String
        public var reason: String

        public init(version: String, jurisdiction: String, reason: String) {
            self.version = version
            self.jurisdiction = jurisdiction
            self.reason = reason
        }
    }

    /// Out of force; cases that began with it keep it.
    public struct Retired: EventPayload, EndedActivation {
        public static let type = "module.retired"
        public var version: String
        public var jurisdiction: String
        public var reason: String

        public init(version: String, jurisdiction: String, reason: String) {
            self.version = version
            self.jurisdiction = jurisdiction
            self.reason = reason
        }
    }

    public enum Event: EventFamily {
        case installed(Installed)
        case activationProposed(ActivationProposed)
        case activated(Activated)
        case activationRefused(ActivationRefused)
        case retired(Retired)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.installed), .init(Event.activationProposed), .init(Event.activated),
            .init(Event.activationRefused), .init(Event.retired),
        ]

        public var payload: any EventPayload {
            switch self {
            case .installed(let payload): payload
            case .activationProposed(let payload): payload
            case .activated(let payload): payload
            case .activationRefused(let payload): payload
            case .retired(let payload): payload
            }
        }
    }
}

/// What ends a proposal or an activation: which, and why.
protocol EndedActivation {
    var version: String { get }
    var jurisdiction: String { get }
    init(version: String, jurisdiction: String, reason: String)
}

extension EndedActivation {
    var place: JurisdictionModule.Place { .init(version: version, jurisdiction: jurisdiction) }
}
