import Application

/// Where a text is written, and how sure its author is. What nobody has verified is always said to be so.
struct SourceNote: Hashable, Sendable {
    var citation: String
    var unverified: Tag?

    init(_ source: Source, for reader: Reader) {
        let words = reader.words
        citation = words(
            "screening.source",
            [
                "citation": source.citation ?? words("screening.no-citation"),
                "confidence": words("confidence.\(source.confidence)"),
            ])
        unverified =
            source.confidence == "unverified" ? Tag(words("screening.unverified"), .wait, icon: "alert") : nil
    }
}
