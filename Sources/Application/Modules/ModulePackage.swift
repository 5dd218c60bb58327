import Crypto
import Foundation
import ModuleHost
public import Workflows

/// A version of a module before it is installed: its document, and its handler's file where it has one.
public struct ModulePackage: Sendable {
    /// The executable that decides what the document cannot say.
    public struct Handler: Sendable {
        public var path: String
        /// SHA-256 of the file, in hexadecimal.
        public var hash: String

        public init(path: String) throws {
            self.path = path
            hash = try ModulePackage.hash(ofFile: path)
        }
    }

    public var document: WorkflowDocument
    public var handler: Handler?

    public init(document: WorkflowDocument, handler: Handler? = nil) {
        self.document = document
        self.handler = handler
    }

    /// Reads a module's folder: `workflow.yaml`, and the handler's file where the document names one.
    public init(folder: String) throws(ModulePackageError) {
        let path = "\(folder)/workflow.yaml"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .unreadable(path) }
        try self.init(yaml: text, handlerIn: folder)
    }

    /// Reads a document, and finds its handler's file in a folder, in its `bin`, or beside this very program.
    public init(yaml: String, handlerIn folder: String) throws(ModulePackageError) {
        do throws(Problems) {
            document = try WorkflowDocument(yaml: yaml)
        } catch { throw .problems(error) }
        guard let name = document.handler?.executable else { return }
        guard let place = ModuleProgram.find(name, in: folder) else { throw .noHandler(name, folder) }
        guard let found = try? Handler(path: place) else { throw .unreadable(place) }
        handler = found
    }

    /// What a version is known by: SHA-256 over the document's bytes, followed, where there is a handler, by a zero
    /// byte (which no YAML text has) and the 64 hexadecimal digits of its file's SHA-256.
    public var hash: String {
        var digest = SHA256()
        digest.update(data: Data(document.source.utf8))
        if let handler { digest.update(data: Data([0] + handler.hash.utf8)) }
        return digest.finalize().hexadecimal
    }

    /// SHA-256 of a file, in hexadecimal.
    static func hash(ofFile path: String) throws -> String {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        return SHA256.hash(data: bytes).hexadecimal
    }
}

/// Why a folder or a document is no module.
public enum ModulePackageError: Error, Sendable {
    case unreadable(String)
    case problems(Problems)
    /// The document names a handler, and there is no such executable in the folder or beside the server.
    case noHandler(String, String)
}

extension ModulePackageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read."
        case .problems(let problems): "The document cannot be used:\n\(problems)"
        case .noHandler(let name, let folder):
            "The document names the handler \(name). Put its executable file into \(folder)."
        }
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
