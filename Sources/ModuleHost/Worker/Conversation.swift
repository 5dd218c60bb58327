import Foundation
import ModuleKit

/// What a worker hears, judged: the answer to the call that runs, log lines on the side, and everything else a failure.
///
/// A value without a socket or a clock, so that each rule can be tested by itself.
struct Conversation {
    private var parser: FrameParser
    private var gate: LogGate
    private var call: UInt64 = 0
    private var limit = Duration.zero
    private var began: ContinuousClock.Instant
    private var expected: Set<FrameKind> = [.ready]
    /// Log lines that passed and nobody has taken yet.
    private(set) var lines: [LogLine] = []

    init(frameLimit: Int = Frame.sizeLimit, at now: ContinuousClock.Instant) {
        parser = FrameParser(limit: frameLimit)
        gate = LogGate(at: now)
        began = now
    }

    var deadline: ContinuousClock.Instant { began + limit }
    var timedOut: ModuleFailure { .timedOut(after: limit) }

    /// Begins to wait for the manifest.
    mutating func open(within limit: Duration, at now: ContinuousClock.Instant) {
        self.limit = limit
        began = now
        expected = [.ready]
    }

    /// Begins a call; answers the frame to send.
    mutating func ask(_ question: Message, within limit: Duration, at now: ContinuousClock.Instant) -> Frame {
        call += 1
        self.limit = limit
        began = now
        expected = question.kind.answers
        return Frame(call: call, question)
    }

    mutating func hear(_ bytes: some Collection<UInt8>) { parser.append(bytes) }

    /// Takes the answer when it is whole; throws when what came can be no answer.
    mutating func answer(at now: ContinuousClock.Instant) throws(ModuleFailure) -> Message? {
        while let frame = try nextFrame() {
            if case .log(let line) = frame.message {
                try note(line, at: now)
                continue
            }
            guard frame.call == call else { throw .nonsense(.anotherCall(frame.call)) }
            guard expected.contains(frame.message.kind) else { throw .nonsense(.wrongKind(frame.message.kind)) }
            guard now < deadline else { throw .answeredLate(after: limit) }
            expected = []
            return frame.message
        }
        return nil
    }

    /// Takes the log lines that passed, and how many were dropped.
    mutating func takeLines() -> (lines: [LogLine], dropped: Int) {
        defer { lines = [] }
        return (lines, gate.takeDropped())
    }

    private mutating func nextFrame() throws(ModuleFailure) -> Frame? {
        do throws(FrameError) {
            return try parser.next()
        } catch {
            throw .nonsense(.frame(error))
        }
    }

    private mutating func note(_ line: LogLine, at now: ContinuousClock.Instant) throws(ModuleFailure) {
        switch gate.judge(line, at: now) {
        case .pass(let line): lines.append(line)
        case .drop: break
        case .flooded: throw .floodedLog
        }
    }
}

extension FrameKind {
    /// What may answer a question of this kind.
    fileprivate var answers: Set<FrameKind> {
        switch self {
        case .screen: [.screening, .fault]
        case .decide: [.events, .refusal, .fault]
        case .react: [.reactions, .fault]
        case .project: [.rows, .fault]
        case .ping: [.ping]
        case .ready, .screening, .events, .refusal, .reactions, .rows, .fault, .log: []
        }
    }
}
