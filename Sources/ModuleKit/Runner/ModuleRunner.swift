/// Answers the host's calls one after another.
struct ModuleRunner<Module: HandlerModule> {
    private let module: Module
    private let channel: FrameChannel

    init(_ module: Module, channel: FrameChannel) {
        self.module = module
        self.channel = channel
    }

    /// Says that the module is ready, then answers until the host closes its end; answers the exit code.
    func run() -> Int32 {
        do throws(FrameError) {
            try channel.write(Frame(.ready(Module.manifest)))
            while let frame = try channel.read() { try reply(to: frame) }
            return 0
        } catch {
            // The host is gone or speaks another language; either way there is nobody left to tell.
            return 70
        }
    }

    private func reply(to frame: Frame) throws(FrameError) {
        do throws(FrameError) {
            try channel.write(Frame(call: frame.call, answer(to: frame.message)))
        } catch .oversize(let bytes, let limit) {
            let fault = Fault("the answer has \(bytes) bytes, more than \(limit)")
            try channel.write(Frame(call: frame.call, .fault(fault)))
        }
    }

    private func answer(to message: Message) -> Message {
        do {
            switch message {
            case .screen(let request): return .screening(try module.screen(request))
            case .decide(let request): return .events(try module.decide(request))
            case .react(let request): return .reactions(try module.react(request))
            case .project(let request): return .rows(try module.project(request))
            case .ping: return .ping
            case .ready, .screening, .events, .refusal, .reactions, .rows, .fault, .log:
                return .fault(Fault("a host does not send a frame of kind \(message.kind.rawValue)"))
            }
        } catch let refusal as Refusal {
            guard case .decide = message else { return .fault(Fault("refused \(message.kind.rawValue)")) }
            return .refusal(refusal)
        } catch let fault as Fault {
            return .fault(fault)
        } catch {
            // The type alone: a description may repeat what the module was given.
            return .fault(Fault("threw \(type(of: error))"))
        }
    }
}
