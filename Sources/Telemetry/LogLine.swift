public import Foundation
public import Logging

/// One log message with everything it carries, before it is written.
public struct LogLine: Sendable {
    public var at: Date
    public var level: Logger.Level
    public var label: String
    public var message: String
    /// The request that this belongs to, lifted out of the metadata.
    public var traceID: String?
    public var metadata: Logger.Metadata

    public init(
        at: Date, level: Logger.Level, label: String, message: String, traceID: String? = nil,
        metadata: Logger.Metadata = [:]
    ) {
        self.at = at
        self.level = level
        self.label = label
        self.message = message
        self.traceID = traceID
        self.metadata = metadata
    }
}

/// How a log line looks: JSON for machines, text for people.
public enum LogFormat: String, Sendable, CaseIterable {
    case json
    case text

    /// One line without its line feed. No message can break out of it.
    public func render(_ line: LogLine) -> String {
        switch self {
        case .json: line.json
        case .text: line.text
        }
    }
}

extension LogLine {
    fileprivate var json: String {
        var members = [
            "\"time\":\(Timestamp.text(at).jsonQuoted)",
            "\"level\":\(level.rawValue.jsonQuoted)",
            "\"label\":\(label.jsonQuoted)",
            "\"message\":\(message.jsonQuoted)",
        ]
        if let traceID { members.append("\"trace_id\":\(traceID.jsonQuoted)") }
        if !metadata.isEmpty { members.append("\"metadata\":\(Logger.MetadataValue.dictionary(metadata).json)") }
        return "{\(members.joined(separator: ","))}"
    }

    fileprivate var text: String {
        let level = level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(0, 8 - level.count))
        var parts = ["\(Timestamp.text(at)) \(level)\(padding) \(label.onOneLine): \(message.onOneLine)"]
        if let traceID { parts.append("trace_id=\(traceID.textValue)") }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            parts.append("\(key.onOneLine)=\(value.text)")
        }
        return parts.joined(separator: " ")
    }
}

extension Logger.MetadataValue {
    fileprivate var json: String {
        switch self {
        case .string(let string): string.jsonQuoted
        case .stringConvertible(let value): value.description.jsonQuoted
        case .array(let values): "[\(values.map(\.json).joined(separator: ","))]"
        case .dictionary(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\($0.key.jsonQuoted):\($0.value.json)" }
                .joined(separator: ",") + "}"
        }
    }

    fileprivate var text: String {
        switch self {
        case .string(let string): string.textValue
        case .stringConvertible(let value): value.description.textValue
        case .array, .dictionary: json
        }
    }
}

extension String {
    /// A JSON string, quotes included.
    fileprivate var jsonQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars { quoted.append(jsonEscape: scalar) }
        return quoted + "\""
    }

    /// The same text with control characters written out, so that it stays on its line.
    fileprivate var onOneLine: String {
        guard unicodeScalars.contains(where: \.breaksLines) else { return self }
        var line = ""
        for scalar in unicodeScalars {
            if scalar.breaksLines { line.append(jsonEscape: scalar) } else { line.unicodeScalars.append(scalar) }
        }
        return line
    }

    /// A bare word when it reads as one, a quoted string otherwise.
    fileprivate var textValue: String {
        let plain = !isEmpty && unicodeScalars.allSatisfy { $0 != " " && $0 != "\"" && $0 != "=" && !$0.breaksLines }
        return plain ? self : jsonQuoted
    }

    private mutating func append(jsonEscape scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": self += "\\\""
        case "\\": self += "\\\\"
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case _ where scalar.breaksLines:
            let digits = String(scalar.value, radix: 16)
            self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: unicodeScalars.append(scalar)
        }
    }
}

extension Unicode.Scalar {
    /// Control characters and the two Unicode line separators; all are below U+10000.
    fileprivate var breaksLines: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }
}
