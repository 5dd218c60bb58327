import Foundation
import Testing

@testable import Workflows

/// A document with a way after its screening, sound and without remarks; a test replaces what it breaks.
func way(_ changes: (String, String)...) throws -> WorkflowDocument {
    try WorkflowDocument(yaml: wayText(changes))
}

/// Every problem of the document after its changes.
func wayProblems(_ changes: (String, String)...) -> [Problem] {
    do {
        _ = try WorkflowDocument(yaml: wayText(changes))
        return []
    } catch { return error.list }
}

private func wayText(_ changes: [(String, String)]) -> String {
    changes.reduce(into: wayYAML) { text, change in
        #expect(text.contains(change.0), "The document has no \(change.0)")
        text = text.replacingOccurrences(of: change.0, with: change.1)
    }
}

private let wayYAML = """
    throughline: workflow/1
    id: us-zz-test.way
    version: 1.0.0
    title: {en: Way, es: Camino}
    jurisdictions: [us-zz-test]
    settings:
      months: {text: {en: Months, es: Meses}, kind: number, required: true}
      office: {text: {en: Office, es: Oficina}, kind: choice, required: false, options: {north: {en: N, es: N}, south: {en: S, es: S}}}
    facts:
      consents: {text: {en: Consents, es: Acepta}, kind: truth, sensitivity: ordinary}
    fields:
      agreed-on: {text: {en: Agreed, es: Acordado}, kind: day, sensitivity: ordinary}
      done: {text: {en: Done, es: Hecho}, kind: truth, sensitivity: personal}
      mode: {text: {en: Mode, es: Modo}, kind: choice, sensitivity: ordinary, options: {phone: {en: P, es: T}}}
    roles:
      lawyer: {text: {en: Lawyer, es: Fiscal}, is: prosecutor}
      chief: {text: {en: Chief, es: Jefa}, is: supervisor}
    reasons:
      moved: {en: Moved, es: Se fue}
      other: {en: Other, es: Otro}
    notices:
      late: {to: chief, text: {en: Late, es: Tarde}}
      hello: {to: lawyer, text: {en: Hello, es: Hola}}
    handler: {executable: way-handler, arguments: [serve], readable: [/usr/lib]}
    tracks:
      - id: one
        title: {en: One, es: Uno}
        kind: diversion
        criteria:
          - {id: consent, text: {en: Consent, es: Acepta}, citation: Law 1, confidence: high, rule: {fact: consents, is: true}}
        states:
          - {id: start, title: {en: Start, es: Inicio}}
          - {id: under-way, title: {en: Under way, es: En camino}}
          - {id: finished, title: {en: Finished, es: Terminado}, ends: completed}
          - {id: sealed, title: {en: Sealed, es: Sellado}, ends: completed}
          - {id: gone, title: {en: Gone, es: Fuera}, ends: ended}
        steps:
          - {id: agree, title: {en: Agree, es: Acordar}, by: lawyer, from: [start], to: under-way, asks: [agreed-on, mode], needs: [agreed-on], handler: way.agree, notices: [hello], milestone: {en: Agreed, es: Acordado}, citation: Law 2, confidence: high}
          - {id: contact, title: {en: Contact, es: Contacto}, by: lawyer, from: [under-way], to: under-way, asks: [done], citation: Law 2, confidence: high}
          - id: finish
            title: {en: Finish, es: Terminar}
            by: lawyer
            from: [under-way]
            to: finished
            asks: [done]
            when: {all: [{fact: done, is: true}, {fact: setting.months, over: 2}, {not: {fact: setting.office, is: south}}]}
            text: {en: It is done., es: Está hecho.}
            citation: Law 2
            confidence: high
            milestone: {en: Finished, es: Terminado}
          - {id: leave, title: {en: Leave, es: Salir}, by: lawyer, from: [start, under-way], to: gone, reasons: [moved, other], approval: supervisor, citation: Law 2, confidence: high}
          - {id: seal, title: {en: Seal, es: Sellar}, by: chief, from: [finished], to: sealed, citation: Law 3, confidence: high}
        deadlines:
          - {id: weekly, text: {en: Contact, es: Contacto}, from: [agree, contact], after: {businessDays: 5}, metBy: [contact], missed: late, citation: Law 2, confidence: high}
          - {id: whole, text: {en: Months, es: Meses}, from: [under-way], after: {months: {fact: setting.months}}, metBy: [finish, leave], missed: late, citation: Law 2, confidence: high}
          - {id: answer, text: {en: Answer, es: Respuesta}, from: [start], after: {weeks: 2}, metBy: [agree], missed: late, citation: Law 2, confidence: high}
          - {id: appearance, text: {en: Appear, es: Comparecer}, metBy: [contact], missed: late, citation: Law 2, confidence: high}
    """
