import EventModel
import Foundation
import ModuleKit
import Testing

@testable import ModuleHost

@Suite("Conversation")
struct ConversationTests {
    private let start = ContinuousClock.now
    private let limit = Duration.milliseconds(250)

    private func asked() -> Conversation {
        var conversation = Conversation(at: start)
        _ = conversation.ask(.ping, within: limit, at: start)
        return conversation
    }

    @Test("An answer that comes in single bytes is whole at the last one")
    func pieces() throws {
        var conversation = asked()
        let bytes = try Frame(call: 1, .ping).encoded()
        for byte in bytes.dropLast() {
            conversation.hear([byte])
            #expect(try conversation.answer(at: start) == nil)
        }
        conversation.hear(bytes.suffix(1))
        #expect(try conversation.answer(at: start) == .ping)
    }

    @Test("An answer after its deadline is thrown away")
    func late() throws {
        var conversation = asked()
        conversation.hear(try Frame(call: 1, .ping).encoded())
        #expect(throws: ModuleFailure.answeredLate(after: limit)) { try conversation.answer(at: start + limit) }
    }

    @Test("A second answer to one call is an answer to another by the next")
    func twice() throws {
        var conversation = asked()
        let answer = try Frame(call: 1, .ping).encoded()
        conversation.hear(answer + answer)
        #expect(try conversation.answer(at: start) == .ping)
        _ = conversation.ask(.ping, within: limit, at: start)
        #expect(throws: ModuleFailure.nonsense(.anotherCall(1))) { try conversation.answer(at: start) }
    }

    @Test("Log lines beside an answer pass, are cut, and then are dropped")
    func lines() throws {
        var conversation = asked()
        let line = LogLine(.info, String(repeating: "x", count: 5000))
        for _ in 0..<100 { conversation.hear(try Frame(.log(line)).encoded()) }
        conversation.hear(try Frame(call: 1, .ping).encoded())
        #expect(try conversation.answer(at: start) == .ping)
        let taken = conversation.takeLines()
        #expect(taken.lines.count == Int(LogGate.burst))
        #expect(taken.dropped == 100 - Int(LogGate.burst))
        #expect(taken.lines.allSatisfy { $0.text.count == LogGate.lineLimit })
    }

    @Test("Log lines come back at their rate, and a flood ends it")
    func rate() {
        var gate = LogGate(at: start)
        let line = LogLine(.info, "a")
        func passed(_ count: Int, at now: ContinuousClock.Instant) -> Int {
            (0..<count).count { _ in gate.judge(line, at: now) == .pass(line) }
        }
        #expect(passed(100, at: start) == Int(LogGate.burst))
        #expect(passed(100, at: start + .seconds(1)) == Int(LogGate.linesPerSecond))
        let later = start + .seconds(60)
        for _ in 0..<LogGate.flood { _ = gate.judge(line, at: later) }
        #expect(gate.judge(line, at: later) == .flooded)
    }
}
