import EventModel
import Exchange
import Foundation
import Testing

@Suite("Table writer")
struct TableWriterTests {
    static let columns = ["number", "status", "sessions", "urgent"]
    static let rows: [JSONObject] = [
        ["number": "RF-1", "status": "in-progress", "sessions": 3, "urgent": true],
        ["status": "=cmd|' /C calc'!A0", "sessions": -3, "other": "not a column"],
        ["number": "say \"hi\", you", "urgent": .null, "sessions": .array([1, "x"])],
    ]

    @Test("CSV has a header and a line for each row; numbers below zero stay numbers")
    func csv() {
        #expect(
            document(.csv, Self.rows)
                == "number,status,sessions,urgent\r\nRF-1,in-progress,3,true\r\n,'=cmd|' /C calc'!A0,-3,\r\n"
                + "\"say \"\"hi\"\", you\",,\"[1,\"\"x\"\"]\",\r\n")
    }

    @Test("JSON is one array whose objects have the columns in order")
    func json() throws {
        let text = document(.json, Self.rows)
        #expect(text.hasPrefix("[\n{\"number\":\"RF-1\",\"status\":\"in-progress\",\"sessions\":3,\"urgent\":true},\n"))
        #expect(text.hasSuffix("}\n]\n"))
        let read = try JSONDecoder().decode([JSONObject].self, from: Data(text.utf8))
        #expect(read[1] == ["number": .null, "status": "=cmd|' /C calc'!A0", "sessions": -3, "urgent": .null])
        #expect(read.count == 3)
    }

    @Test("JSON lines are one object each")
    func jsonLines() throws {
        let lines = document(.jsonLines, Self.rows).split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { _ = try JSONDecoder().decode(JSONObject.self, from: Data(line.utf8)) }
    }

    @Test(
        "Without rows there is still a document",
        arguments: [
            (TableWriter.Format.csv, "number,status,sessions,urgent\r\n"), (.json, "[]\n"), (.jsonLines, ""),
        ])
    func noRows(format: TableWriter.Format, text: String) {
        #expect(document(format, []) == text)
    }

    @Test("Control characters and quotes are escaped in JSON")
    func escapes() throws {
        let nasty = "q\" b\\ n\n r\r t\t u\u{1} d\u{7F} l\u{2028} e\u{301} 😀 </script>"
        let text = document(.jsonLines, [["number": .string(nasty)]])
        #expect(text.contains(#"q\" b\\ n\n r\r t\t u\u0001 d"#))
        let read = try JSONDecoder().decode(JSONObject.self, from: Data(text.utf8))
        #expect(read["number"] == .string(nasty))
    }

    @Test("What the output throws reaches the caller")
    func failing() {
        struct Full: Error {}
        var writer = TableWriter(.csv, columns: ["a"]) { _ in throw Full() }
        #expect(throws: Full.self) { try writer.write(["a": 1]) }
    }

    private func document(_ format: TableWriter.Format, _ rows: [JSONObject]) -> String {
        String(decoding: TableWriter.document(format, columns: Self.columns, rows: rows), as: UTF8.self)
    }
}
