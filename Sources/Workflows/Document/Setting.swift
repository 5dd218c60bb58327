/// Something that a jurisdiction must say for itself before a version is used there: nobody has published it, and a
/// default would be a guess.
///
/// A document is activated in a jurisdiction with the values given there, which ``WorkflowDocument/settings(_:)`` reads
/// and checks; until every required one is given it cannot be. Rules, guards and deadlines name the value like a fact,
/// as `setting.` and the id, so pass the values on wherever facts are known: ``KnownFacts/init(_:settings:on:)``.
public struct Setting: Sendable, Hashable {
    /// How rules name a setting: `setting.length-months`.
    public static let prefix = "setting."

    public var id: String
    /// The question, the kind of its values and what it concerns, under the name that rules use.
    public var fact: Fact
    /// Whether the document is of no use without it. One that is not required stays unknown until it is given.
    public var isRequired: Bool
    /// Where the law leaves the choice to the jurisdiction.
    public var citation: String?
}

extension WorkflowDocument {
    /// What a jurisdiction chose before, by the names that rules use; what this version does not know is left out.
    public func recall(settings written: [String: String]) -> [String: FactValue] {
        written.reduce(into: [:]) { values, setting in
            values[Setting.prefix + setting.key] = settings[setting.key]?.fact.value(setting.value)
        }
    }

    /// Reads what a jurisdiction chose, by the settings' ids, as people write it.
    ///
    /// Every value that is missing, unknown or of the wrong kind is a problem, named at once.
    ///
    /// - returns: the values by the names that rules use, as `setting.length-months`.
    public func settings(_ written: [String: String]) throws(Problems) -> [String: FactValue] {
        var problems: [Problem] = []
        var values: [String: FactValue] = [:]
        for (id, text) in written {
            let path = Setting.prefix + id
            guard let setting = settings[id] else {
                let known = settings.keys.sorted().joined(separator: ", ")
                problems.append(
                    Problem(
                        path: path, message: "There is no setting \(id). Known are \(known.isEmpty ? "none" : known)."))
                continue
            }
            values[path] = setting.fact.value(text)
            if values[path] == nil {
                problems.append(Problem(path: path, message: "\(setting.fact.expectation) Found \(text)."))
            }
        }
        for setting in settings.values where setting.isRequired && written[setting.id] == nil {
            problems.append(
                Problem(
                    path: setting.fact.name,
                    message: "It is missing and has no default: \(setting.fact.text.en). Give it a value."))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return values
    }
}
