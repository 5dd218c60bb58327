import Foundation
import Mustache

/// A view model as a template sees it: its properties by name, read once.
///
/// A property that is `nil` stops the search here, so an inner `nil` never shows the outer property of the same name.
struct Fields: MustacheParent {
    private let values: [String: Any]

    init(_ model: Any) {
        var values: [String: Any] = [:]
        for child in Mirror(reflecting: model).children {
            guard let label = child.label else { continue }
            values[label] = Self.value(of: child.value)
        }
        self.values = values
    }

    func child(named name: String) -> Any? { values[name] }

    /// What a template can use directly stays as it is; everything else is opened up.
    static func value(of value: Any) -> Any {
        switch value {
        case let text as String: return MarkupText.parted(text)
        case is Bool, is Int, is any MustacheParent: return value
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { self.value(of: $0.value) } ?? NSNull()
        case .collection: return mirror.children.map { self.value(of: $0.value) }
        case .enum: return "\(value)"
        default: return mirror.children.isEmpty ? "\(value)" : Fields(value)
        }
    }
}
