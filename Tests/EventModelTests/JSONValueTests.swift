import EventModel
import Foundation
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("Every kind of value reads and writes back the same")
    func roundTrip() throws {
        let text = #"{"a":[1,"x",true,false,null,[],{}],"b":{"c":-9223372036854775808,"d":9223372036854775807},"e":""}"#
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(
            value
                == .object([
                    "a": .array([1, "x", true, false, .null, .array([]), .object([:])]),
                    "b": .object(["c": .integer(.min), "d": .integer(.max)]), "e": "",
                ]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }

    @Test("0 and 1 are numbers, true and false are not")
    func numbersAndTruth() throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data("[0,1,true,false]".utf8))
        #expect(value == .array([0, 1, true, false]))
    }

    @Test("Text that looks like a number stays text")
    func numericText() throws {
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(#""12""#.utf8)) == "12")
    }

    @Test(
        "Fractions and numbers beyond 64 bits are refused, at any depth",
        arguments: ["1.5", "[1.5]", #"{"a":[{"b":0.1}]}"#, "9223372036854775808", "-9223372036854775809", "1e400"])
    func fractions(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        }
    }
}
