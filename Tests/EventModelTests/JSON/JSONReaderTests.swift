import EventModel
import Foundation
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("Where a key stands twice the first one counts, in short objects and in long ones")
    func duplicateKeys() throws {
        #expect(try read(#"{"a":1,"a":2}"#, as: [String: Int].self) == ["a": 1])
        let long = (0..<200).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let values = try read("{\(long),\"k7\":0}", as: [String: Int].self)
        #expect(values.count == 200)
        #expect(values["k7"] == 7)
    }

    @Test(
        "A number is an integer when it is one exactly",
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("1.0", 1), ("1e2", 100), ("1.5e1", 15), ("100e-2", 1), ("-2.50e1", -25),
            ("9007199254740993.0", 9_007_199_254_740_993), ("-9223372036854775808", .min),
            ("9.223372036854775807e18", .max),
        ] as [(String, Int64)])
    func integers(text: String, value: Int64) throws {
        #expect(try read(text, as: Int64.self) == value)
    }

    @Test(
        "A number that is no integer, or none of that size, is refused",
        arguments: ["1.5", "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e-1", "15e-1"])
    func noIntegers(text: String) {
        #expect(throws: DecodingError.self) { try read(text, as: Int64.self) }
    }

    @Test("Each width has its limits")
    func widths() throws {
        #expect(try read("[255]", as: [UInt8].self) == [255])
        #expect(throws: DecodingError.self) { try read("[256]", as: [UInt8].self) }
        #expect(throws: DecodingError.self) { try read("[-1]", as: [UInt].self) }
        #expect(try read("[-32768]", as: [Int16].self) == [.min])
        #expect(throws: DecodingError.self) { try read("[32768]", as: [Int16].self) }
        #expect(try read("[18446744073709551615]", as: [UInt64].self) == [.max])
        #expect(throws: DecodingError.self) { try read("1e400", as: Double.self) }
        #expect(throws: DecodingError.self) { try read("1e-400", as: Double.self) }
    }

    @Test("A wrong type, a missing key and a null each say so and where")
    func errors() {
        struct Outer: Decodable { var inner: [Inner] }
        struct Inner: Decodable { var size: Int }
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        func failure(_ text: String) -> String {
            do {
                _ = try read(text, as: Outer.self)
                return "none"
            } catch let DecodingError.typeMismatch(_, context) {
                return "type at " + path(context)
            } catch let DecodingError.valueNotFound(_, context) {
                return "null at " + path(context)
            } catch let DecodingError.keyNotFound(key, context) {
                return "no \(key.stringValue) at " + path(context)
            } catch {
                return "\(error)"
            }
        }
        #expect(failure(#"{"inner":[{"size":1},{"size":"x"}]}"#) == "type at inner.1.size")
        #expect(failure(#"{"inner":[{"size":null}]}"#) == "null at inner.0.size")
        #expect(failure(#"{"inner":[{"sizes":1}]}"#) == "no size at inner.0")
        #expect(failure(#"{"inner":{}}"#) == "type at inner")
        #expect(failure("[]") == "type at ")
    }

    @Test("Optionals, nested optionals and absent keys read as Foundation reads them")
    func optionals() throws {
        struct Holder: Codable, Equatable {
            var a: Int?
            var b: [Int?]
            var c: UUID?
            var d: String?
        }
        for text in [#"{"b":[1,null]}"#, #"{"a":null,"b":[],"c":null,"d":null}"#, #"{"a":1,"b":[null],"d":""}"#] {
            #expect(try read(text, as: Holder.self) == JSONDecoder().decode(Holder.self, from: Data(text.utf8)))
        }
    }

    @Test("A UUID reads in either case, and nothing else reads as one")
    func ids() throws {
        let id = UUID()
        #expect(try read("[\"\(id.uuidString)\",\"\(id.text)\"]", as: [UUID].self) == [id, id])
        let wrongs = [
            String(id.text.dropLast()), id.text + "0", "g" + id.text.dropFirst(), id.text.filter { $0 != "-" },
        ]
        for wrong in wrongs {
            #expect(throws: DecodingError.self) { try read("[\"\(wrong)\"]", as: [UUID].self) }
        }
    }

    @Test("Types without a stored form are refused both ways")
    func noForm() {
        #expect(throws: DecodingError.self) { try read(#"["aGk="]"#, as: [Data].self) }
        #expect(throws: EncodingError.self) { try JSONWriter().encode([Data()]) }
        #expect(throws: EncodingError.self) { try JSONWriter().encode([Decimal(1)]) }
    }

    @Test("A reader reads many documents, also after one that failed")
    func again() throws {
        let reader = JSONReader()
        #expect(throws: DecodingError.self) { try reader.decode([Int].self, from: Data("[1,2".utf8)) }
        #expect(try reader.decode([Int].self, from: Data("[1,2]".utf8)) == [1, 2])
        #expect(throws: DecodingError.self) { try reader.decode([Int].self, from: Data("[true]".utf8)) }
        #expect(try reader.decode([Int].self, from: Data("[3]".utf8)) == [3])
    }

    private func read<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
        try JSONReader().decode(type, from: Data(text.utf8))
    }
}
