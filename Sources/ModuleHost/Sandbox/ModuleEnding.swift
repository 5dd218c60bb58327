import Glibc

/// How a module's process came to its end.
public enum ModuleEnding: Hashable, Sendable {
    case exit(Int32)
    /// A signal ended it: 4 or 5 for a trap, 9 for our own hand or the kernel's want of memory, 31 for a system call
    /// that no module makes honestly.
    case signal(Int32)
    /// Someone else has reaped it.
    case unknown

    init(waitStatus status: Int32) {
        self =
            switch status & 0x7F {
            case _ where status < 0: .unknown
            case 0: .exit(status >> 8 & 0xFF)
            case let signal: .signal(signal)
            }
    }
}

extension ModuleEnding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exit(let code): "it ended with code \(code)"
        case .signal(SIGSYS): "it made a forbidden system call"
        case .signal(let number): "signal \(number) ended it"
        case .unknown: "it ended"
        }
    }
}
