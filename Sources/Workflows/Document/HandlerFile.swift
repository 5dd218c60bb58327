/// The program that decides what a document cannot say.
public struct HandlerFile: Sendable, Hashable {
    /// The name of a file in the module's folder or beside the server's own program.
    public var executable: String
    public var arguments: [String]
    /// Paths that it must read, as the libraries of an interpreter.
    public var readable: [String]
}
