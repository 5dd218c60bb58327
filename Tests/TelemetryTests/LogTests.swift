import Dispatch
import Foundation
import Logging
import Synchronization
import Testing

@testable import Telemetry

@Suite("Log lines")
struct LogTests {
    static let moment = Date(timeIntervalSince1970: 1_791_849_600.123456)

    @Test(
        "A time is RFC 3339 in UTC with microseconds",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000000Z"),
            (951_782_400.5, "2000-02-29T00:00:00.500000Z"),
            (1_791_849_600.123456, "2026-10-13T00:00:00.123456Z"),
            (-0.25, "1969-12-31T23:59:59.750000Z"),
            (0.9999999, "1970-01-01T00:00:01.000000Z"),
        ])
    func timestamps(seconds: Double, text: String) {
        #expect(Timestamp.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test("A JSON line holds time, level, label, message, trace and metadata")
    func jsonLine() {
        let line = LogLine(
            at: Self.moment, level: .warning, label: "log", message: "late", traceID: "t1",
            metadata: ["b": ["x", "y"], "a": ["n": "1"], "c": .stringConvertible(3)])
        #expect(
            LogFormat.json.render(line)
                == #"{"time":"2026-10-13T00:00:00.123456Z","level":"warning","label":"log","message":"late","#
                + #""trace_id":"t1","metadata":{"a":{"n":"1"},"b":["x","y"],"c":"3"}}"#)
    }

    @Test("No message can break out of its JSON line")
    func jsonEscapes() throws {
        let nasty = "a\"b\\c\nd\re\tf\u{0}g\u{1B}h\u{2028}i\u{85}é😀"
        let line = LogFormat.json.render(LogLine(at: Self.moment, level: .info, label: nasty, message: nasty))
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
        let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(read?["message"] == nasty)
        #expect(read?["label"] == nasty)
    }

    @Test("A text line is for people and stays one line")
    func textLine() {
        let line = LogLine(
            at: Self.moment, level: .error, label: "web", message: "broken\n2026 fake line", traceID: "t 1",
            metadata: ["path": "/a", "note": "two words"])
        #expect(
            LogFormat.text.render(line)
                == #"2026-10-13T00:00:00.123456Z ERROR    web: broken\n2026 fake line trace_id="t 1" note="two words" path=/a"#
        )
    }

    @Test("Metadata of the message wins over the logger's, which wins over the provider's")
    func precedence() throws {
        let sink = LineCollector()
        var handler = StructuredLogHandler(
            label: "l", format: .json, level: .info,
            metadataProvider: .init { ["a": "provider", "b": "provider", "c": "provider", "trace_id": "p"] },
            now: { Self.moment }, write: { sink.add($0) })
        handler[metadataKey: "b"] = "logger"
        handler[metadataKey: "c"] = "logger"
        let logger = Logger(label: "l") { _ in handler }
        logger.info("m", metadata: ["c": "message"])
        logger.debug("not written")
        #expect(
            sink.lines == [
                #"{"time":"2026-10-13T00:00:00.123456Z","level":"info","label":"l","message":"m","trace_id":"p","#
                    + #""metadata":{"a":"provider","b":"logger","c":"message"}}"#
            ])
    }

    @Test("The trace id of the running task is in its lines")
    func traceID() {
        let sink = LineCollector()
        let logger = Logger(label: "l") {
            StructuredLogHandler(
                label: $0, format: .text, level: .info, metadataProvider: Trace.provider, now: { Self.moment },
                write: { sink.add($0) })
        }
        Trace.$id.withValue("abc") { logger.info("inside") }
        logger.info("outside")
        #expect(sink.lines.map { $0.hasSuffix("trace_id=abc") } == [true, false])
    }

    @Test("Lines of many writers do not mix", .timeLimit(.minutes(1)))
    func wholeLines() async {
        let pipe = Pipe()
        let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let line: @Sendable (Int) -> String = { writer in String(repeating: "\(writer)", count: 9000) }
        let reading = pipe.fileHandleForReading.fileDescriptor
        let received = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: FileHandle(fileDescriptor: reading).readDataToEndOfFile()) }.start()
            Thread {
                DispatchQueue.concurrentPerform(iterations: 8) { writer in
                    for _ in 0..<20 { sink.write(line(writer)) }
                }
                try? pipe.fileHandleForWriting.close()
            }.start()
        }
        let lines = String(decoding: received, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 160)
        #expect(lines.allSatisfy { $0.count == 9000 && Set($0).count == 1 })
    }
}

/// Keeps lines in the order they were written.
final class LineCollector: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}
