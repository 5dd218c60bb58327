public import Application
import EventModel
import Foundation
import Workflows

extension ModulePackage {
    /// A county's workflow with a rule of each kind of fact, two-person steps, a deadline and a notice.
    ///
    /// - parameter states: the name of the state in the middle of the way.
    /// - parameter limit: the age that a person must be under; the county's setting where none is given.
    public static func way(
        _ version: String = "1.0.0", states: String = "enrolled", under limit: Int? = 30, handler: Handler? = nil
    ) -> ModulePackage {
        let handled = handler.map { _ in
            "handler: {executable: misbehaving-module, arguments: [\(wayID), \(version)]}"
        }
        let commands = ["greet", "crash", "undeclared", "break_schema", "refuse", "exit"].map { name in
            """
                  - id: ask-\(name.replacingOccurrences(of: "_", with: "-"))
                    title: {en: Ask, es: Preguntar}
                    by: attorney
                    from: [\(states)]
                    to: \(states)
                    handler: test.\(name)
                    citation: Code 9
                    confidence: high
            """
        }
        let setting = """
            settings:
              age-limit:
                text: {en: The age limit, es: El límite de edad}
                kind: number
                required: true
                citation: Code 2
            """
        let source = """
            throughline: workflow/1
            id: \(wayID)
            version: \(version)
            title: {en: The county's way, es: El camino del condado}
            jurisdictions: [\(TestCounty.slug)]
            \(handled ?? "")
            \(limit == nil ? setting : "")
            facts:
              category: {text: {en: Category, es: Categoría}, kind: text, from: charge.category, sensitivity: ordinary}
              misdemeanor: {text: {en: A misdemeanor, es: Un delito menor}, kind: truth, sensitivity: ordinary}
              age: {text: {en: Age, es: Edad}, kind: number, sensitivity: personal}
              convictions:
                text: {en: Earlier convictions, es: Condenas anteriores}
                kind: number
                concerns: record
                sensitivity: restricted
            fields:
              signed-on: {text: {en: Signed on, es: Firmado el}, kind: day, sensitivity: ordinary}
              words: {text: {en: In their words, es: En sus palabras}, kind: text, sensitivity: personal}
            roles:
              attorney: {text: {en: Attorney, es: Fiscal}, is: prosecutor}
              director: {text: {en: Director, es: Dirección}, is: supervisor}
            reasons:
              new-charge: {en: A new charge, es: Un cargo nuevo}
            notices:
              agree-late: {to: attorney, text: {en: The agreement is late., es: El acuerdo está atrasado.}}
              ended: {to: director, text: {en: A case ended early., es: Un caso terminó antes.}}
            tracks:
              - id: first-chance
                title: {en: First chance, es: Primera oportunidad}
                kind: diversion
                criteria:
                  - id: misdemeanor-only
                    text: {en: The charge is a misdemeanor., es: El cargo es un delito menor.}
                    citation: Code 1
                    confidence: high
                    rule: {fact: misdemeanor, is: true}
                  - id: young
                    text: {en: The person is under 30., es: La persona tiene menos de 30 años.}
                    citation: Code 2
                    confidence: unverified
                    rule: {fact: age, under: \(limit.map(String.init) ?? "{fact: setting.age-limit}")}
                  - id: few
                    text: {en: At most one earlier conviction., es: A lo sumo una condena anterior.}
                    citation: Code 3
                    confidence: high
                    rule: {fact: convictions, atMost: 1}
                  - id: not-arson
                    text: {en: It is not arson., es: No es incendio.}
                    citation: Code 4
                    confidence: high
                    rule: {fact: category, isNot: Arson}
                states:
                  - {id: eligible, title: {en: Eligible, es: Cumple}}
                  - {id: \(states), title: {en: In the program, es: En el programa}}
                  - {id: done, title: {en: Done, es: Terminado}, ends: completed}
                  - {id: over, title: {en: Ended, es: Terminado antes}, ends: ended}
                steps:
                  - id: agree
                    title: {en: Sign the agreement, es: Firmar el acuerdo}
                    by: attorney
                    from: [eligible]
                    to: \(states)
                    asks: [signed-on, words]
                    needs: [signed-on]
                    citation: Code 5
                    confidence: high
                    milestone: {en: Signed, es: Firmó}
                  - id: finish
                    title: {en: Finish, es: Terminar}
                    by: director
                    from: [\(states)]
                    to: done
                    citation: Code 6
                    confidence: high
                  - id: end
                    title: {en: End early, es: Terminar antes}
                    by: attorney
                    from: [\(states)]
                    to: over
                    reasons: [new-charge]
                    approval: supervisor
                    notices: [ended]
                    citation: Code 7
                    confidence: high
            \(handler == nil ? "" : commands.joined(separator: "\n"))
                deadlines:
                  - id: agree-by
                    text: {en: Agree within a week, es: Acordar en una semana}
                    from: [eligible]
                    after: {weeks: 1}
                    metBy: [agree]
                    missed: agree-late
                    citation: Code 8
                    confidence: high
              - id: not-charged
                title: {en: Do not charge, es: No presentar cargos}
                kind: declination
                criteria:
                  - id: any-misdemeanor
                    text: {en: The charge is a misdemeanor., es: El cargo es un delito menor.}
                    citation: Code 1
                    confidence: high
                    rule: {fact: misdemeanor, is: true}
                states:
                  - {id: open, title: {en: Open, es: Abierto}}
                  - {id: declined, title: {en: Not charged, es: Sin cargos}, ends: declined}
                steps:
                  - id: decline
                    title: {en: Do not charge, es: No presentar cargos}
                    by: attorney
                    from: [open]
                    to: declined
                    citation: Code 1
                    confidence: high
            equity:
              - asks: categorical-exclusion
                about: few
                answer: {en: The statute says so., es: La ley lo dice.}
                by: Test County
            """
        do {
            return ModulePackage(document: try WorkflowDocument(yaml: source), handler: handler)
        } catch { preconditionFailure("\(error)") }
    }

    public static let wayID = "us-zz-test.way"
}

extension TestCounty {
    /// Installs a version and puts it into force, as two people do.
    public func activate(_ package: ModulePackage, settings: [String: String] = [:]) async throws {
        let (id, version) = (package.document.id, package.document.version.description)
        func context(_ person: Person) -> CommandContext {
            CommandContext(principal(person), commandID: UUID(version7At: Date()))
        }
        _ = try await throughline.installModule(package, context(.administrator))
        _ = try await throughline.proposeModule(
            id, version, in: Self.slug, settings: settings, context(.administrator))
        _ = try await throughline.approveModule(id, version, in: Self.slug, context(.supervisor))
        try await catchUp()
    }
}
