import Foundation

/// Where this program's own file is, and beside it those of the bundled modules' handlers.
enum Programs {
    static let folder: String = {
        let file = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        return URL(fileURLWithPath: file).deletingLastPathComponent().path
    }()
}
