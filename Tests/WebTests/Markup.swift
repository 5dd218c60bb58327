/// The tags and the text of a page, read just well enough to check them.
struct Markup {
    struct Tag {
        var name: String
        /// Without a value an attribute is empty.
        var attributes: [String: String]
        var isClosing: Bool
    }

    var tags: [Tag] = []
    var text = ""

    /// Reads what our own templates write: lower-case names, values in double quotes, no comments.
    init(_ html: String) {
        var text: [UInt8] = []
        var bytes = Array(html.utf8)[...]
        while let open = bytes.firstIndex(of: UInt8(ascii: "<")) {
            text += bytes[bytes.startIndex..<open] + [UInt8(ascii: " ")]
            var close = open
            var isQuoted = false
            while close < bytes.endIndex, isQuoted || bytes[close] != UInt8(ascii: ">") {
                if bytes[close] == UInt8(ascii: "\"") { isQuoted.toggle() }
                close += 1
            }
            tags.append(Tag(bytes[(open + 1)..<close]))
            bytes = bytes[min(close + 1, bytes.endIndex)...]
        }
        self.text = String(decoding: text + bytes, as: UTF8.self)
    }

    /// The values of an attribute, in order.
    func values(_ attribute: String) -> [String] { tags.compactMap { $0.attributes[attribute] } }

    func count(_ name: String) -> Int { tags.filter { $0.name == name && !$0.isClosing }.count }

    /// The tags from each opening tag that fits to the next closing one of its name.
    func elements(_ name: String, where fits: (Tag) -> Bool) -> [[Tag]] {
        tags.indices.filter { tags[$0].name == name && !tags[$0].isClosing && fits(tags[$0]) }.map { start in
            Array(tags[start...].prefix { !($0.name == name && $0.isClosing) })
        }
    }
}

extension Markup.Tag {
    init(_ bytes: ArraySlice<UInt8>) {
        isClosing = bytes.first == UInt8(ascii: "/")
        let body = String(decoding: isClosing ? bytes.dropFirst() : bytes, as: UTF8.self)
        let parts = body.split(separator: "\"", omittingEmptySubsequences: false)
        let head = parts[0].split { $0 == " " || $0 == "\n" }
        name = String(head.first ?? "")
        attributes = [:]
        var words = head.dropFirst().map(String.init)
        for (index, part) in parts.enumerated().dropFirst() {
            if index.isMultiple(of: 2) {
                words = part.split { $0 == " " || $0 == "\n" || $0 == "/" }.map(String.init)
            } else if let named = words.last {
                for bare in words.dropLast() { attributes[bare] = "" }
                attributes[String(named.dropLast())] = String(part)
                words = []
            }
        }
        for bare in words { attributes[bare] = "" }
    }
}
