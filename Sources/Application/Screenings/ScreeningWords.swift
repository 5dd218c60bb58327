public import EventModel
import Workflows

/// A question of a county's form, in the reader's language.
public struct Question: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case text, choice, number, truth, day }

    public struct Choice: Sendable, Hashable {
        public var value: String
        public var text: String
    }

    public var name: String
    public var text: String
    public var kind: Kind
    /// The answers to a choice.
    public var choices: [Choice]
    public var isRequired: Bool
    /// Sealed under the person's key.
    public var isPersonal: Bool

    init(_ fact: Fact, isRequired: Bool = false, in language: String) {
        name = fact.name
        text = fact.text.text(language)
        kind = Kind(rawValue: fact.kind.rawValue) ?? .text
        choices = fact.options.map { Choice(value: $0.key, text: $0.value.text(language)) }
            .sorted { $0.text < $1.text }
        self.isRequired = isRequired
        isPersonal = fact.sensitivity != .ordinary
    }
}

/// What is known of a case, by one question.
public struct KnownValue: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable {
        case known
        /// It is not this reader's to see.
        case withheld
        /// The person's key was destroyed.
        case erased
    }

    public var name: String
    public var text: String
    public var kind: Question.Kind
    public var status: Status
    /// As it is stored; `nil` unless it is known to the reader.
    public var value: String?
    /// The words of a choice.
    public var words: String?
}

/// Where a text of a county's document is written, and how sure its author is.
public struct Source: Sendable, Hashable {
    public var citation: String?
    /// `high`, `medium`, `low` or `unverified`.
    public var confidence: String

    init(_ citation: String?, _ confidence: Confidence) {
        self.citation = citation
        self.confidence = confidence.rawValue
    }
}

/// What may become of the record after a track was completed.
public struct ReliefInfo: Sendable, Hashable {
    public var kind: String
    public var text: String
    public var source: Source
    public var isAutomatic: Bool
    /// The first day on which it may come, and the last by which it must be carried out, once the track is completed.
    public var earliest: Day?
    public var latest: Day?

    init(_ relief: Relief, completedOn day: Day?, in language: String) {
        kind = relief.kind.rawValue
        text = relief.text.text(language)
        source = Source(relief.citation, relief.confidence)
        isAutomatic = relief.isAutomatic
        earliest = day.flatMap(relief.earliest)
        latest = day.flatMap(relief.latest)
    }
}

/// What a study found about a track.
public struct EvidenceInfo: Sendable, Hashable {
    public var text: String
    public var citation: String
}

/// A track that cases can be screened for, with its questions.
public struct ScreeningTrack: Sendable, Hashable {
    public var module: String
    public var moduleTitle: String
    public var version: String
    public var track: String
    public var title: String
    /// `diversion` or `declination`.
    public var kind: String
    public var months: Int?
    /// What people are asked; what the record has is not among them.
    public var questions: [Question]
    public var evidence: [EvidenceInfo]

    init(_ active: ActiveModule, _ track: Track, in language: String) {
        let document = active.document
        module = active.id
        moduleTitle = document.title.text(language)
        version = active.module.version.description
        self.track = track.id
        title = track.title.text(language)
        kind = track.kind.rawValue
        months = track.months
        questions = document.facts(askedBy: track).map { Question($0, in: language) }
        evidence = track.evidence.map { EvidenceInfo(text: $0.text.text(language), citation: $0.citation) }
    }
}

extension WorkflowDocument {
    /// The facts that a track's rules name and that people are asked for, in the order in which the rules need them.
    func facts(askedBy track: Track) -> [Fact] {
        var names: [String] = []
        for criterion in track.criteria {
            names += criterion.rule.facts.sorted().filter { !names.contains($0) }
        }
        return names.compactMap { facts[$0] }
    }
}
