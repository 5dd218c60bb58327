import Access
import Application
import Casework
import CountySupport
import EventModel
import Foundation
import Testing

@testable import Application

extension TestCounty {
    /// A registered person with a case.
    func registered(_ given: String = "Marcus") async throws -> (id: UUID, caseID: UUID) {
        var input = ParticipantInput()
        (input.givenName, input.familyName, input.caseNumber) = (given, "Okafor", "26-CR-01877")
        input.race = .init(value: "Black", source: "self")
        let made = try await throughline.registerParticipant(input, in: Self.slug, context(.prosecutor))
        try await catchUp()
        return (made.participant, try #require(made.caseID))
    }

    /// What meets every rule of the first chance.
    static let allMet: [String: JSONValue] = ["misdemeanor": true, "age": 24, "convictions": 0, "category": "Theft"]

    /// A screening of somebody new.
    func screened(
        _ facts: [String: JSONValue] = TestCounty.allMet, track: String = "first-chance",
        as person: Person = .prosecutor
    ) async throws -> UUID {
        let somebody = try await registered()
        let input = ScreeningInput(
            participant: somebody.id, caseId: somebody.caseID, track: track, facts: facts)
        let receipt = try await throughline.screen(input, in: Self.slug, context(person))
        try await catchUp()
        return receipt.id
    }

    @discardableResult
    func step(
        _ step: String, of id: UUID, _ fields: [String: JSONValue] = [:], reason: String? = nil,
        as person: Person = .prosecutor
    ) async throws -> Receipt {
        let receipt = try await throughline.takeStep(
            step, of: id, with: StepInput(fields: fields, reason: reason), context(person))
        try await catchUp()
        return receipt
    }

    func detail(_ id: UUID, as person: Person = .prosecutor, language: String = "en") async throws -> ScreeningDetail {
        try await throughline.screening(id, language: language, for: principal(person))
    }

    /// Signed the agreement.
    func enrolled() async throws -> UUID {
        let id = try await screened()
        try await step("agree", of: id, ["signed-on": .string(clock.today.description), "words": "I want to"])
        return id
    }
}
