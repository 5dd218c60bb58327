import Access
import Casework
import EventLog
public import EventModel
public import Foundation

/// A person as an office registers one. Only a name is required.
public struct ParticipantInput: Codable, Sendable, Hashable {
    public struct Group: Codable, Sendable, Hashable {
        public var value: String
        /// `self`, `agency` or `imputed`.
        public var source: String
        public init(value: String, source: String) {
            self.value = value
            self.source = source
        }
    }

    public var givenName: String?
    public var familyName: String?
    public var preferredName: String?
    public var birthDate: Day?
    public var phone: String?
    public var email: String?
    public var contactPreference: String?
    /// A BCP 47 tag.
    public var language: String?
    public var race: Group?
    public var gender: Group?
    /// Opens a case under this number and joins the person to it.
    public var caseNumber: String?

    public init() {}
}

/// A consent as it was signed.
public struct ConsentInput: Codable, Sendable, Hashable {
    public var scope: [String]
    public var recipients: [UUID]
    public var method: String
    public var signedOn: Day
    public var expiresOn: Day?
    public var revocability: String?

    public init(
        scope: [String], recipients: [UUID], method: String, signedOn: Day, expiresOn: Day? = nil,
        revocability: String? = nil
    ) {
        self.scope = scope
        self.recipients = recipients
        self.method = method
        self.signedOn = signedOn
        self.expiresOn = expiresOn
        self.revocability = revocability
    }
}

/// What a registration made.
public struct Registration: Sendable, Hashable {
    public var receipt: Receipt
    public var participant: UUID
    public var caseID: UUID?
}

extension Throughline {
    /// Registers a person and, with a case number, opens their case.
    public func registerParticipant(
        _ input: ParticipantInput, in jurisdiction: String, _ context: CommandContext
    ) async throws -> Registration {
        let principal = context.principal
        let office = principal.organization
        try check(
            principal, .registerParticipant, Resource(jurisdiction: jurisdiction, referringOrganization: office))
        let id = context.commandID
        let caseNumber = trimmed(input.caseNumber)
        let caseID = caseNumber.map { _ in UUID(version8From: Array(id.text.utf8).reversed()) }
        let registered = try registration(input)
        let stream = StreamID(StreamKind.participant, id)
        let receipt = try await perform(context, in: jurisdiction, about: stream) {
            let person = try await load(Participant.self, StreamKind.participant, id, in: jurisdiction)
            var decision = Decision()
            do throws(Participant.Refusal) {
                let events = try Participant.decide(.register(registered), given: person.state)
                decision.add(events, to: stream, at: person.version, subject: id)
            } catch { throw Failure.refused(Refused(error)) }
            if let caseID, let caseNumber {
                let opened = Case.Event.opened(.init(number: .clear(caseNumber), office: office))
                let joined = Case.Event.participantJoined(.init(participant: id))
                decision.add([opened, joined], to: StreamID(StreamKind.case, caseID), at: 0, subject: caseID)
            }
            return decision
        }
        return Registration(receipt: receipt, participant: id, caseID: caseID)
    }

    /// Records what a person agreed may be shared.
    public func recordConsent(
        _ input: ConsentInput, of participant: UUID, _ context: CommandContext
    ) async throws -> Receipt {
        let jurisdiction = try await locate(StreamKind.participant, participant, for: context.principal)
        try check(
            context.principal, .recordConsent,
            Resource(jurisdiction: jurisdiction, referringOrganization: context.principal.organization))
        let scope = try input.scope.map { text throws(Failure) in
            guard let field = Referral.SharedField(rawValue: text) else {
                let accepted = Referral.SharedField.allCases.map(\.rawValue)
                throw .invalid([InvalidField("scope", .unknownValue, accepted: accepted)])
            }
            return field
        }
        guard let method = Consent.Method(rawValue: input.method) else {
            let accepted = Consent.Method.allCases.map(\.rawValue)
            throw Failure.invalid([InvalidField("method", .unknownValue, accepted: accepted)])
        }
        guard let revocability = Consent.Revocability(rawValue: input.revocability ?? "anytime") else {
            let accepted = Consent.Revocability.allCases.map(\.rawValue)
            throw Failure.invalid([InvalidField("revocability", .unknownValue, accepted: accepted)])
        }
        let recorded = Participant.ConsentRecorded(
            consent: context.commandID, scope: scope, recipients: input.recipients, method: method,
            signedOn: input.signedOn, expiresOn: input.expiresOn, revocability: revocability)
        return try await decideOnParticipant(participant, in: jurisdiction, context) { today, _ in
            .recordConsent(recorded, today: today)
        }
    }

