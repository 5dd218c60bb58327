import Foundation
import ModuleHost
import Workflows

/// The handlers' files on this machine, as `<directory>/<module>/<version>/handler`.
///
/// A copy is made when a version is installed, so that whatever becomes of the author's folder changes nothing.
public struct ModuleStore: Sendable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    /// Copies a handler's file to its place; a copy that is there already and has the same content is left alone.
    func keep(_ handler: ModulePackage.Handler, of id: String, _ version: String) throws {
        let place = place(of: id, version)
        guard (try? ModulePackage.hash(ofFile: place)) != handler.hash else { return }
        let files = FileManager.default
        let folder = (place as NSString).deletingLastPathComponent
        let draft = "\(folder)/.\(UUID().uuidString)"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            try files.copyItem(atPath: handler.path, toPath: draft)
            try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: draft)
            guard try ModulePackage.hash(ofFile: draft) == handler.hash else { throw CocoaError(.fileReadCorruptFile) }
            // Renamed over whatever is there: nobody ever sees half a file.
            guard rename(draft, place) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? files.removeItem(atPath: draft)
            throw error
        }
    }

    /// The program of a version, once its file has turned out to be the one that was installed.
    func program(of module: InstalledModule) throws(Failure) -> ModuleProgram {
        let place = place(of: module.id, module.version.description)
        guard let hash = try? ModulePackage.hash(ofFile: place) else { throw Failure(.notInstalled, of: module) }
        guard hash == module.handlerHash else {
            throw .refused(Refused("module.handler-changed", ["module": "\(module.id) \(module.version)"]))
        }
        return Self.program(at: place, as: module.document)
    }

    /// - Throws: a refusal when the handler asks to read more than the system's own programs and libraries.
    static func check(_ document: WorkflowDocument) throws(Failure) {
        for path in document.handler?.readable ?? [] {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let isSystem = parts.count > 2 && parts[0].isEmpty && ["usr", "lib", "lib64", "opt"].contains(parts[1])
            guard isSystem, !parts.contains("..") else {
                throw .refused(Refused("module.handler-reads-too-much", field: "document", ["path": path]))
            }
        }
    }

    static func program(at path: String, as document: WorkflowDocument) -> ModuleProgram {
        ModuleProgram(
            executable: path, arguments: document.handler?.arguments ?? [],
            readable: [path] + (document.handler?.readable ?? []))
    }

    private func place(of id: String, _ version: String) -> String { "\(directory)/\(id)/\(version)/handler" }
}
