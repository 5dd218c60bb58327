import Exchange
import Foundation
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    @Test(
        "Fields are read as RFC 4180 writes them",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\n3,4\r\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]), ("a,b,c\n1,,3\n", [["a", "b", "c"], ["1", "", "3"]]),
            ("a,b\n\"1\",\"2\"\n", [["a", "b"], ["1", "2"]]), ("a,b\n\"\",\"\"", [["a", "b"], ["", ""]]),
            ("a,b\n\"x,y\",\"p\nq\"\n", [["a", "b"], ["x,y", "p\nq"]]),
            ("a,b\n\"p\r\nq\",2\r\n", [["a", "b"], ["p\r\nq", "2"]]),
            ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [["a", "b"], ["say \"hi\"", "\""]]),
            ("a,b\n\"1\",2\r\n\"3\",\"4\"\r\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
            ("a,b\n 1 , 2 \n", [["a", "b"], [" 1 ", " 2 "]]), ("a,b\n1\r2,3\n", [["a", "b"], ["1\r2", "3"]]),
            ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a\n1\n", [["a"], ["1"]]),
            ("\n\r\na,b\n\n1,2\r\n\r\n\n", [["a", "b"], ["1", "2"]]),
            ("é,😀\nñ,\u{2028}\n", [["é", "😀"], ["ñ", "\u{2028}"]]),
            ("a,b\n\"\u{FEFF}\",x\u{0}y\n", [["a", "b"], ["\u{FEFF}", "x\u{0}y"]]),
        ])
    func fields(text: String, expected: [[String]]) {
        #expect(CSVReader.all(text).map(\.fields) == expected)
    }

    @Test("A record knows its row among the records and the line it starts on")
    func places() {
        let readings = CSVReader.all("\na,b\r\n1,\"x\ny\r\nz\"\n\n2,3\r\n\"4\n\",5\n6,7")
        let places = readings.compactMap {
            if case .record(let record) = $0 { [record.row, record.line] } else { nil }
        }
        #expect(places == [[1, 2], [2, 3], [3, 7], [4, 8], [5, 10]])
    }

    @Test("A file with nothing in it is an error", arguments: ["", "\u{FEFF}", "\n\r\n\n", "\r"])
    func empty(text: String) {
        #expect(CSVReader.all(text).map(\.error?.code) == [.emptyFile])
        #expect(CSVReader.all(text, chunkSize: 1).map(\.error?.code) == [.emptyFile])
    }

    @Test("A quote that is never closed is told by the row it began in, and only that row is lost")
    func unterminatedQuote() throws {
        let readings = CSVReader.all("a,b\n1,2\n3,\"4\n5,6\n7,8\n")
        let error = try #require(readings[2].error)
        #expect(error.code == .unterminatedQuote)
        #expect(error.place == [3, 3, 2])
        #expect(error.fields == ["3,\"4"])
        #expect("\(error)" == "Row 3 (line 3), field 2: A quote is opened here and never closed.")
        #expect(readings.map(\.fields) == [["a", "b"], ["1", "2"], nil, ["5", "6"], ["7", "8"]])
    }

    @Test("A file cut in the middle of a quote gives every row but the last")
    func cutFile() {
        let whole = "a,b\n" + (1...500).map { "\($0),\"some text, \($0)\"\n" }.joined()
        let cut = CSVReader.all(String(whole.dropLast(6)))
        #expect(cut.count == 501)
        #expect(cut.dropLast().allSatisfy { $0.fields != nil })
        #expect(cut.last?.error?.code == .unterminatedQuote)
        #expect(cut.last?.error?.row == 501)
    }

    @Test(
        "A stray quote is told by row, line and field, and the next line is read",
        arguments: [
            ("a,b\n1,x\"y\n3,4\n", 2), ("a,b\n1,\"x\"y\n3,4\n", 2), ("a,b\n\"x\" ,2\n3,4\n", 1),
            ("a,b\n1\",2\n3,4\n", 1), ("a,b\n1,\"x\"\ry\n3,4\n", 2), ("a,b\n1,\"2\n3,4\n5,\"6\"\n3,4\n", 2),
        ])
    func strayQuote(text: String, column: Int) throws {
        let readings = CSVReader.all(text)
        let error = try #require(readings[1].error)
        #expect(error.code == .strayQuote)
        #expect(error.place == [2, 2, column])
        #expect(readings.last?.fields == ["3", "4"])
    }

    @Test("A quote left open until another row's quote costs its own row alone")
    func joinedRows() {
        let readings = CSVReader.all("a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n")
        #expect(readings.map(\.fields) == [["a", "b"], nil, ["3", "4"], ["5", "6"], ["7", "8"]])
    }

    @Test("A record with another number of fields than the header is told with both numbers")
    func fieldCount() throws {
        let readings = CSVReader.all("a,b,c\n1,2\n1,2,3,4\n5,6,7\n")
        let errors = readings.compactMap(\.error)
        #expect(errors.map(\.code) == [.fieldCount, .fieldCount])
        #expect(errors.map(\.row) == [2, 3])
        #expect(errors.map(\.fields) == [["1", "2"], ["1", "2", "3", "4"]])
        #expect(errors[0].reason == "It has 2 fields where the header has 3.")
        #expect(errors[0].column == nil)
        #expect(readings.last?.fields == ["5", "6", "7"])
    }

    @Test("Rows that a pair of broken quotes joined are looked at one by one")
    func joinedFieldCount() {
        let readings = CSVReader.all("a,b,c\n1,\"2,3\n4,5\",6\n7,8,9\n")
        #expect(readings.map(\.error?.code) == [nil, nil, nil])
        let broken = CSVReader.all("a,b,c\n1,2,3,\"x\n4,5,6\n7,8,9\",1\n2,3,4\n")
        #expect(broken.map(\.fields) == [["a", "b", "c"], nil, ["4", "5", "6"], nil, ["2", "3", "4"]])
        #expect(broken.map(\.error?.code) == [nil, .fieldCount, nil, .strayQuote, nil])
        #expect(broken[1].error?.fields == ["1,2,3,\"x"])
    }

    @Test("Bytes that are not UTF-8 are told by row and field, and the next row is read")
    func latinOne() throws {
        let latin = Data("a,b\n1,2\nx,Do".utf8) + [0xF1] + Data("a\n3,4\n".utf8)
        let readings = CSVReader.all(latin)
        let error = try #require(readings[2].error)
        #expect(error.code == .notUTF8)
        #expect(error.place == [3, 3, 2])
        #expect(error.fields == ["x", "Do\u{FFFD}a"])
        #expect("\(error)".contains("CSV UTF-8"))
        #expect(readings.last?.fields == ["3", "4"])
    }

    @Test(
        "Every kind of broken UTF-8 is found",
        arguments: [
            [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func brokenUTF8(bytes: [UInt8]) {
        let readings = CSVReader.all(Data("a,b\n1,\"".utf8) + bytes + Data("\"\n3,4\n".utf8))
        #expect(readings.map(\.error?.code) == [nil, .notUTF8, nil])
    }

    @Test("UTF-16 from a spreadsheet is refused at its first row")
    func wideText() {
        let readings = CSVReader.all(Data([0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00, 0x62, 0x00, 0x0A, 0x00]))
        #expect(readings.first?.error?.code == .notUTF8)
        #expect(readings.first?.error?.row == 1)
    }

    @Test("A field may be 64 kB and no longer; what is longer costs one row")
    func fieldLimit() {
        let limit = CSVReader.fieldLimit
        for quote in ["", "\""] {
            let long = CSVReader.all("a,b\n1,\(quote)\(String(repeating: "x", count: limit))\(quote)\n3,4\n")
            #expect(long.map { $0.fields?.last?.count } == [1, limit, 1])
            let longer = CSVReader.all("a,b\n1,\(quote)\(String(repeating: "x", count: limit + 1))\(quote)\n3,4\n")
            #expect(longer.map(\.error?.code) == [nil, .fieldTooLong, nil])
            #expect(longer[1].error?.column == 2)
        }
    }

    @Test("A broken quote in a long file is reported, and the rows after it are all read")
    func longFile() {
        let rows = (1...20_000).map { $0 == 5_000 ? "\($0),\"broken\n" : "\($0),plain text\n" }.joined()
        let readings = CSVReader.all("a,b\n" + rows)
        #expect(readings.count == 20_001)
        #expect(readings.indices.filter { readings[$0].error != nil } == [5_000])
        #expect(readings[5_000].error?.code == .fieldTooLong)
        #expect(readings[5_000].error?.row == 5_001)
        #expect(readings[5_001].fields == ["5001", "plain text"])
    }

    @Test("A row of a million commas is refused, and the next is read")
    func recordLimit() {
        let readings = CSVReader.all("a,b\n\(String(repeating: ",", count: CSVReader.recordLimit + 2))\n3,4\n")
        #expect(readings.map(\.error?.code) == [nil, .recordTooLong, nil])
    }

    @Test("The size of the chunks makes no difference", arguments: [1, 2, 3, 7, 64])
    func chunks(size: Int) {
        let texts = [
            "\u{FEFF}a,b\r\n1,\"x\r\ny \"\"z\"\"\"\r\n\r\n\"é😀\",\r\n3,4", "a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n",
            "a,b\n1\n1,2,3\nx\"y,2\n\"x\"y,1\n\"open,1\n3,4\r", "a,b\r\n\"1\"\r\n\"1\",\"2\"\r\n\"\"\"\",\"\"",
            "a\r\n\r\n\n1\r\n\r", "a,b,c\n1,2,3,\"x\n4,5,6\n7,8,9\",1\n2,3,4\n", "\r\n\r\na", "\u{FEFF}\n", "a",
        ]
        for text in texts {
            #expect(CSVReader.all(text, chunkSize: size) == CSVReader.all(text), "\(text.debugDescription)")
        }
        let latin = Data("a,b\n1,".utf8) + [0xF1, 0x0A] + Data("3,\u{1F600}\n".utf8)
        #expect(CSVReader.all(latin, chunkSize: size) == CSVReader.all(latin))
    }

    @Test("What the writer writes, the reader reads, whatever the text and the chunks")
    func roundTrip() {
        let alphabet = ["a", "é", "😀", ",", "\"", "\n", "\r\n", "\r", " ", "x\"\"y", "0"]
        for seed in UInt64(0)..<300 {
            var random = SeededGenerator(seed: seed)
            let width = Int.random(in: 1...4, using: &random)
            let rows = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (0..<width).map { _ in
                    // Text in front, so that no field is a formula and no row is blank.
                    "t"
                        + (0..<Int.random(in: 0...6, using: &random)).map { _ in
                            alphabet.randomElement(using: &random) ?? ""
                        }.joined()
                }
            }
            let text = rows.map { CSVText.line($0) }.joined()
            let readings = CSVReader.all(text, chunkSize: .random(in: 1...40, using: &random))
            #expect(readings.map(\.fields) == rows, "seed \(seed)")
        }
    }

    @Test("Noise never stops the reader or makes it lose its place")
    func noise() {
        for seed in UInt64(0)..<300 {
            var random = SeededGenerator(seed: seed)
            let bytes = Data((0..<200).map { _ in Array("a,\"\n\r\u{F1}".utf8).randomElement(using: &random) ?? 0 })
            let readings = CSVReader.all(bytes, chunkSize: .random(in: 1...20, using: &random))
            #expect(readings == CSVReader.all(bytes), "seed \(seed)")
            let rows = readings.map { if case .record(let record) = $0 { record.row } else { $0.error?.row ?? -1 } }
            #expect(rows == Array(1...max(1, rows.count)) || readings.first?.error?.code == .emptyFile, "seed \(seed)")
        }
    }

    @Test("A file is read in chunks, and how far is told")
    func file() throws {
        let folder = try TemporaryFolder()
        let text = "a,b\n" + String(repeating: "1,\"two\nlines\"\n", count: 500)
        var reader = try CSVReader(file: try folder.file("t.csv", text), chunkSize: 100)
        #expect(try reader.next()?.fields == ["a", "b"])
        #expect(reader.bytesRead == 100)
        var count = 0
        while let record = try reader.next() {
            #expect(record.fields == ["1", "two\nlines"])
            count += 1
        }
        #expect(count == 500)
        #expect(reader.bytesRead == text.utf8.count)
        #expect(try reader.next() == nil)
    }

    @Test("A file that is not there, or is a folder, is an error that names it or says so")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: CSVError.self) { try CSVReader(file: folder.path("none.csv")) }
        #expect(missing?.code == .unreadable)
        #expect(missing?.description.contains("none.csv") == true)
        let directory = #expect(throws: CSVError.self) {
            var reader = try CSVReader(file: folder.url)
            _ = try reader.next()
        }
        #expect(directory?.code == .unreadable)
    }
}
