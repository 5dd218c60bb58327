import Foundation
import Glibc

/// Runs a program to its end, with nothing of ours but its arguments.
///
/// It blocks, so call it from `offCooperativePool`. The child gets no descriptor of this process: an inherited one
/// would keep a lock held or a port open for as long as the postmaster lives.
package enum ChildProcess {
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String

        package var isSuccess: Bool { status == 0 }
    }

    package static func run(_ arguments: [String]) throws(EmbeddedPostgresError) -> Outcome {
        guard let program = arguments.first else { return Outcome(status: 0, output: "") }
        let descriptor = try outputFile()
        defer { close(descriptor) }
        let pid = try spawn(arguments, output: descriptor)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1 {
            guard errno == EINTR else {
                throw EmbeddedPostgresError(.start, "lost track of \(program): \(lastError())")
            }
        }
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return Outcome(status: code, output: contents(of: descriptor))
    }

    /// A file without a name rather than a pipe, which a background process could hold open for ever.
    private static func outputFile() throws(EmbeddedPostgresError) -> Int32 {
        var template = Array("/tmp/throughline-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw EmbeddedPostgresError(.directory, "cannot write to /tmp: \(lastError())")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }

    private static func spawn(_ arguments: [String], output: Int32) throws(EmbeddedPostgresError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        for inherited in openDescriptors() { posix_spawn_file_actions_addclose(&actions, inherited) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // No signals blocked or ignored.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        let environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_") && $0.key != "LANG" }
            .map { "\($0.key)=\($0.value)" }
        // A session of its own keeps Ctrl-C at our terminal away; another user may not be able to enter our directory.
        let command = ["setsid", "--wait", "env", "--chdir=/"] + arguments
        let argv: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        let envp: [UnsafeMutablePointer<CChar>?] = (environment + ["LC_ALL=C"]).map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, command[0], &actions, &attributes, argv, envp)
        guard failure == 0 else {
            throw EmbeddedPostgresError(.start, "cannot run \(arguments[0]): \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// Every descriptor of this process but the standard three; closing one that is gone by then does no harm.
    private static func openDescriptors() -> Set<Int32> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return Set(names.compactMap { Int32($0) }).union(3..<64).filter { $0 > 2 }
    }

    private static func contents(of descriptor: Int32) -> String {
        lseek(descriptor, 0, SEEK_SET)
        let data = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd()
        return String(decoding: data ?? Data(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// The system's words for the last call that failed.
func lastError() -> String { String(cString: strerror(errno)) }
