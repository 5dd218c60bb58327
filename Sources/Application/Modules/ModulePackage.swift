import Crypto
import Foundation
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

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
