import EventModel
import Foundation
import Synchronization
import Testing

@Suite("Personal text")
struct PersonalTests {
    static let key = UUID(version8From: [UInt8](repeating: 9, count: 16))

    @Test("Clear text cannot be stored without a sealer, and the error does not show it")
    func clearRefused() throws {
        let error = try #require(throws: EncodingError.self) { try Person(name: "Ada Lovelace").stored() }
        #expect("\(error)".contains("name"))
        #expect("\(error)".contains("sealed first"))
        #expect(!"\(error)".contains("Ada"))
    }

    @Test("An erased value cannot be stored again, with a sealer or without")
    func erasedRefused() {
        #expect(throws: EncodingError.self) { try Person(name: .erased).stored() }
        #expect(throws: EncodingError.self) { try Person(name: .erased).stored(sealer: Self.sealer) }
    }

    @Test("A sealed value is stored as it is, and no sealer is asked")
    func sealedStays() throws {
        let person = Person(name: .sealed(SealedText(key: Self.key, box: "Ym94/+==")))
        let expected = #"{"name":{"box":"Ym94/+==","key":"09090909-0909-8909-8909-090909090909"},"others":[]}"#
        #expect(String(decoding: try person.stored(), as: UTF8.self).lowercased() == expected.lowercased())
        let untouched = try person.stored { _, _ in throw Refused() }
        #expect(try Person(stored: untouched, version: 1) == person)
    }

    @Test("Sealer and opener are told the same path of each field, through objects and arrays")
    func fieldPaths() throws {
        let person = Person(
            name: "a", note: "b",
            others: [.init(name: "c"), .init(name: "d", phones: ["e", "f"], byKind: ["7": "g", "home": "h"])])
        let sealedPaths = PathList()
        let openedPaths = PathList()
        let data = try person.stored { text, field in
            sealedPaths.add(field, text)
            return try Self.sealer(text, field)
        }
        let opened = try Person(stored: data, version: 1) { sealed, field in
            let personal = try Self.opener(sealed, field)
            openedPaths.add(field, personal.text ?? "")
            return personal
        }
        #expect(opened == person)
        #expect(
            sealedPaths.all == [
                "name": "a", "note": "b", "others.0.name": "c", "others.1.name": "d", "others.1.phones.0": "e",
                "others.1.phones.1": "f", "others.1.byKind.7": "g", "others.1.byKind.home": "h",
            ])
        #expect(openedPaths.all == sealedPaths.all)
    }

    @Test("Without an opener, stored text stays sealed and reads back the same")
    func staysSealed() throws {
        let data = try Person(name: "Ada", note: nil).stored(sealer: Self.sealer)
        #expect(!String(decoding: data, as: UTF8.self).contains("Ada"))
        let sealed = try Person(stored: data, version: 1)
        #expect(sealed.name.text == nil)
        #expect(sealed.note == nil)
        #expect(try sealed.stored() == data)
    }

    @Test("An opener may answer that the text is erased, and may refuse")
    func openerAnswers() throws {
        let data = try Person(name: "Ada").stored(sealer: Self.sealer)
        #expect(try Person(stored: data, version: 1) { _, _ in .erased }.name == .erased)
        #expect(throws: Refused.self) { try Person(stored: data, version: 1) { _, _ in throw Refused() } }
    }

    @Test("An opener also opens a document of an older version")
    func olderVersion() throws {
        let old = Data(
            #"{"name":{"box":"\#(Data("title|Ada".utf8).base64EncodedString())","key":"\#(Self.key)"}}"#.utf8)
        let renamed = try Renamed(stored: old, version: 1, opener: Self.opener)
        #expect(renamed.title.text == "Ada")
    }

    @Test("What a log line, a description, a mirror or a dump shows is never the text")
    func descriptionHides() {
        let person = Person(name: "SECRET", note: "SECRET", others: [.init(name: "SECRET", phones: ["SECRET"])])
        var dumped = ""
        dump(person, to: &dumped)
        dump(Personal.clear("SECRET"), to: &dumped)
        for shown in ["\(person)", String(reflecting: person), dumped, "\(person.name)", "\(person.note as Any)"] {
            #expect(!shown.contains("SECRET"))
            #expect(shown.contains("(personal)"))
        }
        #expect("\(Personal.sealed(.init(key: Self.key, box: "Ym94")))" == "(sealed)")
        #expect("\(Personal.erased)" == "(erased)")
    }

    @Test("Only clear text has text, and only clear white space is blank")
    func blank() {
        #expect(Personal.clear("x").text == "x")
        #expect(Personal.sealed(.init(key: Self.key, box: "x")).text == nil)
        #expect(Personal.erased.text == nil)
        #expect(Personal.clear(" \n\t\u{A0}").isBlank)
        #expect(Personal.clear("").isBlank)
        #expect(!Personal.clear(" x ").isBlank)
        #expect(!Personal.erased.isBlank)
        #expect(!Personal.sealed(.init(key: Self.key, box: "")).isBlank)
    }

    /// Binds the field into the box, as the real one does by associated data.
    private static let sealer: PersonalSealer = { text, field in
        SealedText(key: key, box: Data("\(field)|\(text)".utf8).base64EncodedString())
    }

    private static let opener: PersonalOpener = { sealed, field in
        let text = String(decoding: Data(base64Encoded: sealed.box) ?? Data(), as: UTF8.self)
        guard text.hasPrefix("\(field)|") else { throw Refused() }
        return .clear(String(text.dropFirst(field.count + 1)))
    }
}

private struct Refused: Error {}

private final class PathList: Sendable {
    private let paths = Mutex<[String: String]>([:])
    func add(_ field: String, _ text: String) { paths.withLock { $0[field] = text } }
    var all: [String: String] { paths.withLock { $0 } }
}

private struct Person: EventPayload {
    static let type = "test.person"
    var name: Personal
    var note: Personal?
    var others: [Other] = []

    struct Other: Codable, Sendable, Hashable {
        var name: Personal
        var phones: [Personal] = []
        var byKind: [String: Personal] = [:]
    }
}

private struct Renamed: EventPayload {
    static let type = "test.renamed"
    static let version = 2
    static var upcasts: [Int: @Sendable (inout JSONObject) -> Void] {
        [1: { $0["title"] = $0.removeValue(forKey: "name") }]
    }
    var title: Personal
}
