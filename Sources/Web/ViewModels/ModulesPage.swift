import Application
import EventModel
import Foundation
import ModuleHost
import Workflows

/// The modules of a county, one card each: what is in force, who put it there, and how it does.
struct ModulesPage: PageModel {
    static let template = "modules"

    struct Card: Hashable, Sendable {
        var anchor: String
        var title: String
        var href: String
        var tag: Tag
        var facts: [Fact]
        /// The other versions.
        var versions: [Link]
        var hasVersions: Bool
    }

    var county: String
    var warnings: [String]
    var cards: [Card]
    var hasCards: Bool
    var empty: EmptyState

    init(_ register: ModuleRegister, county: String, warnings: [String], for reader: Reader) {
        let words = reader.words
        self.county = words("modules.of", ["county": county])
        self.warnings = warnings
        cards = Dictionary(grouping: register.versions, by: \.id).sorted { $0.key < $1.key }.compactMap {
            id, versions in
            let shown = versions.first { register.state(of: $0) == .active } ?? versions.first
            return shown.map { module in
                let others = versions.filter { $0.version != module.version }
                return Card(
                    anchor: "module-\(id.replacingOccurrences(of: ".", with: "-"))",
                    title: reader.text(module.document.title), href: module.pagePath,
                    tag: Tag(module: register.state(of: module), for: reader),
                    facts: Self.facts(of: module, in: register, for: reader),
                    versions: others.map {
                        Link(
                            label: Self.label(of: $0, in: register, words),
                            href: $0.pagePath, context: words("modules.version-of", ["module": id]))
                    }, hasVersions: !others.isEmpty)
            }
        }
        hasCards = !cards.isEmpty
        empty = EmptyState(title: words("modules.empty-title"), text: words("modules.empty-text"))
    }

    /// Another version, with the screenings that still go by it.
    private static func label(of module: InstalledModule, in register: ModuleRegister, _ words: Words) -> String {
        let open = register.openScreenings(of: module)
        let state = words("module.state.\(register.state(of: module).rawValue)")
        return "\(module.version), \(state)"
            + (open == 0 ? "" : ", \(words("modules.open-screenings", ["count": open]))")
    }

    private static func facts(
        of module: InstalledModule, in register: ModuleRegister, for reader: Reader
    ) -> [Fact] {
        let words = reader.words
        func name(_ account: UUID?) -> String { account.flatMap { register.names[$0] } ?? words("module.command-line") }
        var facts = [
            Fact(term: words("module.id"), value: module.id),
            Fact(term: words("module.version"), value: "\(module.version)"),
            Fact(term: words("module.hash"), value: String(module.packageHash.prefix(16))),
            Fact(term: words("module.open-screenings"), value: Words.grouped(register.openScreenings(of: module))),
        ]
        if let activation = module.activations.last(where: { $0.jurisdiction == register.jurisdiction }) {
            facts.append(Fact(term: words("module.from"), value: reader.day(activation.from)))
            facts.append(Fact(term: words("module.proposed-by"), value: name(activation.proposedBy)))
            if activation.state == .active || activation.state == .retired {
                facts.append(Fact(term: words("module.approved-by"), value: name(activation.answeredBy)))
            }
        }
        if module.hasHandler {
            facts.append(
                Fact(
                    term: words("module.handler"),
                    value: words("module.handler.\(register.status(of: module)?.condition.code ?? "absent")")))
        }
        return facts
    }
}

extension Tag {
    init(module state: ModuleRegister.State, for reader: Reader) {
        let (tone, icon): (Tone, String?) =
            switch state {
            case .active: (.done, "check")
            case .proposed: (.wait, "clock")
            case .upcoming: (.move, "clock")
            case .draft, .replaced, .retired: (.rest, nil)
            }
        self.init(reader.words("module.state.\(state.rawValue)"), tone, icon: icon)
    }

    /// How sure a rule's author is; what nobody verified stands out.
    init(_ confidence: Confidence, for reader: Reader) {
        self.init(
            reader.words("module.confidence.\(confidence.rawValue)"),
            confidence == .unverified ? .late : confidence == .high ? .done : .rest,
            icon: confidence == .unverified ? "alert" : nil)
    }
}

extension ModuleStatus.Condition {
    /// The end of its words' key.
    var code: String {
        switch self {
        case .serving: "serving"
        case .draining: "draining"
        case .quarantined: "quarantined"
        case .stopped: "stopped"
        }
    }
}

extension InstalledModule {
    /// The page of the version.
    var pagePath: String { "/admin/modules/\(id)/\(version)" }
}

extension Reader {
    /// A document's words in the reader's language.
    func text(_ words: Workflows.Words) -> String { words.text(language.rawValue) }
}
