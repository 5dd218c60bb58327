import EventModel
import Application
import Casework
import Foundation
import HTTPTypes
import Hummingbird

/// What a command answers.
protocol VersionedAnswer: Encodable, Sendable {
    var version: Int64 { get }
}

/// What a command did.
struct CommandAnswer: VersionedAnswer {
    /// What it made or changed.
    var id: String
    /// For the next `If-Match`.
    var version: Int64
    /// For `minPosition`.
    var position: Int64
    /// Where a referral stands after the step.
    var status: String?
    /// The case that a registration opened.
    var caseId: String?

    init(_ receipt: Receipt) {
        id = receipt.id.text
        version = receipt.version
        position = receipt.position
    }

    static let properties: [Schema.Property] = [
        .needs("id", .id("What was made or changed.")),
        .needs("version", .integer("Its version now, for the next If-Match.", 0...Int.max)),
        .needs("position", .integer("The position in the log, for minPosition.", 0...Int.max)),
    ]
    static let schema = Schema.object(properties).named("Receipt")
    static let example: JSON = ["id": .string(Example.referral), "version": 4, "position": 1827]

    static let referralSchema = Schema.object(
        properties + [.needs("status", .code(Referral.Status.self, "Where the referral stands now."))]
    ).named("ReferralReceipt")
    static func referralExample(_ status: Referral.Status) -> JSON {
        ["id": .string(Example.referral), "version": 4, "position": 1827, "status": .string(status.rawValue)]
    }
}

extension Call {
    /// The answer to a command: 201 with a location for what it made, 200 else. A repeat gets the same again.
    func done(_ answer: some VersionedAnswer, location: String? = nil, tagged: Bool = true) -> Response {
        var headers = HTTPFields()
        if tagged { headers[.eTag] = "\"\(answer.version)\"" }
        if let location { headers[.location] = APIRoutes.base + location }
        return json(answer, status: endpoint.answer.status, headers: headers)
    }

    /// The answer to a step of a referral, with the status that the step led to.
    func done(_ receipt: Receipt, referral id: UUID, location: String? = nil, tagged: Bool = true) async throws
        -> Response
    {
        var answer = CommandAnswer(receipt)
        answer.status = try await throughline.status(ofReferral: id, at: receipt.position, for: principal).rawValue
        return done(answer, location: location, tagged: tagged)
    }
}
