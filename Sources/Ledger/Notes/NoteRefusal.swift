/// Why a note is not to be believed.
public enum NoteRefusal: Error, Hashable, CustomStringConvertible {
    /// None of the trusted keys signed it.
    case notSigned([String])
    /// It carries a signature under a trusted key's name and id that this key did not make.
    case badSignature(String)
    /// Fewer witnesses signed it than were asked for.
    case tooFewWitnesses(signed: Int, needed: Int)

    public var description: String {
        switch self {
        case .notSigned(let names): "It carries no signature of \(names.joined(separator: " or "))."
        case .badSignature(let name): "Its signature of \(name) is false."
        case .tooFewWitnesses(let signed, let needed): "\(signed) witnesses signed it, and \(needed) must have."
        }
    }
}
