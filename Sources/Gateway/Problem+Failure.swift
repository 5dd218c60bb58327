import Access
public import Application
import HTTPTypes
import Hummingbird
import Postgres

extension Problem {
    public static let signedOut = Problem(kind: .signedOut, headers: [.wwwAuthenticate: #"Bearer realm="throughline""#])
    public static let wrongToken = Problem(
        kind: .wrongToken, headers: [.wwwAuthenticate: #"Bearer realm="throughline", error="invalid_token""#])
    public static let wrongFormToken = Problem(kind: .wrongFormToken)
    public static let noSuchPath = Problem(kind: .noSuchPath)
    public static let notFound = Problem(kind: .notFound)
    public static let tooLarge = Problem(kind: .tooLarge)
    public static let malformed = Problem(kind: .malformed)
    public static let keyMissing = Problem(kind: .keyMissing)
    public static let keyMalformed = Problem(kind: .keyMalformed)
    public static let versionRequired = Problem(kind: .versionRequired)

    public static func methodNotAllowed(_ allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(kind: .methodNotAllowed, parameters: ["allow": list], headers: [.allow: list])
    }

    public static func notAcceptable(_ types: [String]) -> Problem {
        Problem(kind: .notAcceptable, parameters: ["types": types.joined(separator: " or ")])
    }

    public static func unsupportedType(_ types: [String]) -> Problem {
        Problem(
            kind: .unsupportedType, parameters: ["types": types.joined(separator: " or ")],
            headers: [.accept: types.joined(separator: ", ")])
    }

    public static func invalid(_ errors: [FieldError]) -> Problem { Problem(kind: .invalid, errors: errors) }

    /// The read models do not show a position within the time that a request may wait.
    public static func notCaughtUp(to position: Int64) -> Problem {
        Problem(kind: .notCaughtUp, parameters: ["position": String(position)], headers: [.retryAfter: "1"])
    }

    /// What a use case answers instead of a result.
    ///
    /// - Parameter isSignedIn: a denial to nobody in particular is a request to sign in.
    public init(_ failure: Failure, isSignedIn: Bool = true) {
        switch failure {
        case .denied(let denied):
            self = isSignedIn ? Problem(kind: ProblemKind.named(denied.code) ?? .badRequest) : .signedOut
        case .notFound: self = .notFound
        case .refused(let refused): self.init(refused)
        case .invalid(let fields): self = .invalid(fields.map(FieldError.init))
        case .stale(let current):
            self.init(kind: .stale, parameters: ["current": String(current)], headers: [.eTag: "\"\(current)\""])
        case .versionRequired: self = .versionRequired
        case .conflict: self.init(kind: .conflict, headers: [.retryAfter: "1"])
        case .keyReused: self.init(kind: .keyReused)
        case .busy(let seconds): self.init(kind: .busy, headers: [.retryAfter: String(seconds)])
        case .noRoom: self.init(kind: .noRoom, headers: [.retryAfter: "30"])
        case .outcomeUnknown: self.init(kind: .outcomeUnknown, headers: [.retryAfter: "1"])
        }
    }

    /// A rule's refusal: 409, or 422 with the field when it is about one.
    public init(_ refused: Refused) {
        let known =
            ProblemKind.named(refused.code)
            ?? ProblemKind(refused.code, 409, "The rules refuse it", "Read it again to see what can be done.")
        var parameters = refused.parameters
        parameters["field"] = refused.field
        guard let field = refused.field else {
            self.init(kind: known, parameters: parameters)
            return
        }
        let kind = ProblemKind(known.code, 422, known.title, known.template)
        let error = FieldError(pointer: Self.pointer(field), code: kind.code, detail: kind.detail(parameters))
        self.init(kind: kind, parameters: parameters, errors: [error])
    }

    /// Any error at all, as whoever asked may know it.
    public init(_ error: any Error, _ context: GatewayContext) {
        if let failure = error as? Failure {
            self.init(failure, isSignedIn: context.principal != nil)
        } else {
            self.init(error)
        }
    }

    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as Failure: self.init(failure)
        case let refused as Refused: self.init(refused)
        case let error as PostgresError where error.isTransient:
            self.init(kind: .unavailable, headers: [.retryAfter: "2"])
        case let error as PostgresError where error.isOutOfRoom:
            self.init(kind: .noRoom, headers: [.retryAfter: "30"])
        case let error as any HTTPResponseError: self.init(status: error.status)
        default: self.init(kind: .internalError)
        }
    }

    /// What Hummingbird says with a status alone.
    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self = .notFound
        case .contentTooLarge: self = .tooLarge
        case .unsupportedMediaType: self = .unsupportedType(["application/json"])
        case .unauthorized: self = .signedOut
        case .tooManyRequests: self.init(kind: .tooMany, headers: [.retryAfter: "60"])
        case _ where status.kind == .clientError: self.init(kind: .badRequest)
        default: self.init(kind: .internalError)
        }
    }

    /// The JSON Pointer of a field that use cases name with dots.
    static func pointer(_ field: String) -> String { "/" + field.split(separator: ".").joined(separator: "/") }
}

extension Problem.FieldError {
    /// The fields that come in the query and not in the body.
    private static let parameters: Set<String> = ["jurisdiction", "cursor"]

    public init(_ field: InvalidField) {
        let code = "field.\(field.problem.rawValue)"
        let detail = ProblemKind.named(code)?.detail(["field": field.field]) ?? ""
        let isParameter = Self.parameters.contains(field.field)
        self.init(
            pointer: isParameter ? nil : Problem.pointer(field.field), parameter: isParameter ? field.field : nil,
            code: code, detail: detail, accepted: field.accepted)
    }
}
