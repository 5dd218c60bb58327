public import Foundation

/// The templates, assets and locales that are built into the server.
public enum WebResources {
    public static var folder: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }
}
