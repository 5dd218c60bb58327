public import ModuleKit

extension WorkflowDocument {
    /// Looks for what its handler says of itself and this document says otherwise.
    public func check(_ manifest: Manifest) -> [Remark] {
        let about = handler?.executable ?? manifest.id
        var remarks: [Remark] = []
        if manifest.id != id || manifest.version != version.description {
            remarks.append(
                .fault(
                    about,
                    "The handler says that it is \(manifest.id) \(manifest.version), and the document is \(id) "
                        + "\(version). Give both the same id and version."))
        }
        for slug in jurisdictions where !manifest.jurisdictions.contains(slug) {
            remarks.append(.fault(about, "The handler has no rules for \(slug). Name it in the handler's manifest."))
        }
        let declared = Set(manifest.commands.map(\.name))
        remarks += handlerCommands.subtracting(declared).sorted().map {
            .fault($0, "A step has the handler decide this command, and the handler does not declare it.")
        }
        remarks += declared.subtracting(handlerCommands).sorted().map {
            .note($0, "The handler declares this command, and no step asks for it.")
        }
        return remarks
    }
}
