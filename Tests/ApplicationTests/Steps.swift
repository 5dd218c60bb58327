import Application
import Casework
import CountySupport
import EventLog
import EventModel
import Foundation
import Postgres

/// The steps that most tests begin with, and what the log says of them.
extension TestCounty {
    func context(_ person: Person, ifVersion: Int64? = nil) -> CommandContext {
        CommandContext(principal(person), commandID: UUID(), ifVersion: ifVersion)
    }

    @discardableResult
    func take(
        _ verb: ReferralVerb, on referral: UUID, as person: Person = .partner,
        _ fill: (inout ReferralInput) -> Void = { _ in }
    ) async throws -> Receipt {
        var input = ReferralInput()
        fill(&input)
        return try await throughline.take(verb, on: referral, with: input, context(person))
    }

    /// A referral, with a case, that was offered to the partner.
    func offered() async throws -> Receipt {
        var input = ParticipantInput()
        (input.givenName, input.familyName, input.caseNumber) = ("Marcus", "Okafor", "26-CR-01877")
        let person = try await throughline.registerParticipant(input, in: Self.slug, context(.prosecutor))
        let consent = ConsentInput(
            scope: ["name", "need"], recipients: [partner], method: "in-person", signedOn: clock.today)
        _ = try await throughline.recordConsent(consent, of: person.participant, context(.prosecutor))
        let draft = try await throughline.draftReferral(
            .init(
                participant: person.participant, caseId: person.caseID, program: program, need: "A bed",
                share: ["name", "need"]),
            in: Self.slug, context(.prosecutor))
        return try await take(.offer, on: draft.id, as: .prosecutor)
    }

    func head(_ slug: String = slug) async throws -> Int64 { try await reader.head(slug) }

    /// What was recorded after a position, oldest first.
    func log(after position: Int64, in slug: String = slug) async throws -> [RecordedEvent] {
        try await reader.read(slug, after: position)
    }

    /// The events of one stream.
    func events(_ kind: String, _ id: UUID) async throws -> [RecordedEvent] {
        try await reader.stream(StreamID(kind, id), in: Self.slug)
    }

    /// Makes the clocks' process forget how far it was.
    func forgetCheckpoint() async throws {
        try await site.pool.run { session in
            _ = try session.query(
                "delete from read.checkpoint where projection = 'process.clocks' and jurisdiction = \(Self.slug)")
        }
    }
}

/// A clock event in short, to compare histories by.
struct Tick: Hashable, CustomStringConvertible {
    var type: String
    var clock: Clock.Kind
    /// In whole milliseconds since 1970.
    var at: Int

    init(_ type: String, _ clock: Clock.Kind, at moment: Date) {
        (self.type, self.clock, at) = (type, clock, Int((moment.timeIntervalSince1970 * 1000).rounded()))
    }

    var description: String { "\(type) \(clock.rawValue) at \(at)" }
}

extension TestCounty {
    /// What the clocks of a referral did, oldest first.
    func ticks(of referral: UUID) async throws -> [Tick] {
        try await events("clock", referral).map { event in
            let named = try JSONDecoder().decode(Named.self, from: event.payload)
            return Tick(event.type, named.clock, at: event.occurredAt)
        }
    }

    private struct Named: Decodable { var clock: Clock.Kind }

    /// The acknowledgement's deadline, as it was first set.
    func acknowledgement(of referral: UUID) async throws -> Clock.Set? {
        for event in try await events("clock", referral) {
            if case .set(let set)? = try Clock.Event(event), set.clock == .acknowledge { return set }
        }
        return nil
    }
}

/// What a use case failed with; `nil` where it did not.
func failure(_ work: () async throws -> Receipt) async throws -> Failure? {
    do {
        _ = try await work()
        return nil
    } catch let failure as Failure {
        return failure
    }
}
