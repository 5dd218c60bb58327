import Foundation

/// A small module of the test county, as its author writes it.
public enum TestModule {
    public static let id = "us-zz-test.diversion"

    /// - parameter setting: whether it leaves something to the county.
    public static func document(_ version: String = "1.0.0", setting: Bool = false) -> String {
        """
        throughline: workflow/1
        id: \(id)
        version: \(version)
        title: {en: A second start, es: Un nuevo comienzo}
        jurisdictions: [\(TestCounty.slug)]
        \(setting ? "settings: {limit: {text: {en: The limit, es: El límite}, kind: number, required: true}}" : "")
        facts:
          offenses: {text: {en: How many charges are there?, es: ¿Cuántos cargos hay?}, kind: number, sensitivity: ordinary}
        fields:
          plan: {text: {en: The plan, es: El plan}, kind: text, sensitivity: personal}
        roles:
          director: {text: {en: Director, es: Dirección}, is: supervisor}
        tracks:
          - id: first-chance
            title: {en: First chance, es: Primera oportunidad}
            kind: diversion
            programs: [DS]
            criteria:
              - id: few
                text: {en: There are few charges., es: Hay pocos cargos.}
                citation: Zenith Code 1-2
                confidence: unverified
                rule: {fact: offenses, atMost: \(setting ? "{fact: setting.limit}" : "2")}
            states:
              - {id: begun, title: {en: Begun, es: Comenzado}}
              - {id: done, title: {en: Done, es: Terminado}, ends: completed}
            steps:
              - id: finish
                title: {en: Finish it, es: Terminarlo}
                by: director
                from: [begun]
                to: done
                asks: [plan]
                needs: [plan]
                citation: Zenith Code 1-3
                confidence: high
        """
    }
}
