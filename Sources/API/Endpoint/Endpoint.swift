import Access
import Foundation
import HTTPTypes
import Hummingbird

/// One operation of the API: what it is called, what it takes and answers, who may call it, and what it does.
///
/// The router and the OpenAPI document are both built from a list of these, so neither can say what the other does
/// not.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Response

    var method: HTTPRequest.Method
    /// Below `/api/v1`, such as `/referrals/{id}`.
    var path: String
    var operationID: String
    var tag: Tag
    var summary: String
    /// What permission is asked for; nothing more than being signed in without one.
    var action: Action?
    var parameters: [Parameter]
    var body: Body?
    var versioning: Versioning
    var answer: Answer
    var handler: Handler

    /// The body that a command takes.
    struct Body: Sendable {
        var schema: Schema
        var example: JSON
        /// Decodes data as the handler will, so that a test can prove the example.
        var decode: @Sendable (Data) throws -> Void

        init<Input: Decodable & Sendable>(_: Input.Type, _ schema: Schema, example: JSON) {
            self.schema = schema
            self.example = example
            decode = { _ = try JSONDecoder().decode(Input.self, from: $0) }
        }
    }

    /// What a success looks like.
    struct Answer: Sendable {
        var status: HTTPResponse.Status
        var description: String
        var schema: Schema
        var example: JSON
        var types = ["application/json"]
    }

    /// How a command says which version its caller saw.
    enum Versioning: Sendable {
        case none
        /// `If-Match` is heeded where it comes.
        case optional
        /// Without `If-Match` the answer is 428.
        case required
    }

    /// The chapters of the documentation.
    enum Tag: String, Sendable, CaseIterable {
        case jurisdictions, organizations, programs, participants, screenings, referrals, cases, work, modules
        case indicators, events

        var description: String {
            switch self {
            case .jurisdictions: "The counties that you work in."
            case .organizations: "Offices, community partners and agencies."
            case .programs: "What partners offer, and how many places are open."
            case .participants: "The people who are referred, and what they agreed may be shared."
            case .screenings: "What a county's rules say of a case, and the county's steps after it."
            case .referrals: "Referrals, each step of their life, and their past."
            case .cases: "What the office does with the case beside a referral."
            case .work: "Who must act next: the office's worklist and the partner's inbox."
            case .modules: "Each county's own rules: versions, who put them into force, and their forms."
            case .indicators: "Counts with small cells hidden."
            case .events: "The log itself, for those who may read it whole."
            }
        }
    }

    /// Whether it changes something.
    var isCommand: Bool { method == .post }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ operationID: String, _ tag: Tag, _ summary: String,
        _ action: Action? = nil, parameters: [Parameter] = [], body: Body? = nil, versioning: Versioning = .none,
        answer: Answer, _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.operationID = operationID
        self.tag = tag
        self.summary = summary
        self.action = action
        self.parameters = parameters
        self.body = body
        self.versioning = versioning
        self.answer = answer
        self.handler = handler
    }
}

extension Endpoint.Answer {
    static func ok(_ description: String, _ schema: Schema, _ example: JSON) -> Self {
        Self(status: .ok, description: description, schema: schema, example: example)
    }

    static func created(_ description: String, _ schema: Schema, _ example: JSON) -> Self {
        Self(status: .created, description: description, schema: schema, example: example)
    }
}
