import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite("Pieces of the pages")
struct PieceTests {
    @Test("A form is read as browsers write it")
    func forms() throws {
        let form = try SentForm(body: Data("a=1+2&b=%C3%A9%26&c=&a=3&d=x%0D%0Ay".utf8))
        #expect(form["a"] == "1 2")
        #expect(form.all("a") == ["1 2", "3"])
        #expect(form["b"] == "é&")
        #expect(form["c"] == nil)
        #expect(form["d"] == "x\ny")
    }

    @Test("A form that cannot be read is refused", arguments: ["a=%", "a=%4", "a=%GG", "a=%FF", "a=%00"])
    func badForms(body: String) {
        #expect(throws: (any Error).self) { try SentForm(body: Data(body.utf8)) }
    }

    @Test("The same answers are the same content, whatever the token and the key")
    func content() throws {
        let one = try SentForm(body: Data("a=1&b=2&csrf=x&key=y".utf8))
        let two = try SentForm(body: Data("csrf=z&key=w&b=2&a=1".utf8))
        #expect(one.content == two.content)
        #expect(try SentForm(body: Data("a=12&b=".utf8)).content != SentForm(body: Data("a=1&b=2".utf8)).content)
    }

    @Test("A table is lines for a spreadsheet, which runs nothing that a cell says")
    func table() {
        var table = CSVTable(header: ["name", "note"])
        table.add(["A, B", nil])
        table.add(["=1+1", "\n=1"])
        #expect(table.text == "\u{FEFF}name,note\r\n\"A, B\",\r\n'=1+1,\"'\n=1\"\r\n")
    }

    @Test("What one session sealed no other opens")
    func seals() throws {
        let seal = SessionSeal(sessionToken: "one")
        let text = try #require(seal.seal(Data("Okafor".utf8)))
        #expect(seal.open(text) == Data("Okafor".utf8))
        #expect(SessionSeal(sessionToken: "two").open(text) == nil)
        #expect(seal.open(String(text.reversed())) == nil)
        #expect(seal.open("Okafor") == nil)
    }

    @Test(
        "Only addresses of ours are gone back to",
        arguments: [
            ("/inbox?x=1", "/inbox?x=1"), ("//evil.example", "/"), ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"), ("", "/"),
        ])
    func returns(address: String, expected: String) {
        #expect(WebRoutes.safeReturn(address) == expected)
    }

    @Test("Static files are kept for ever under a name that changes with them")
    func files() async throws {
        try await PageServer.run { _, browser in
            let visitor = browser()
            let html = try await visitor.get("/sign-in").html
            let css = try #require(html.firstMatch(of: #/href="(\/assets\/app\.[0-9a-f]+\.css)"/#)).output.1
            let file = try await visitor.get(String(css))
            #expect(file.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(file.headers[.contentType] == "text/css; charset=utf-8")
            #expect(try await visitor.get("/assets/nothing.css").status == 404)
            #expect(try await visitor.get("/favicon.ico").headers[.contentType] == "image/svg+xml")
            #expect(try await visitor.get("/robots.txt").html.contains("Disallow: /"))
        }
    }
}
