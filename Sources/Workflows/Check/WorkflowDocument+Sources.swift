extension WorkflowDocument {
    /// Every rule says where it is written, and how sure of it its author is.
    func sources() -> [Remark] { tracks.flatMap(\.sourceRemarks) }
}

extension Track {
    fileprivate var sourceRemarks: [Remark] {
        var remarks: [Remark] = []
        if criteria.isEmpty { remarks.append(.fault(id, "It has no criteria, so everybody meets it.")) }
        func source(_ about: String, _ citation: String?, _ confidence: Confidence, _ what: String) {
            if citation == nil { remarks.append(.fault(about, "Say where \(what) is written: citation.")) }
            if confidence == .unverified { remarks.append(.note(about, "Nobody has verified \(what) yet.")) }
        }
        for rule in criteria { source(rule.id, rule.citation, rule.confidence, "this rule") }
        for step in steps { source(step.id, step.citation, step.confidence, "this step") }
        for deadline in deadlines { source(deadline.id, deadline.citation, deadline.confidence, "this deadline") }
        for relief in relief {
            source(id, relief.citation, relief.confidence, "its relief")
            if relief.after == nil {
                remarks.append(
                    .note(id, "The wait before its \(relief.kind.rawValue) is not known, so no date is shown."))
            }
        }
        return remarks
    }
}
