import CAttempts
import Foundation
import Glibc
import ModuleKit

extension MisbehavingModule {
    /// What the sandbox should refuse: each throws what the system said, and returns only when it succeeded.
    static let attempts: [String: @Sendable () throws -> Void] = [
        "read_file": { try check(open("/etc/passwd", O_RDONLY), "open") },
        "list_folder": { try check(open("/etc", O_RDONLY | O_DIRECTORY), "open") },
        "write_file": { try check(open("/tmp/a-module-was-here", O_WRONLY | O_CREAT, 0o600), "open") },
        "open_socket": { try check(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), "socket") },
        "connect": {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(9).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let descriptor = try check(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), "socket")
            try withUnsafeBytes(of: &address) { bytes in
                guard let base = bytes.baseAddress else { return }
                let size = socklen_t(bytes.count)
                try check(Glibc.connect(descriptor, base.assumingMemoryBound(to: sockaddr.self), size), "connect")
            }
        },
        "fork": { try check(attempt_fork(), "fork") },
        "execute": { try check(attempt_execute(), "execve") },
        "kill_host": { try check(kill(getppid(), 0), "kill") },
        "signal_host": { try check(fcntl(3, F_SETOWN, getppid()), "fcntl") },
        "outlive_host": { try check(attempt_outlive_host(), "prctl") },
        "limit_host": { try check(attempt_limit_host(), "prlimit") },
        "trace_host": { try check(attempt_trace_host(), "ptrace") },
        "io_uring": { try check(attempt_io_uring(), "io_uring_setup") },
        "thread": {
            let thread = Thread {}
            thread.start()
            while !thread.isFinished { usleep(1000) }
        },
    ]

    @discardableResult
    private static func check(_ result: Int32, _ call: String) throws -> Int32 {
        guard result < 0 else { return result }
        throw Fault("\(call): \(errno == EPERM || errno == EACCES ? "denied" : String(cString: strerror(errno)))")
    }
}
