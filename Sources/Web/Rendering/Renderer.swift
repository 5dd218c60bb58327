public import Foundation
import Mustache

/// A page: a view model and the name of the template that shows it.
protocol PageModel: Sendable {
    static var template: String { get }
}

/// Turns view models into HTML.
///
/// Everything is read once, at the start; after that rendering is a pure function and escapes by default.
public struct Renderer: Sendable {
    /// The static files that the pages link to.
    public let assets: Assets
    let catalogue: Catalogue
    let library: MustacheLibrary

    /// A template that names a page model but does not exist, or does not parse.
    struct BrokenTemplate: Error, CustomStringConvertible {
        let name: String
        let reason: String
        var description: String { "Template \(name): \(reason)" }
    }

    /// Reads `Templates`, `Assets` and `Locales` from a folder: the resource bundle, or the sources in a test.
    public init(resources: URL) throws {
        catalogue = try Catalogue(directory: resources.appendingPathComponent("Locales"))
        assets = try Assets(directory: resources.appendingPathComponent("Assets"))
        var library = MustacheLibrary()
        let directory = resources.appendingPathComponent("Templates").resolvingSymlinksInPath()
        for file in try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        where file.pathExtension == "mustache" {
            let name = file.deletingPathExtension().lastPathComponent
            do {
                try library.register(String(decoding: Data(contentsOf: file), as: UTF8.self), named: name)
            } catch let error as MustacheTemplate.ParserError {
                throw BrokenTemplate(name: name, reason: "line \(error.context.lineNumber): \(error.error)")
            }
        }
        guard library.getTemplate(named: "layout") != nil else {
            throw BrokenTemplate(name: "layout", reason: "it is not in \(directory.path)")
        }
        self.library = library
    }

    /// Who reads a page: their language and time zone, and the moment.
    func reader(_ language: Language, in zone: TimeZone, at now: Date) -> Reader {
        Reader(words: catalogue.words(in: language), zone: zone, now: now)
    }

    /// The whole HTML document of a page.
    func html<Page: PageModel>(_ page: Page, in frame: PageFrame, for reader: Reader) -> String {
        let scene = Scene(
            t: WordTree(words: reader.words), frame: Fields(frame), page: Fields(page),
            assets: AssetNames(assets: assets))
        guard let html = library.render(scene, withTemplate: Page.template) else {
            preconditionFailure("Every page model names a template that is in the bundle; \(Page.template) is not.")
        }
        return html
    }

    private struct Scene: MustacheParent {
        let t: WordTree
        let frame: Fields
        let page: Fields
        let assets: AssetNames

        func child(named name: String) -> Any? {
            switch name {
            case "t": t
            case "frame": frame
            case "page": page
            case "assets": assets
            default: nil
            }
        }
    }

    /// Asset addresses by a name without a dot: `{{assets.app-css}}`.
    private struct AssetNames: MustacheParent {
        let assets: Assets

        func child(named name: String) -> Any? {
            guard let dash = name.lastIndex(of: "-") else { return nil }
            return assets.url("\(name[..<dash]).\(name[name.index(after: dash)...])")
        }
    }
}
