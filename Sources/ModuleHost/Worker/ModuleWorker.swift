import Foundation
import Glibc
import ModuleKit
import Threads

/// One process of a module: an actor on its own thread, blocking, with a deadline for each call.
///
/// After a failure that ends the process the worker is of no more use; make another. Stop a worker when it is no
/// longer needed; releasing the last reference ends its process too.
actor ModuleWorker {
    /// What a call came to.
    enum Outcome {
        case answered(Message)
        /// The process had ended before it was asked, so another worker may be asked the same.
        case wasDead(ModuleEnding)
    }

    /// What is said on the side: log lines, and how many were dropped.
    typealias Listener = @Sendable (_ lines: [LogLine], _ dropped: Int) -> Void

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private nonisolated let thread = ThreadExecutor(name: "module")
    private let program: ModuleProgram
    private let listener: Listener
    private var process: ModuleProcess?
    private var lastWords: String?
    private var conversation = Conversation(at: .now)
    private var piece = [UInt8](repeating: 0, count: 65_536)

    init(_ program: ModuleProgram, listener: @escaping Listener) {
        self.program = program
        self.listener = listener
    }

    deinit { thread.shutDown() }

    /// The process id while the process runs.
    var pid: Int32? { process?.pid }

    /// The walls that stand around the process.
    var walls: SandboxSupport? { process?.walls }

    /// Starts the process and waits for its manifest.
    func start(within limit: Duration) throws(ModuleFailure) -> Manifest {
        let process = try ModuleProcess.spawn(program)
        self.process = process
        conversation = Conversation(at: .now)
        conversation.open(within: limit, at: .now)
        guard case .ready(let manifest) = try converse(with: process, sending: Data()) else {
            throw .nonsense(.early)
        }
        return manifest
    }

    /// Asks one question and waits for its answer.
    func call(_ question: Message, within limit: Duration) throws(ModuleFailure) -> Outcome {
        guard let process else { return .wasDead(.unknown) }
        guard !hasHungUp(process) else { return .wasDead(finish(process)) }
        let frame = conversation.ask(question, within: limit, at: .now)
        return .answered(try converse(with: process, sending: try encoded(frame)))
    }

    /// Ends the process and its thread; answers what it wrote to its standard error, if anything.
    @discardableResult
    func stop() -> String? {
        if let process { finish(process) }
        thread.shutDown()
        return lastWords
    }

    private func encoded(_ frame: Frame) throws(ModuleFailure) -> Data {
        do throws(FrameError) {
            return try frame.encoded()
        } catch .oversize(let bytes, _) {
            throw .questionTooLarge(bytes: bytes)
        } catch {
            throw .nonsense(.frame(error))
        }
    }

    private func converse(with process: ModuleProcess, sending bytes: Data) throws(ModuleFailure) -> Message {
        defer { tell() }
        do throws(ModuleFailure) {
            return try exchange(with: process, sending: bytes)
        } catch {
            finish(process)
            throw error
        }
    }

    /// Sends and listens at once: a module that talks before it has read everything must not block us both.
    private func exchange(with process: ModuleProcess, sending bytes: Data) throws(ModuleFailure) -> Message {
        var rest = bytes[...]
        while true {
            if let answer = try conversation.answer(at: .now) {
                guard rest.isEmpty else { throw .nonsense(.early) }
                return answer
            }
            let ready = try wait(for: process.channel, toSend: !rest.isEmpty)
            if ready & POLLOUT != 0 { rest = try send(rest, to: process) }
            if ready & ~POLLOUT != 0 { try receive(from: process) }
        }
    }

    private func wait(for channel: Int32, toSend: Bool) throws(ModuleFailure) -> Int32 {
        var descriptor = pollfd(fd: channel, events: Int16(toSend ? POLLIN | POLLOUT : POLLIN), revents: 0)
        while true {
            let left = conversation.deadline - .now
            guard left > .zero else { throw conversation.timedOut }
            let milliseconds = (left / .milliseconds(1)).rounded(.up)
            if poll(&descriptor, 1, Int32(clamping: Int(milliseconds))) > 0 { return Int32(descriptor.revents) }
        }
    }

    private func send(_ bytes: Data, to process: ModuleProcess) throws(ModuleFailure) -> Data {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let count = bytes.withUnsafeBytes { Glibc.send(process.channel, $0.baseAddress, $0.count, flags) }
        if count >= 0 { return bytes.dropFirst(count) }
        guard errno == EAGAIN || errno == EINTR else { throw .crashed(finish(process)) }
        return bytes
    }

    private func receive(from process: ModuleProcess) throws(ModuleFailure) {
        let count = recv(process.channel, &piece, piece.count, Int32(MSG_DONTWAIT))
        if count > 0 {
            conversation.hear(piece.prefix(count))
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            throw .crashed(finish(process))
        }
    }

    private func hasHungUp(_ process: ModuleProcess) -> Bool {
        var descriptor = pollfd(fd: process.channel, events: 0, revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    @discardableResult
    private func finish(_ process: ModuleProcess) -> ModuleEnding {
        let ending = process.end()
        lastWords = process.lastWords
        self.process = nil
        return ending
    }

    private func tell() {
        let (lines, dropped) = conversation.takeLines()
        if !lines.isEmpty || dropped > 0 { listener(lines, dropped) }
    }
}
