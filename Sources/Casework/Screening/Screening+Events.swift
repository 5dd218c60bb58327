public import EventModel
public import Foundation

/// Everything that can happen to a screening, in today's shapes.
///
/// Whoever acts is named in the payload too where a later decision depends on who it was: a second person's approval
/// is no use if it is the first person's.
extension Screening {
    public struct Made: EventPayload {
        public static let type = "screening.made"
        public var caseID: UUID
        public var participant: UUID
        /// The organization whose case it is.
        public var office: UUID
        public var by: UUID
        public var module: String
        public var version: String
        /// The hash of the module's package, in hexadecimal.
        public var packageHash: String
        public var track: String
        /// The date whose rules were asked.
        public var on: Day
        public var finding: Finding
        public var answers: [Answer]
        public var facts: Values
        /// The state in which the county's way begins, where the track has one.
        public var state: String?
        /// As recorded when the screening was made, so that counts need no join.
        public var race: String?
        public var gender: String?

        public init(
            caseID: UUID, participant: UUID, office: UUID, by: UUID, module: String, version: String,
            packageHash: String, track: String, on: Day, finding: Finding, answers: [Answer], facts: Values,
            state: String? = nil, race: String? = nil, gender: String? = nil
        ) {
            self.caseID = caseID
            self.participant = participant
            self.office = office
            self.by = by
            self.module = module
            self.version = version
            self.packageHash = packageHash
            self.track = track
            self.on = on
            self.finding = finding
            self.answers = answers
            self.facts = facts
            self.state = state
            self.race = race
            self.gender = gender
        }
    }

    /// Something was learned later, and the rules were asked again.
    public struct FactsAdded: EventPayload {
        public static let type = "screening.facts_added"
        public var facts: Values
        public var finding: Finding
        public var answers: [Answer]

        public init(facts: Values, finding: Finding, answers: [Answer]) {
            self.facts = facts
            self.finding = finding
            self.answers = answers
        }
    }

    public struct OverrideAsked: EventPayload {
        public static let type = "screening.override_asked"
        public var to: Finding
        public var reason: Personal
        public var by: UUID

        public init(to: Finding, reason: Personal, by: UUID) {
            self.to = to
            self.reason = reason
            self.by = by
        }
    }

    public struct Overridden: EventPayload {
        public static let type = "screening.overridden"
        public var to: Finding
        public var askedBy: UUID
        public var approvedBy: UUID

        public init(to: Finding, askedBy: UUID, approvedBy: UUID) {
            self.to = to
            self.askedBy = askedBy
            self.approvedBy = approvedBy
        }
    }

    public struct OverrideRefused: EventPayload {
        public static let type = "screening.override_refused"
        public var reason: Personal

        public init(reason: Personal) { self.reason = reason }
    }

    /// A step that waits for a second person.
    public struct StepAsked: EventPayload {
        public static let type = "screening.step_asked"
        public var step: String
        public var fields: Values
        /// One of the reasons that the document lists.
        public var reason: String?
        public var by: UUID

        public init(step: String, fields: Values = Values(), reason: String? = nil, by: UUID) {
            self.step = step
            self.fields = fields
            self.reason = reason
            self.by = by
        }
    }

    public struct StepTaken: EventPayload {
        public static let type = "screening.step_taken"
        public var step: String
        public var from: String
        public var to: String
        public var fields: Values
        public var reason: String?
        /// Who asked for it, where a second person approved it.
        public var askedBy: UUID?
        public var approvedBy: UUID?
        /// Whether the step is one that the document counts as a milestone.
        public var isMilestone: Bool
        /// What came of the case, where the step decides it.
        public var ends: Ending?

        public init(
            step: String, from: String, to: String, fields: Values = Values(), reason: String? = nil,
            askedBy: UUID? = nil, approvedBy: UUID? = nil, isMilestone: Bool = false, ends: Ending? = nil
        ) {
            self.step = step
            self.from = from
            self.to = to
            self.fields = fields
            self.reason = reason
            self.askedBy = askedBy
            self.approvedBy = approvedBy
            self.isMilestone = isMilestone
            self.ends = ends
        }
    }

    public struct StepRefused: EventPayload {
        public static let type = "screening.step_refused"
        public var step: String
        public var reason: Personal

        public init(step: String, reason: Personal) {
            self.step = step
            self.reason = reason
        }
    }

    /// An event that the county's module proposed and the server checked against the schema that the module declares.
    public struct ModuleRecorded: EventPayload {
        public static let type = "screening.module_recorded"
        /// The module's own name for it, such as `cook.victim_approved`.
        public var name: String
        public var schemaVersion: Int
        /// A JSON object as canonical text.
        public var payload: String
        /// The members that say something about a person; they are not in `payload`.
        public var sealed: [String: Personal]

        public init(name: String, schemaVersion: Int, payload: String, sealed: [String: Personal] = [:]) {
            self.name = name
            self.schemaVersion = schemaVersion
            self.payload = payload
            self.sealed = sealed
        }
    }

    /// The screening goes on under another version of its module, by a recorded decision.
    public struct Moved: EventPayload {
        public static let type = "screening.moved"
        public var fromVersion: String
        public var toVersion: String
        public var packageHash: String
        public var reason: Personal
        public var finding: Finding
        public var answers: [Answer]
        public var state: String?

        public init(
            fromVersion: String, toVersion: String, packageHash: String, reason: Personal, finding: Finding,
            answers: [Answer], state: String?
        ) {
            self.fromVersion = fromVersion
            self.toVersion = toVersion
            self.packageHash = packageHash
            self.reason = reason
            self.finding = finding
            self.answers = answers
            self.state = state
        }
    }
}
