import Application
import BundledModules
import Foundation
import Workflows

/// The bundled counties' documents as the demonstration's invented counties use them: under a name of their own, and
/// without a program, which is made for the county that it names.
struct DemonstrationModule {
    let package: ModulePackage
    let county: String
    let settings: [String: String]

    private static let used: [(folder: String, county: String, settings: [String: String])] = [
        ("CookCounty", "us-zz-halden", [:]), ("RamseyCounty", "us-zz-halden", [:]),
        // Invented: the county whose module it is has not published its own.
        (
            "WyandotteCounty", "us-zz-larkspur",
            [
                "local-eligibility": "Diversion policy, section 2", "length-months": "12",
                "property-crime-fund": "true", "fee-dollars": "75",
            ]
        ),
    ]

    static func all() throws -> [DemonstrationModule] {
        try used.map { folder, county, settings in
            let file = BundledModules.folder(folder).appendingPathComponent("workflow.yaml")
            let source = try String(contentsOf: file, encoding: .utf8)
            let document = try WorkflowDocument(yaml: invented(source, for: county))
            return DemonstrationModule(
                package: ModulePackage(document: document), county: county,
                settings: settings.filter { document.settings[$0.key] != nil })
        }
    }

    private static func invented(_ source: String, for county: String) -> String {
        source.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            if line.hasPrefix("id: ") { return "id: \(county).\(line.split(separator: ".").last ?? "module")" }
            if line.hasPrefix("jurisdictions: ") { return "jurisdictions: [\(county)]" }
            return line.drop { $0 == " " }.hasPrefix("handler:") ? nil : String(line)
        }.joined(separator: "\n")
    }
}
