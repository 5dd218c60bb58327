import EventModel
import Foundation
import ModuleKit
import Testing

@Suite("Frames")
struct FrameTests {
    private static let samples: [Message] = [
        .ready(
            Manifest(
                id: "us-il-cook", version: "1.0.0", jurisdictions: ["us-il-cook"],
                commands: [CommandDeclaration(name: "cook.approve", schema: .object(["type": "object"]))],
                events: [EventDeclaration(type: "cook.approved", schema: .object([:]))],
                fields: [FieldDeclaration(name: "victim", sensitivity: .personal)], inputs: ["charges"])),
        .screen(ScreenRequest(jurisdiction: "x", on: Day(daysSince1970: 20_000), inputs: ["age": 17])),
        .decide(DecideRequest(jurisdiction: "x", on: Day(daysSince1970: 20_000), command: "cook.approve")),
        .react(ReactRequest(jurisdiction: "x", event: event)),
        .project(ProjectRequest(jurisdiction: "x", event: event)),
        .screening(Screening(criteria: [CriterionAnswer(id: "a", outcome: .notKnownYet)])),
        .events([ProposedEvent(type: "cook.approved", payload: ["by": "né", "n": -1, "ok": true, "none": .null])]),
        .refusal(Refusal(code: "no", reason: "No.")),
        .reactions([
            .deadline(name: "answer", on: Day(daysSince1970: 20_001)), .notice(template: "t", to: "victim"),
            .command(name: "cook.close", payload: ["a": .array([1, 2])]),
        ]),
        .rows([RowChange(table: "t", key: "k", columns: ["a": 1]), RowChange(table: "t", key: "l", columns: nil)]),
        .fault(Fault("broken")), .log(LogLine(.warning, "careful")), .ping,
    ]

    private static let event = PastEvent(
        type: "cook.approved", stream: "case-1", occurredAt: "2026-10-13T09:00:00.000000Z", payload: ["a": 1])

    @Test("Every kind of frame is read as it was written", arguments: samples)
    func roundTrip(_ message: Message) throws {
        var parser = FrameParser()
        parser.append(try Frame(call: 7, message).encoded())
        #expect(try parser.next() == Frame(call: 7, message))
        #expect(try parser.next() == nil)
        #expect(throws: Never.self) { try parser.finish() }
    }

    @Test("There is a sample of every kind")
    func everyKind() { #expect(Set(Self.samples.map(\.kind)) == Set(FrameKind.allCases)) }

    @Test("The bytes on the wire are the contract")
    func wire() throws {
        let bytes = try Frame(call: 7, .refusal(Refusal(code: "no", reason: "No."))).encoded()
        let json = #"{"body":{"code":"no","reason":"No."},"call":7,"kind":"refusal"}"#
        #expect(bytes == Data([0, 0, 0, UInt8(json.utf8.count)] + json.utf8))
    }

    @Test("Frames come out whole, whatever pieces they came in", arguments: 0..<50)
    func pieces(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let frames = (1...20).map { Frame(call: $0, Self.samples.randomElement(using: &random) ?? .ping) }
        var stream = try frames.reduce(into: Data()) { $0 += try $1.encoded() }
        var parser = FrameParser()
        var read: [Frame] = []
        while !stream.isEmpty {
            let count = Int.random(in: 1...200, using: &random)
            parser.append(stream.prefix(count))
            stream = Data(stream.dropFirst(count))
            while let frame = try parser.next() { read.append(frame) }
        }
        #expect(read == frames)
    }

    @Test("Random bytes never do more than throw", arguments: 0..<300)
    func noise(_ seed: UInt64) {
        var random = Seeded(seed)
        var parser = FrameParser(limit: 4096)
        var bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        if Bool.random(using: &random), bytes.count > 4 {
            bytes.replaceSubrange(0..<4, with: [0, 0, UInt8.random(in: 0...2, using: &random), bytes[3]])
        }
        parser.append(bytes)
        exhaust(&parser)
    }

    @Test("A good frame with a few bytes changed never does more than throw", arguments: 0..<300)
    func mutations(_ seed: UInt64) throws {
        var random = Seeded(seed)
        var bytes = try Frame(call: 1, Self.samples.randomElement(using: &random) ?? .ping).encoded()
        for _ in 0...Int.random(in: 0...4, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        var parser = FrameParser()
        parser.append(bytes)
        exhaust(&parser)
    }

    @Test("An oversize length is refused before its body comes")
    func oversize() {
        var parser = FrameParser(limit: 100)
        parser.append([0, 0, 0, 101])
        #expect(throws: FrameError.oversize(bytes: 101, limit: 100)) { try parser.next() }
        var greedy = FrameParser()
        greedy.append([255, 255, 255, 255])
        #expect(throws: FrameError.oversize(bytes: 4_294_967_295, limit: Frame.sizeLimit)) { try greedy.next() }
        #expect(throws: FrameError.oversize(bytes: 28, limit: 10)) { try Frame(call: 12345, .ping).encoded(limit: 10) }
    }

    @Test("The end of the stream inside a frame is noticed")
    func truncated() throws {
        var parser = FrameParser()
        parser.append([0, 0])
        #expect(try parser.next() == nil)
        #expect(throws: FrameError.truncated(expected: 4, got: 2)) { try parser.finish() }
        parser.append([0, 10, 1, 2, 3])
        #expect(try parser.next() == nil)
        #expect(throws: FrameError.truncated(expected: 14, got: 7)) { try parser.finish() }
    }

    @Test(
        "What is not JSON of the right shape is refused with its place",
        arguments: [
            ("", "a wrong value at the top"), ("{", "a wrong value at the top"), ("[]", "a wrong type at the top"),
            ("{}", "\"kind\" is missing at the top"), (#"{"kind":5}"#, "a wrong type at kind"),
            (#"{"kind":"decide"}"#, "\"body\" is missing at the top"),
            (#"{"kind":"events","body":[{}]}"#, "\"type\" is missing at body.0"),
            (#"{"kind":"ping","call":-1}"#, "a wrong value at call"),
        ])
    func malformed(_ json: String, _ reason: String) {
        #expect(throws: FrameError.malformed(reason: reason)) { try Frame(json: Data(json.utf8)) }
    }

    @Test("A kind that nobody knows is refused by name")
    func unknownKind() {
        #expect(throws: FrameError.unknownKind("poem")) { try Frame(json: Data(#"{"kind":"poem"}"#.utf8)) }
    }

    @Test("JSON that is nested without end is refused")
    func deep() {
        let json = #"{"kind":"events","body":"# + String(repeating: "[", count: 500_000)
        #expect(throws: FrameError.self) { try Frame(json: Data(json.utf8)) }
        let nested = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let body = #"[{"type":"a","payload":{"a":"# + nested + "}}]"
        _ = try? Frame(json: Data((#"{"kind":"events","call":1,"body":"# + body + "}").utf8))
    }

    private func exhaust(_ parser: inout FrameParser) {
        do throws(FrameError) {
            while try parser.next() != nil {}
            try parser.finish()
        } catch {
            #expect(!error.description.isEmpty)
        }
    }
}

/// SplitMix64: the same numbers for the same seed, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
