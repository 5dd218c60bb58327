import EventModel
import Foundation
import Testing

@Suite("JSON as RFC 8259 has it")
struct JSONConformanceTests {
    @Test("What the RFC allows is read, and means what Foundation says it means")
    func accepted() throws {
        for (name, text) in JSONConformanceCases.accepted {
            let data = Data(JSONConformanceCases.bytes(text))
            let ours = try #require(try? JSONReader().decode(AnyJSON.self, from: data), "\(name)")
            #expect(ours == (try JSONDecoder().decode(AnyJSON.self, from: data)), "\(name)")
        }
    }

    @Test("What the RFC does not allow is refused as such, at a place in the text")
    func rejected() {
        for (name, text) in JSONConformanceCases.rejected {
            let bytes = JSONConformanceCases.bytes(text)
            let error = #expect(throws: DecodingError.self, "\(name)") {
                try JSONReader().decode(AnyJSON.self, from: Data(bytes))
            }
            guard case .dataCorrupted(let context) = error, let syntax = context.underlyingError as? JSONSyntaxError
            else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect((0...bytes.count).contains(syntax.offset), "\(name)")
        }
    }

    @Test(
        "An error says what is wrong and where, and nothing of the text",
        arguments: [
            ("", JSONSyntaxError.Code.unexpectedEnd, 0), ("[1,", .unexpectedEnd, 3), ("[1,]", .unexpectedByte, 3),
            ("\"a\u{1}\"", .control, 2), (#""ab\x""#, .escape, 3), (#""\ud800""#, .surrogate, 1),
            (String(repeating: "[", count: 513), .depth, 512),
        ] as [(String, JSONSyntaxError.Code, Int)])
    func places(text: String, code: JSONSyntaxError.Code, offset: Int) {
        let error = #expect(throws: DecodingError.self) {
            try JSONReader().decode(AnyJSON.self, from: Data(text.utf8))
        }
        guard case .dataCorrupted(let context) = error, let syntax = context.underlyingError as? JSONSyntaxError else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(syntax.code == code)
        #expect(syntax.offset == offset)
        #expect(syntax.description.hasPrefix("This is not JSON: "))
    }

    @Test("512 levels are read; one more is refused")
    func depth() throws {
        func nested(_ levels: Int) -> Data {
            Data((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        _ = try JSONReader().decode(Skipped.self, from: nested(512))
        #expect(throws: DecodingError.self) { try JSONReader().decode(Skipped.self, from: nested(513)) }
    }

    /// Reads nothing: what is skipped is checked all the same.
    private struct Skipped: Decodable { init(from: any Decoder) {} }
}
