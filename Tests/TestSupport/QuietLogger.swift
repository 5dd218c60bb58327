public import Logging

extension Logger {
    /// Says nothing: most tests have their servers lose connections on purpose.
    public static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
