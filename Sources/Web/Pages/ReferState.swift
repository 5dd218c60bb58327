import Application
import Casework
import EventModel
import Foundation

/// A referral that is being written: it travels from page to page, sealed under the session's secret.
///
/// Nothing is kept on the server before a person is registered, a consent recorded or the referral drafted.
struct ReferState: Codable, Sendable {
    /// What is known of the consent that the referral rests on.
    struct ConsentGiven: Codable, Sendable {
        var scope: [String]
        var recipients: [UUID]
        var signedOn: Day
        var expiresOn: Day?
    }

    /// The referral that this one follows.
    var following: UUID?
    /// What was looked for on the first screen.
    var search: String?
    /// Somebody new, until they are registered.
    var person: ParticipantInput?
    var participant: UUID?
    var name: String?
    var caseID: UUID?
    var consent: ConsentGiven?
    var need: String?
    var priority: String?
    var program: UUID?
    var programName: String?
    var partner: UUID?
    var partnerName: String?
    var share: [String]?
    /// The draft that could not be offered yet.
    var draft: UUID?
    var draftVersion: Int64?

    init() {}

    init?(sealed text: String?, _ seal: SessionSeal?) {
        guard let text, let data = seal?.open(text), let state = try? JSONDecoder().decode(Self.self, from: data) else {
            return nil
        }
        self = state
    }

    func sealed(_ seal: SessionSeal?) -> String {
        guard let data = try? JSONEncoder().encode(self) else { return "" }
        return seal?.seal(data) ?? ""
    }

    /// A changed answer needs another draft.
    mutating func change(_ edit: (inout ReferState) -> Void) {
        edit(&self)
        draft = nil
        draftVersion = nil
    }

    /// Takes the person, and what they have agreed to, into the referral.
    mutating func take(_ person: ParticipantDetail, caseID: UUID?, today: Day) {
        participant = person.id
        name = person.name.short
        self.caseID = caseID
        self.person = nil
        search = nil
        let inForce = person.consents.last { !$0.isRevoked && $0.expiresOn.map { $0 >= today } ?? true }
        consent = inForce.map {
            ConsentGiven(
                scope: $0.scope.map(\.rawValue), recipients: $0.recipients, signedOn: $0.signedOn,
                expiresOn: $0.expiresOn)
        }
    }
}
