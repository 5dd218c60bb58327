public import Foundation
public import Logging

/// Writes each message as one line of JSON or text.
///
/// Metadata of the message wins over the logger's own, which wins over the provider's. The key `trace_id` gets a
/// place of its own. What is logged must hold ids only, never names or other personal data.
public struct StructuredLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    public init(
        label: String, format: LogFormat, level: Logger.Level = .info, sink: LogSink = .standardError,
        metadataProvider: Logger.MetadataProvider? = Trace.provider, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(
            label: label, format: format, level: level, metadataProvider: metadataProvider, now: now,
            write: { sink.write($0) })
    }

    init(
        label: String, format: LogFormat, level: Logger.Level, metadataProvider: Logger.MetadataProvider?,
        now: @escaping @Sendable () -> Date, write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.format = format
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.now = now
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var merged = metadataProvider?.get() ?? [:]
        merged.merge(metadata) { _, new in new }
        if let own = event.metadata { merged.merge(own) { _, new in new } }
        if let error = event.error { merged["error"] = "\(error)" }
        let traceID = merged.removeValue(forKey: Trace.key).map { "\($0)" }
        let line = LogLine(
            at: now(), level: event.level, label: label, message: "\(event.message)", traceID: traceID,
            metadata: merged)
        write(format.render(line))
    }
}

/// The request that the running task works for, so that its log lines can be found together.
public enum Trace {
    public static let key = "trace_id"

    @TaskLocal public static var id: String?

    /// Puts the task's trace id into every line.
    public static let provider = Logger.MetadataProvider {
        guard let id else { return [:] }
        return [key: .string(id)]
    }
}
