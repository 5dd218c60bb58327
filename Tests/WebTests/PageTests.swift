import Foundation
import Testing

@testable import Web

@Suite("Pages")
struct PageTests {
    @Test("Every page is whole, escaped and free of inline style and script", arguments: Language.allCases)
    func pages(language: Language) throws {
        let pages = try Fixtures(language).pages
        #expect(Set(pages.map(\.name)).count == pages.count)
        for page in pages {
            let html = page.html()
            let markup = Markup(html)
            let name = "\(language.rawValue)/\(page.name)"
            #expect(html.hasPrefix("<!doctype html>"), "\(name)")
            #expect(markup.tags.first { $0.name == "html" }?.attributes["lang"] == language.rawValue, "\(name)")
            for leak in ["{{", "}}", "WordTree(", "Fields(", "Optional(", "javascript:", "data:image"] {
                #expect(!html.contains(leak), "\(name) has \(leak)")
            }
            #expect(markup.count("h1") == 1 && markup.count("main") == 1 && markup.count("style") == 0, "\(name)")
            for tag in markup.tags {
                #expect(tag.attributes["style"] == nil, "\(name)")
                #expect(!tag.attributes.keys.contains { $0.hasPrefix("on") }, "\(name)")
                #expect(tag.attributes["href"].map { !["", "#"].contains($0) } ?? true, "\(name)")
                if tag.name == "script", !tag.isClosing {
                    #expect(tag.attributes["type"] == "module", "\(name)")
                    #expect(tag.attributes["src"]?.hasPrefix("/assets/") == true, "\(name)")
                }
            }
        }
    }

