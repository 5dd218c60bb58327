/// A W3C trace: the id that all requests of one piece of work share.
public struct TraceContext: Sendable, Hashable {
    /// 32 lower-case hexadecimal digits.
    public let id: String

    /// Begins a trace.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(id: Self.hexadecimal(generator.next()) + Self.hexadecimal(generator.next() | 1))
    }

    /// Goes on with the trace of a `traceparent` header of version 00, or begins one when it is not such a header.
    public init(traceparent: String?) {
        let parts = traceparent?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard parts.count == 4, parts[0] == "00", Self.isDigits(parts[1], 32), Self.isDigits(parts[2], 16),
            Self.isDigits(parts[3], 2), parts[1].contains(where: { $0 != "0" })
        else {
            self.init()
            return
        }
        self.init(id: String(parts[1]))
    }

    private init(id: String) { self.id = id }

    private static func isDigits(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
