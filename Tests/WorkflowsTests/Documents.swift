import EventModel
import Foundation

@testable import Workflows

/// A small document, with one part that a test may change.
func document(
    facts: String = "", criteria: String, track: String = "", equity: String = ""
) throws -> WorkflowDocument {
    try WorkflowDocument(yaml: yaml(facts: facts, criteria: criteria, track: track, equity: equity))
}

func yaml(facts: String = "", criteria: String, track: String = "", equity: String = "") -> String {
    """
    throughline: workflow/1
    id: us-zz-test.diversion
    version: 1.2.3
    title: {en: Test, es: Prueba}
    jurisdictions: [us-zz-test]
    facts:
      level: {text: {en: Level, es: Nivel}, kind: choice, sensitivity: ordinary, options: {felony: {en: F, es: G}, misdemeanor: {en: M, es: L}}}
      age: {text: {en: Age, es: Edad}, kind: number, sensitivity: personal}
      consents: {text: {en: Consents, es: Acepta}, kind: truth, sensitivity: ordinary}
      last: {text: {en: Last, es: Última}, kind: day, sensitivity: restricted}
      first: {text: {en: First, es: Primera}, kind: day, sensitivity: restricted}
    \(facts)
    tracks:
      - id: one
        title: {en: One, es: Uno}
        kind: diversion
    \(track)
        criteria:
    \(criteria)
    \(equity)
    """
}

/// One criterion, indented as a document has it.
func criterion(_ id: String = "rule", _ rule: String, _ more: String = "citation: Law 1") -> String {
    """
          - id: \(id)
            text: {en: Rule, es: Regla}
            confidence: high
            \(more)
            rule: \(rule)
    """
}

func rule(_ text: String) throws -> Condition {
    try document(criteria: criterion("rule", text)).tracks[0].criteria[0].rule
}

func day(_ text: String) -> Day { Day(text) ?? Day(daysSince1970: 0) }

/// Ids of what a check remarks on, by weight.
extension [Remark] {
    func about(_ weight: Remark.Weight) -> Set<String> { Set(filter { $0.weight == weight }.map(\.about)) }
}
