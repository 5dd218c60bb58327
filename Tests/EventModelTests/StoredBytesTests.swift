import EventModel
import Foundation
import Testing

@Suite("Stored bytes")
struct StoredBytesTests {
    @Test("Keys are sorted by their bytes, without white space, and absent values are left out")
    func sortedKeys() throws {
        let words = Words(
            zulu: "z", alpha: "a", alphaBeta: nil, alpha10: 10, alpha2: 2, Upper: true, _under: [3, 1, 2])
        #expect(
            try text(words) == #"{"Upper":true,"_under":[3,1,2],"alpha":"a","alpha10":10,"alpha2":2,"zulu":"z"}"#)
    }

    @Test(
        "Text is escaped as RFC 8785 says, and no more",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("/", "/"), ("</script>", "</script>"), ("\u{08}", #"\b"#),
            ("\u{09}", #"\t"#), ("\u{0A}", #"\n"#), ("\u{0C}", #"\f"#), ("\u{0D}", #"\r"#), ("\r\n", #"\r\n"#),
            ("\u{00}", #"\u0000"#), ("\u{01}", #"\u0001"#), ("\u{0B}", #"\u000b"#), ("\u{0F}", #"\u000f"#),
            ("\u{1F}", #"\u001f"#), ("\u{7F}", "\u{7F}"), ("\u{80}", "\u{80}"),
            ("\u{2028}\u{2029}", "\u{2028}\u{2029}"),
            ("é", "é"), ("e\u{301}", "e\u{301}"), ("😀", "😀"), ("\u{FEFF}", "\u{FEFF}"), ("‮", "‮"), ("", ""),
        ])
    func escapes(plain: String, escaped: String) throws {
        let data = try Line(text: plain).stored()
        #expect(Array(data) == Array("{\"text\":\"\(escaped)\"}".utf8))
        let back = try Line(stored: data, version: 1)
        #expect(Array(back.text.unicodeScalars) == Array(plain.unicodeScalars))
    }

    @Test("Random documents are stored as an independent RFC 8785 writer writes them")
    func againstReference() throws {
        for seed in UInt64(0)..<400 {
            var random = SeededGenerator(seed: seed)
            let bag = Bag(values: Self.object(depth: 3, using: &random))
            let data = try bag.stored()
            let expected = "{\"values\":\(CanonicalJSON.text(.object(bag.values)))}"
            #expect(String(decoding: data, as: UTF8.self) == expected, "seed \(seed)")
            #expect(try Bag(stored: data, version: 1) == bag, "seed \(seed)")
        }
    }

    @Test("A moment is stored as text to the microsecond and reads back the same")
    func moments() throws {
        let due = Due(at: Date(timeIntervalSince1970: 1_791_904_320.125), on: Day("2026-10-13"))
        let data = try due.stored()
        #expect(String(decoding: data, as: UTF8.self) == #"{"at":"2026-10-13T15:12:00.125000Z","on":"2026-10-13"}"#)
        #expect(try Due(stored: data, version: 1) == due)
        #expect(throws: DecodingError.self) { try Due(stored: Data(#"{"at":813597120.125}"#.utf8), version: 1) }
    }

    @Test("A moment that no four-digit year holds cannot be stored", arguments: [Date.distantPast, .distantFuture])
    func farMoments(moment: Date) throws {
        let far = moment.addingTimeInterval(moment < Date.now ? -400 * 86_400 : 7_000 * 366 * 86_400)
        #expect(throws: EncodingError.self) { try Due(at: far, on: nil).stored() }
        #expect(throws: EncodingError.self) { try Due(at: Date(timeIntervalSince1970: .nan), on: nil).stored() }
        #expect(throws: EncodingError.self) { try Due(at: Date(timeIntervalSince1970: .infinity), on: nil).stored() }
    }

    private func text(_ payload: some EventPayload) throws -> String {
        String(decoding: try payload.stored(), as: UTF8.self)
    }

    private static func object(depth: Int, using random: inout SeededGenerator) -> JSONObject {
        var object: JSONObject = [:]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            object[word(ascii: true, using: &random)] = value(depth: depth, using: &random)
        }
        return object
    }

    private static func value(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .integer(.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 3, 4: .string(word(ascii: false, using: &random))
        case 5: .array((0..<3).map { _ in value(depth: depth - 1, using: &random) })
        default: .object(object(depth: depth - 1, using: &random))
        }
    }

    private static func word(ascii: Bool, using random: inout SeededGenerator) -> String {
        var word = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let limit: UInt32 =
                ascii ? 0x7E : [0x24, 0x7F, 0x2FF, 0x2100, 0xFFFF, 0x10_FFFF].randomElement(using: &random) ?? 0
            let scalar = Unicode.Scalar(UInt32.random(in: (ascii ? 0x20 : 0)...limit, using: &random))
            word.unicodeScalars.append(scalar ?? "?")
        }
        return word
    }
}

private struct Words: EventPayload {
    static let type = "test.words"
    var zulu: String
    var alpha: String
    var alphaBeta: String?
    var alpha10: Int
    var alpha2: Int
    var Upper: Bool
    var _under: [Int]
}

private struct Line: EventPayload {
    static let type = "test.line"
    var text: String
}

private struct Bag: EventPayload {
    static let type = "test.bag"
    var values: JSONObject
}

private struct Due: EventPayload {
    static let type = "test.due"
    var at: Date
    var on: Day?
}

/// RFC 8785 written down a second time, for our profile: ASCII keys, integers, no fractions.
private enum CanonicalJSON {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .string(let value): quoted(value)
        case .array(let values): "[" + values.map(text).joined(separator: ",") + "]"
        case .object(let object):
            "{"
                + object.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
                .map { "\(quoted($0.key)):\(text($0.value))" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{08}": result += "\\b"
            case "\u{09}": result += "\\t"
            case "\u{0A}": result += "\\n"
            case "\u{0C}": result += "\\f"
            case "\u{0D}": result += "\\r"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
