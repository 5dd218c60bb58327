/// Something that a sound document still leaves to be mended or answered.
public struct Remark: Sendable, Hashable, CustomStringConvertible {
    public enum Weight: String, Sendable, Comparable {
        /// Good to know.
        case note
        /// Must be answered in the document before it can be activated.
        case question
        /// Must be mended before it can be activated.
        case fault

        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
        private var rank: Int { self == .note ? 0 : self == .question ? 1 : 2 }
    }

    public var weight: Weight
    /// The id or the name of the part that it is about.
    public var about: String
    public var message: String

    public init(weight: Weight, about: String, message: String) {
        (self.weight, self.about, self.message) = (weight, about, message)
    }

    public var description: String { "\(weight.rawValue): \(about): \(message)" }
}

extension Remark {
    static func fault(_ about: String, _ message: String) -> Remark {
        Remark(weight: .fault, about: about, message: message)
    }

    static func note(_ about: String, _ message: String) -> Remark {
        Remark(weight: .note, about: about, message: message)
    }
}

extension WorkflowDocument {
    /// Looks for what nobody uses, fills, handles, reaches or can leave, for missing translations and citations, and
    /// for what the equity checks ask and nobody answered. The heaviest come first.
    public func check() -> [Remark] {
        (translations() + uses() + sources() + ways() + equity()).sorted {
            ($1.weight, $0.about, $0.message) < ($0.weight, $1.about, $1.message)
        }
    }
}
