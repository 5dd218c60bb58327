/// One value or key of a scanned text; a value's parts follow it.
struct JSONToken {
    enum Kind: UInt8 {
        case null, yes, no, number, array, object
        /// A string as it stands.
        case string
        /// A string with at least one escape.
        case escapedString
    }

    let kind: Kind
    /// The first byte; of a string the one after the quotation mark.
    let start: Int32
    /// The byte after the last one; of a string that of the quotation mark.
    var end: Int32
    /// How many elements or members there are; 0 for a scalar.
    var count: Int32 = 0
    /// The index of the token after this value.
    var next: Int32
}