    /// Revokes a consent: nothing more is disclosed under it from now on.
    public func revokeConsent(
        _ consent: UUID, of participant: UUID, _ context: CommandContext
    ) async throws -> Receipt {
        let jurisdiction = try await locate(StreamKind.participant, participant, for: context.principal)
        try check(
            context.principal, .revokeConsent,
            Resource(jurisdiction: jurisdiction, referringOrganization: context.principal.organization))
        let isFinal = try await hasFinalDisposition(participant, in: jurisdiction)
        return try await decideOnParticipant(participant, in: jurisdiction, context) { _, _ in
            .revokeConsent(consent, dispositionFinal: isFinal)
        }
    }

    /// Records how the prosecution of a participant ended; with a referral, closes its loop.
    public func recordDisposition(
        kind: String, on day: Day, note: String?, referral id: UUID, _ context: CommandContext
    ) async throws -> Receipt {
        let jurisdiction = try await locate(StreamKind.referral, id, for: context.principal)
        guard let kind = Case.DispositionKind(rawValue: kind) else {
            let accepted = Case.DispositionKind.allCases.map(\.rawValue)
            throw Failure.invalid([InvalidField("kind", .unknownValue, accepted: accepted)])
        }
        let referral = try await load(Referral.self, StreamKind.referral, id, in: jurisdiction)
        guard referral.state.status != .none else { throw Failure.notFound }
        try check(context.principal, .recordDisposition, resource(for: referral.state, in: jurisdiction))
        guard let caseID = referral.state.caseID, let participant = referral.state.participant else {
            throw Failure.refused(Refused("case.not-opened"))
        }
        return try await perform(context, in: jurisdiction, about: StreamID(StreamKind.case, caseID)) {
            let file = try await load(Case.self, StreamKind.case, caseID, in: jurisdiction)
            let today = Day(context.at ?? now(), in: try await directory.zone(of: jurisdiction))
            let recorded = Case.DispositionRecorded(
                participant: participant, kind: kind, on: day, referral: id,
                note: trimmed(note).map { .clear($0) })
            do throws(Case.Refusal) {
                let events = try Case.decide(.recordDisposition(recorded, today: today), given: file.state)
                var decision = Decision()
                decision.add(events, to: file.stream, at: file.version, subject: participant) { _ in
                    day == today ? nil : .day(day)
                }
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
    }

    private func decideOnParticipant(
        _ id: UUID, in jurisdiction: String, _ context: CommandContext,
        _ command: (Day, Participant.State) -> Participant.Command
    ) async throws -> Receipt {
        try await perform(context, in: jurisdiction, about: StreamID(StreamKind.participant, id)) {
            let person = try await load(Participant.self, StreamKind.participant, id, in: jurisdiction)
            let today = Day(context.at ?? now(), in: try await directory.zone(of: jurisdiction))
            do throws(Participant.Refusal) {
                let events = try Participant.decide(command(today, person.state), given: person.state)
                var decision = Decision()
                decision.add(events, to: person.stream, at: person.version, subject: id)
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
    }

    private func registration(_ input: ParticipantInput) throws(Failure) -> Participant.Registered {
        func group(_ input: ParticipantInput.Group?, _ field: String) throws(Failure) -> Participant.Recorded? {
            guard let input, let value = trimmed(input.value) else { return nil }
            guard let source = Participant.Source(rawValue: input.source) else {
                let accepted = Participant.Source.allCases.map(\.rawValue)
                throw .invalid([InvalidField("\(field).source", .unknownValue, accepted: accepted)])
            }
            return .init(value: value, source: source)
        }
        return Participant.Registered(
            givenName: personal(input.givenName), familyName: personal(input.familyName),
            preferredName: personal(input.preferredName), birthDate: personal(input.birthDate?.description),
            phone: personal(input.phone), email: personal(input.email),
            contactPreference: personal(input.contactPreference), language: trimmed(input.language),
            race: try group(input.race, "race"), gender: try group(input.gender, "gender"))
    }

    private func personal(_ text: String?) -> Personal? { trimmed(text).map { .clear($0) } }

    func trimmed(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
        return text
    }
}
