public import ModuleKit

/// Why one call to a module has no answer. Other calls and other modules know nothing of it.
public enum ModuleFailure: Error, Hashable, Sendable {
    /// The process could not be started: which step, and its `errno`.
    case notStarted(step: String, code: Int32)
    /// What it says about itself cannot be accepted.
    case manifest(ManifestError)
    /// It ended before it answered; running out of memory shows as this.
    case crashed(ModuleEnding)
    /// No whole answer came in time; the worker was ended.
    case timedOut(after: Duration)
    /// An answer came after its deadline and was thrown away; the worker was ended.
    case answeredLate(after: Duration)
    /// It wrote far more log lines than any module needs; the worker was ended.
    case floodedLog
    /// What it sent is not an answer to this call; the worker was ended.
    case nonsense(Nonsense)
    /// It proposed an event that its manifest does not declare.
    case undeclaredEvent(type: String)
    /// It proposed an event whose payload breaks the declared schema.
    case eventBreaksSchema(type: String, SchemaViolation)
    /// Its manifest declares no such command; it was not asked.
    case undeclaredCommand(String)
    /// The command's payload breaks the declared schema; the module was not asked.
    case commandBreaksSchema(String, SchemaViolation)
    /// The question is larger than a frame may be; the module was not asked.
    case questionTooLarge(bytes: Int)
    /// The module says itself that it could not do it. Its words may repeat what it was given.
    case fault(String)
    /// Too many calls wait for this module already.
    case busy
    /// It crashed too often and is kept still until an operator releases it.
    case quarantined
    /// This version has been taken out of service.
    case retired
    /// No module of this id and version is installed.
    case notInstalled

    /// What makes an answer nonsense.
    public enum Nonsense: Hashable, Sendable {
        case frame(FrameError)
        /// It answered with a kind of frame that is no answer to this kind of question.
        case wrongKind(FrameKind)
        /// It answered another call than this.
        case anotherCall(UInt64)
        /// It answered before it was given the whole question.
        case early
    }

    /// Whether the worker cannot be used again.
    var endsWorker: Bool {
        switch self {
        case .notStarted, .manifest, .crashed, .timedOut, .answeredLate, .floodedLog, .nonsense: true
        case .undeclaredEvent, .eventBreaksSchema, .undeclaredCommand, .commandBreaksSchema, .questionTooLarge, .fault,
            .busy, .quarantined, .retired, .notInstalled:
            false
        }
    }
}

extension ModuleFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notStarted(let step, let code): "the module could not be started: \(step) failed with error \(code)"
        case .manifest(let error): "the module's manifest was not accepted: \(error)"
        case .crashed(let ending): "the module crashed: \(ending)"
        case .timedOut(let limit): "the module did not answer within \(limit)"
        case .answeredLate(let limit): "the module answered after its \(limit)"
        case .floodedLog: "the module flooded its log"
        case .nonsense(.frame(let error)): "the module answered nonsense: \(error)"
        case .nonsense(.wrongKind(let kind)): "the module answered nonsense: \(kind.rawValue) is no answer to this"
        case .nonsense(.anotherCall(let call)): "the module answered nonsense: an answer to call \(call)"
        case .nonsense(.early): "the module answered nonsense: an answer before the whole question"
        case .undeclaredEvent(let type): "the module proposed \"\(type)\", which it does not declare"
        case .eventBreaksSchema(let type, let violation): "the module proposed a \"\(type)\" in which \(violation)"
        case .undeclaredCommand(let name): "the module does not declare \"\(name)\""
        case .commandBreaksSchema(let name, let violation): "in the payload of \"\(name)\", \(violation)"
        case .questionTooLarge(let bytes): "a question of \(bytes) bytes is too large for a module"
        case .fault: "the module says that it could not do this"
        case .busy: "too many calls wait for the module"
        case .quarantined: "the module crashed too often and is in quarantine"
        case .retired: "this version of the module is out of service"
        case .notInstalled: "there is no such module"
        }
    }
}
