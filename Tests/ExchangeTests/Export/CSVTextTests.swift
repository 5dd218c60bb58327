import Exchange
import Testing

@Suite("CSV text")
struct CSVTextTests {
    @Test(
        "A field is quoted only where it must be",
        arguments: [
            ("", ""), ("plain", "plain"), ("two words", "two words"), ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("cr\rhere", "\"cr\rhere\""),
            ("a\"\u{301}b", "\"a\"\"\u{301}b\""), ("\"\u{301},=1", "\"\"\"\u{301},=1\""),
            ("é 😀", "é 😀"), ("'quoted'", "'quoted'"), (" x", " x"),
        ])
    func quoting(text: String, field: String) {
        #expect(CSVText.field(text) == field)
    }

    @Test(
        "Text that a spreadsheet would run gets an apostrophe",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("=", "'="),
            ("\r\nx", "\"'\r\nx\""), ("=\u{301}1", "'=\u{301}1"), ("\nx", "\"'\nx\""),
        ])
    func formulas(text: String, field: String) {
        #expect(CSVText.field(text) == field)
    }

    @Test("Such a character later in the text is left alone", arguments: ["1=1", "a-b", "a@b.org", "1+1", "a\tb"])
    func harmless(text: String) {
        #expect(CSVText.field(text) == text)
    }

    @Test("A line ends in CRLF")
    func lines() {
        #expect(CSVText.line(["a", "b,c", ""]) == "a,\"b,c\",\r\n")
    }
}
