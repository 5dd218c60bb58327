import Foundation
import Testing

@testable import Web

@Suite("Catalogue")
struct CatalogueTests {
    let catalogue: Catalogue

    init() throws {
        catalogue = try Catalogue(directory: Fixtures.sources.appendingPathComponent("Locales"))
    }

    private var english: [String: Catalogue.Message] { catalogue.messages[.english] ?? [:] }
    private var spanish: [String: Catalogue.Message] { catalogue.messages[.spanish] ?? [:] }

    private func placeholders(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-zA-Z]+)\}/).map { String($0.output.1) })
    }

    @Test("Both languages have the same keys")
    func sameKeys() {
        #expect(Set(english.keys).symmetricDifference(spanish.keys).sorted() == [])
        #expect(english.count > 800)
    }

    @Test("Both languages fill in the same things")
    func samePlaceholders() {
        for (key, message) in english {
            let own = message.texts.reduce(into: Set<String>()) { $0.formUnion(placeholders($1)) }
            for text in spanish[key]?.texts ?? [] {
                #expect(placeholders(text).isSubset(of: own), "\(key)")
            }
            let theirs = (spanish[key]?.texts ?? []).reduce(into: Set<String>()) { $0.formUnion(placeholders($1)) }
            #expect(own == theirs, "\(key)")
        }
    }

    @Test("A message with a count has every plural form of its language", arguments: Language.allCases)
    func pluralForms(language: Language) {
        for (key, message) in catalogue.messages[language] ?? [:] {
            if case .plural(let forms) = message { #expect(Set(forms.keys) == language.pluralForms, "\(key)") }
        }
        for (key, message) in english {
            let isPlural = if case .plural = message { true } else { false }
            let isPluralToo = if case .plural? = spanish[key] { true } else { false }
            #expect(isPlural == isPluralToo, "\(key)")
        }
    }

    @Test("No text is empty, shouts, or is typed with straight apostrophes", arguments: Language.allCases)
    func tidy(language: Language) {
        for (key, message) in catalogue.messages[language] ?? [:] {
            for text in message.texts {
                #expect(!text.isEmpty, "\(key)")
                #expect(!text.contains("!"), "\(key)")
                #expect(!text.contains("'"), "\(key)")
            }
        }
    }

    @Test("Words that hurt or accuse appear in no locale and no template")
    func forbiddenWords() throws {
        let forbidden = [
            "offender", "defendant", "inmate", "ex-con", "felon", "no-show", "non-compliant", "noncompliant",
            "failure to appear", "terminated", "failed", "breached", "delinquent", "recidivist", "recidivism",
            "reoffend", "pii", "submit a client", "refer a case", "reject", "accept the referral", "delincuente",
            "recluso", "reincidente", "infractor", "exconvicto", "acusado",
        ]
        var texts = english.map { ($0.key, $0.value.texts) } + spanish.map { ($0.key, $0.value.texts) }
        let templates = Fixtures.sources.appendingPathComponent("Templates").resolvingSymlinksInPath()
        for file in try FileManager.default.contentsOfDirectory(at: templates, includingPropertiesForKeys: nil) {
            texts.append((file.lastPathComponent, [String(decoding: try Data(contentsOf: file), as: UTF8.self)]))
        }
        for (key, texts) in texts {
            for text in texts {
                let words = text.lowercased().split { !$0.isLetter && $0 != "-" && $0 != " " }.joined(separator: " ")
                for word in forbidden {
                    #expect(!" \(words) ".contains(" \(word) "), "\(key) says “\(word)”")
                }
            }
        }
    }

    @Test("Spanish button labels take at most 1.6 times the room, or 12 letters more")
    func buttonLengths() {
        for (key, message) in english where key.hasSuffix(".submit") || key.hasSuffix(".link") || key.hasPrefix("nav.")
        {
            for (own, other) in zip(message.texts, spanish[key]?.texts ?? []) {
                #expect(other.count <= max(own.count * 8 / 5, own.count + 12), "\(key): \(other)")
            }
        }
    }

    @Test("Every fixed word of a template is in the catalogue")
    func templateKeys() throws {
        let templates = Fixtures.sources.appendingPathComponent("Templates").resolvingSymlinksInPath()
        for file in try FileManager.default.contentsOfDirectory(at: templates, includingPropertiesForKeys: nil) {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            for match in text.matches(of: /\{\{t\.([A-Za-z0-9.\-]+)\}\}/) {
                #expect(english[String(match.output.1)] != nil, "\(file.lastPathComponent): \(match.output.1)")
            }
        }
    }

    @Test("Every code of the referral's forms has words", arguments: Language.allCases)
    func codes(language: Language) {
        let words = catalogue.words(in: language)
        let lists: [(String, [String])] = [
            ("decline", ReferralAction.Codes.decline), ("unsuccessful", ReferralAction.Codes.unsuccessful),
            ("outcome", ReferralAction.Codes.outcome), ("withdrawal", ReferralAction.Codes.withdrawal),
            ("hold", ReferralAction.Codes.hold), ("disposition", ReferralAction.Codes.disposition),
            ("attendance", ReferralAction.Codes.attendance), ("who-could-not", ReferralAction.Codes.whoCouldNot),
            ("share", ReferForms.shareable),
        ]
        for (prefix, codes) in lists {
            for code in codes { #expect(words.has("\(prefix).\(code)"), "\(prefix).\(code)") }
        }
        for action in ReferralAction.allCases {
            for part in ["title", "submit", "link"] { #expect(words.has("action.\(action.rawValue).\(part)")) }
        }
    }

    @Test("A count chooses its plural form and is grouped")
    func counts() {
        let english = catalogue.words(in: .english)
        let spanish = catalogue.words(in: .spanish)
        #expect(english("duration.days", ["count": 1]) == "1 day")
        #expect(english("duration.days", ["count": 1204]) == "1,204 days")
        #expect(spanish("duration.days", ["count": 0]) == "0 días")
        #expect(spanish("duration.days", ["count": 1_000_000]) == "1,000,000 de días")
    }

    @Test("A missing key is answered in English, and an unknown one by itself")
    func fallback() {
        let words = Words(language: .spanish, messages: english)
        #expect(words("sign-in.submit") == "Sign in")
        #expect(words("no.such.key") == "no.such.key")
    }

    @Test(
        "The language of a browser is understood",
        arguments: [
            ("es-US,es;q=0.9,en;q=0.8", Language.spanish), ("en", .english), ("fr,es;q=0.5,en;q=0.2", .spanish),
            ("es;q=0", .english), ("", .english),
        ])
    func negotiation(header: String, expected: Language) {
        #expect(Language(accepting: header) == expected)
    }
}
