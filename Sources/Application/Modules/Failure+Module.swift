import ModuleHost

extension Failure {
    /// What a handler's failure is to whoever gave the command: nothing was changed, and nobody else is touched.
    ///
    /// The module's own words stay out of it: they may repeat what it was given.
    init(_ failure: ModuleFailure, of module: InstalledModule) {
        let code: String
        switch failure {
        case .busy:
            self = .busy(retryAfterSeconds: 1)
            return
        case .notStarted: code = "not-started"
        case .manifest: code = "other-manifest"
        case .crashed, .floodedLog: code = "crashed"
        case .timedOut, .answeredLate: code = "too-slow"
        case .nonsense, .undeclaredEvent, .eventBreaksSchema: code = "wrong-answer"
        case .undeclaredCommand: code = "unknown-command"
        case .commandBreaksSchema: code = "wrong-payload"
        case .questionTooLarge: code = "question-too-large"
        case .fault: code = "fault"
        case .quarantined: code = "quarantined"
        case .retired, .notInstalled: code = "missing"
        }
        self = .refused(
            Refused(
                "module.handler-\(code)", ["module": "\(module.id) \(module.version)", "detail": "\(failure)"]))
    }
}
