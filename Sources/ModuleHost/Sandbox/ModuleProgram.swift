import CSandbox
import Foundation

/// A module's executable and the walls around it.
public struct ModuleProgram: Hashable, Sendable {
    /// An absolute path: the program starts in `/`. A script is an argument of its interpreter.
    public let executable: String
    /// What comes after the program's own name. For interpreters: under Landlock, Swift's `CommandLine` sees none.
    public var arguments: [String]
    /// Files and folders that it may read beside the system's libraries: a script, an interpreter's own library.
    public var readable: [String]
    public var limits: SandboxLimits
    /// Walls that are left out although the kernel has them, to test how the host does without.
    package var without: Set<Wall> = []

    package enum Wall: Sendable { case landlock, seccomp }

    /// A path that is not absolute is one from the folder in which this is called.
    public init(
        executable: String, arguments: [String] = [], readable: [String] = [], limits: SandboxLimits = SandboxLimits()
    ) {
        self.executable = URL(fileURLWithPath: executable).path
        self.arguments = arguments
        self.readable = readable
        self.limits = limits
    }

    /// Where shared libraries and time zones are.
    static let systemLibraries: [String] =
        ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo"] + swiftLibraries

    /// The folder of the Swift libraries that this very process loaded; none when it was linked statically.
    private static var swiftLibraries: [String] {
        guard let file = csandbox_file_of_symbol("swift_retain"), case let name = String(cString: file),
            name.hasSuffix(".so"), let folder = name.lastIndex(of: "/")
        else { return [] }
        return [String(name[..<folder])]
    }
}
