import CSandbox

/// Which walls this kernel can put around a module.
///
/// Without one of them modules still run, with fewer walls: say so at start and in the status.
public struct SandboxSupport: Hashable, Sendable {
    /// The version of Landlock's interface, or `nil` without Landlock.
    public let landlock: Int?
    /// Whether a seccomp filter can be installed.
    public let hasSeccomp: Bool

    /// What this kernel answers.
    public static let current: SandboxSupport = {
        let support = csandbox_support()
        return SandboxSupport(
            landlock: support.landlock > 0 ? Int(support.landlock) : nil, hasSeccomp: support.seccomp != 0)
    }()

    init(landlock: Int?, hasSeccomp: Bool) {
        self.landlock = landlock
        self.hasSeccomp = hasSeccomp
    }

    /// What an operator must know: one sentence for each wall that is missing or weak.
    public var warnings: [String] {
        var warnings: [String] = []
        if let landlock {
            if landlock < 4, !hasSeccomp {
                warnings.append("This kernel's Landlock cannot keep modules away from the network.")
            }
        } else {
            warnings.append("This kernel has no Landlock: a module can read every file that the server can.")
        }
        if !hasSeccomp {
            warnings.append("This kernel has no seccomp: a module can make any system call that the server can.")
        }
        return warnings
    }
}

extension SandboxSupport: CustomStringConvertible {
    public var description: String {
        "Landlock \(landlock.map { "version \($0)" } ?? "missing"), seccomp \(hasSeccomp ? "present" : "missing")"
    }
}
