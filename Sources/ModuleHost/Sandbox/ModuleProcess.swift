import CSandbox
import Glibc

/// A module's process and our ends of its pipes. Releasing it ends the process.
///
/// The kernel ends the process with the thread that spawned it, so whoever spawns keeps that thread.
final class ModuleProcess {
    let pid: pid_t
    let channel: Int32
    /// Whether Landlock and seccomp stand around this one.
    let walls: SandboxSupport
    private let complaints: Int32
    private var ending: ModuleEnding?
    private(set) var lastWords: String?

    private init(_ child: csandbox_child_t) {
        pid = child.pid
        channel = child.channel
        complaints = child.complaints
        walls = SandboxSupport(
            landlock: child.landlock != 0 ? SandboxSupport.current.landlock : nil, hasSeccomp: child.seccomp != 0)
    }

    deinit { end() }

    static func spawn(_ program: ModuleProgram) throws(ModuleFailure) -> ModuleProcess {
        var child = csandbox_child_t()
        var failure = csandbox_failure_t()
        let result = withCStrings([program.executable] + program.arguments) { arguments in
            withCStrings(program.readable + ModuleProgram.systemLibraries) { readable in
                var request = csandbox_request_t()
                request.executable = UnsafePointer(arguments[0])
                request.arguments = UnsafePointer(arguments)
                request.readable = UnsafeRawPointer(readable).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
                request.address_space = UInt64(program.limits.addressSpace)
                request.processor_seconds = UInt64(program.limits.processorSeconds ?? 0)
                request.descriptors = UInt64(program.limits.descriptors)
                request.tasks = UInt64(program.limits.tasks)
                request.use_landlock = program.without.contains(.landlock) ? 0 : 1
                request.use_seccomp = program.without.contains(.seccomp) ? 0 : 1
                return csandbox_spawn(&request, &child, &failure)
            }
        }
        guard result == 0 else {
            throw .notStarted(step: String(cString: csandbox_step_name(failure.step)), code: failure.code)
        }
        return ModuleProcess(child)
    }

    /// Kills the process if it still runs, reaps it and closes our ends; the second call only answers again.
    @discardableResult
    func end() -> ModuleEnding {
        if let ending { return ending }
        let ending = ModuleEnding(waitStatus: csandbox_end(pid))
        self.ending = ending
        lastWords = readComplaints()
        close(channel)
        close(complaints)
        return ending
    }

    /// The end of what it wrote to its standard error: a trap explains itself there.
    private func readComplaints() -> String? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        // A pipe holds 64 KiB and the process is gone: this ends.
        while case let count = read(complaints, &piece, piece.count), count > 0 { bytes += piece.prefix(count) }
        return bytes.isEmpty ? nil : String(decoding: bytes.suffix(2048), as: UTF8.self)
    }
}

/// Lends C strings, as an array that ends with NULL, for the length of a call.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("The array has at least its NULL.") }
        return body(base)
    }
}
