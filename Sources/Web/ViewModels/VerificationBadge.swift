import Foundation

/// What can be said of a log's history, and no more than was checked.
struct VerificationBadge: Hashable, Sendable {
    /// How the log stands to its checkpoints.
    enum State: Hashable, Sendable {
        case verified(to: Int)
        /// Events have come since the checkpoint that was verified.
        case waiting(verifiedTo: Int, newer: Int)
        case unchecked
        /// Something is not what was published; where, if that is known.
        case mismatch(position: Int?, finding: String)
    }

    var tone: String
    var isMismatch: Bool
    var title: String
    var text: String
    /// What does not match, in the words of who found it.
    var finding: String?
    /// What was checked, in sentences.
    var checks: [String]
    /// What was looked for and is not there.
    var gaps: [String]
    var root: String?
    var button: PostButton?
    var links: [Link]

    /// - parameter root: of the checkpoint that was verified, in hexadecimal digits.
    init(
        _ state: State, checks: [String] = [], gaps: [String] = [], root: String? = nil, button: PostButton? = nil,
        links: [Link] = [],
        for reader: Reader
    ) {
        let words = reader.words
        switch state {
        case .verified(let size):
            tone = "done"
            title = words("badge.verified", ["size": size])
            text = words("badge.verified-text")
        case .waiting(let size, let newer):
            tone = "wait"
            title = words("badge.waiting", ["size": size, "count": newer])
            text = words("badge.verified-text")
        case .unchecked:
            tone = "rest"
            title = words("badge.unchecked")
            text = words("badge.unchecked-text")
        case .mismatch(let position, let found):
            tone = "late"
            title = words("badge.mismatch")
            text =
                position.map { words("badge.mismatch-at", ["position": $0]) } ?? words("badge.mismatch-text")
            finding = found
        }
        if case .mismatch = state { isMismatch = true } else { isMismatch = false }
        self.checks = isMismatch ? [] : checks
        self.gaps = isMismatch ? [] : gaps
        self.root = root
        self.button = button
        self.links = links
    }
}
