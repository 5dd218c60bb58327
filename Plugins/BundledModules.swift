public import Foundation

/// The modules that come with Throughline, each a folder with its document and its cases.
public enum BundledModules {
    public static let names = ["CookCounty", "HaldenCounty", "RamseyCounty", "WyandotteCounty"]

    /// The folder of a module, or of `Starter`, which an author copies to begin one.
    public static func folder(_ name: String) -> URL {
        (Bundle.module.resourceURL ?? Bundle.module.bundleURL).appendingPathComponent(name)
    }
}
