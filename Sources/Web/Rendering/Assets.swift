public import Foundation

/// The static files, each under a name that changes when its content does.
public struct Assets: Sendable {
    /// One file as it is served: cache it for ever.
    public struct File: Sendable {
        public let data: Data
        public let contentType: String
        /// Also its strong entity tag.
        public let hash: String
    }

    /// The files by served name, such as `app.1f3a5c7e9b2d4f60.css`.
    public let files: [String: File]
    private let names: [String: String]

    init(directory: URL) throws {
        var files: [String: File] = [:]
        var names: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(
            at: directory.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
        {
            guard let contentType = Self.contentTypes[file.pathExtension] else { continue }
            let data = try Data(contentsOf: file)
            let hash = Self.hash(data)
            let served = "\(file.deletingPathExtension().lastPathComponent).\(hash).\(file.pathExtension)"
            files[served] = File(data: data, contentType: contentType, hash: hash)
            names[file.lastPathComponent] = served
        }
        self.files = files
        self.names = names
    }

    /// The address of a file, by the name it has in the source: `app.css`.
    func url(_ name: String) -> String { "/assets/\(names[name] ?? name)" }

    /// FNV-1a, 64 bits: enough to tell versions of our own files apart.
    static func hash(_ data: Data) -> String {
        let sum = data.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static let contentTypes = [
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    ]
}