    @Test("No page says a word's key instead of the word", arguments: Language.allCases)
    func keys(language: Language) throws {
        let fixtures = try Fixtures(language)
        let prefixes = Set(
            (fixtures.renderer.catalogue.messages[.english] ?? [:]).keys
                .compactMap { $0.split(separator: ".").first.map(String.init) })
        for page in fixtures.pages {
            for word in Markup(page.html()).text.split(whereSeparator: { " \n,:;".contains($0) }) {
                let parts = word.split(separator: ".", omittingEmptySubsequences: false)
                guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }), word != "openapi.json" else { continue }
                #expect(!prefixes.contains(String(parts[0])), "\(language.rawValue)/\(page.name): \(word)")
            }
        }
    }

    @Test("Every form that posts carries its two tokens", arguments: Language.allCases)
    func tokens(language: Language) throws {
        for page in try Fixtures(language).pages {
            for form in Markup(page.html()).elements("form", where: { $0.attributes["method"] == "post" }) {
                let values = { (name: String) in
                    form.filter { $0.attributes["name"] == name }.compactMap { $0.attributes["value"] }
                }
                #expect(values("csrf") == ["c5rf"], "\(page.name)")
                #expect(values("key").count == 1 && values("key")[0].hasPrefix("01jA3v9q-"), "\(page.name)")
            }
        }
    }

    @Test("Every link inside a page and every label leads to an id that exists once", arguments: Language.allCases)
    func anchors(language: Language) throws {
        for page in try Fixtures(language).pages {
            let markup = Markup(page.html())
            let ids = markup.values("id")
            #expect(Set(ids).count == ids.count, "\(page.name)")
            let wanted =
                markup.values("href").filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) } + markup.values("for")
                + (markup.values("aria-labelledby") + markup.values("aria-describedby"))
                .flatMap { $0.split(separator: " ").map(String.init) }
            #expect(Set(wanted).subtracting(ids) == [], "\(page.name)")
        }
    }

    @Test("What people typed is escaped")
    func escaping() throws {
        let fixtures = try Fixtures(.english)
        let page = ConfirmPage(
            title: "<b>\"A\" & 'B'</b>", text: "",
            confirm: PostButton(label: "", action: "/\"><script>", tokens: fixtures.tokens()),
            cancelHref: "/", for: fixtures.reader)
        let frame = PageFrame(title: "</title><script>", otherLanguageHref: "/", for: fixtures.reader)
        let html = fixtures.renderer.html(page, in: frame, for: fixtures.reader)
        #expect(!html.contains("<script>"))
        #expect(!html.contains("<b>"))
    }

    /// A sign of markup and what joins it are one character, and the engine escapes character by character.
    @Test(
        "What people typed is escaped with an accent after it or a prefix before it too",
        arguments: [
            "\"\u{301} onfocus=\"x", "\u{600}\" onfocus=\"x", "'\u{301}", "<\u{301}b", "&\u{301}lt", ">\u{301}",
        ])
    func escapingWhatIsJoined(typed: String) throws {
        let fixtures = try Fixtures(.english)
        func html(_ text: String) -> String {
            let page = ConfirmPage(
                title: text, text: text, confirm: PostButton(label: text, action: text, tokens: fixtures.tokens()),
                cancelHref: "/", for: fixtures.reader)
            let frame = PageFrame(title: text, otherLanguageHref: "/", for: fixtures.reader)
            return fixtures.renderer.html(page, in: frame, for: fixtures.reader)
        }
        func count(_ sign: Character, in text: String) -> Int { text.utf8.count { $0 == sign.asciiValue } }
        let (plain, shown) = (html("plain"), html(typed))
        for sign: Character in ["<", ">", "\"", "'"] {
            #expect(count(sign, in: shown) == count(sign, in: plain), "\(sign)")
        }
        let escapes = count("&", in: shown) - count("&", in: plain)
        #expect(escapes > 0 && escapes == count(";", in: shown) - count(";", in: plain))
    }

    @Test("A form that is sent back keeps its values and names what to fix")
    func errors() throws {
        let fixtures = try Fixtures(.english)
        let html = try #require(fixtures.pages.first { $0.name == "action-decline-errors" }).html()
        #expect(html.contains("value=\"other\" checked"))
        #expect(html.contains("value=\"2026-11-02\""))
        #expect(html.contains("href=\"#field-note\""))
        #expect(html.contains("aria-describedby=\"field-note-hint field-note-error\""))
    }

    @Test("A card in the inbox says late before it says acknowledged", arguments: [(-1.0, false), (1.0, true)])
    func lateCard(days: Double, saysDone: Bool) throws {
        let fixtures = try Fixtures(.english)
        let card = InboxCard(
            number: "RF-0445", name: "Ana L.", href: "/referrals/rf-0445", need: "Restorative circle",
            clock: fixtures.clock("decide", due: fixtures.at(days)),
            stage: .acknowledged(at: fixtures.at(-6), undo: nil, next: ""), isFirst: false, for: fixtures.reader)
        #expect((card.done != nil) == saysDone)
        #expect((card.clock?.tone == "late") != saysDone, "\(card.clock?.tone ?? "none")")
    }

    @Test("A password is never sent back")
    func passwords() {
        let field = Field.line("password", "", input: .init(type: "password"), from: Submission(["password": "secret"]))
        #expect(field.input?.value == nil)
    }

    @Test("Navigation shows each role its own pages, each once and at most six")
    func navigation() throws {
        let reader = try Fixtures(.english).reader
        let all = NavigationItem.all(
            for: ["prosecutor", "supervisor", "auditor", "administrator", "operator"], current: .audit, reader: reader)
        #expect(all.map(\.place) == [.worklist, .refer, .referrals, .screenings, .modules, .audit])
        #expect(
            NavigationItem.all(for: ["partner"], current: nil, reader: reader).map(\.href) == [
                "/inbox", "/inbox/active", "/capacity",
            ])
        #expect(NavigationItem.all(for: [], current: nil, reader: reader).isEmpty)
    }

    @Test("Filters live in the address and come off one by one")
    func filters() throws {
        let filters = try Fixtures(.english).filters(
            "/worklist", ["q": "Tomás R.", "status": "offered", "sort": "partner"])
        #expect(filters.chips.map(\.label) == ["Search: Tomás R.", "Status: Sent"])
        #expect(filters.chips[0].removeHref == "/worklist?show=needs-you&sort=partner&status=offered")
        #expect(filters.csvHref == "/worklist.csv?q=Tom%C3%A1s%20R.&show=needs-you&sort=partner&status=offered")
    }

    @Test("An asset's address changes with its content, and scripts are tiny")
    func assets() throws {
        let assets = try Fixtures(.english).renderer.assets
        #expect(assets.url("app.css").hasSuffix(".css"))
        #expect(
            assets.files[String(assets.url("app.css").dropFirst("/assets/".count))]?.contentType
                == "text/css; charset=utf-8")
        #expect(Assets.hash(Data("a".utf8)) != Assets.hash(Data("b".utf8)))
        for (name, file) in assets.files where name.hasSuffix(".js") { #expect(file.data.count < 2000, "\(name)") }
    }
}
