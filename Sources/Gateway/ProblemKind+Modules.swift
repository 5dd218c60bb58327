/// What the life of a module refuses, and what its handler cannot do.
extension ProblemKind {
    static let modules: [ProblemKind] = [
        .init(
            "module.version-taken", 422, "The version is installed with other content",
            "A version never changes. Give the mended document a new version."),
        .init(
            "module.not-installed", 422, "The version is not installed",
            "Install it first."),
        .init(
            "module.other-jurisdictions", 422, "The module is for other jurisdictions",
            "Its document names {jurisdictions}. Ask for one of those."),
        .init(
            "module.faults", 422, "The document has faults",
            "Mend what `throughline module check` names. The first: {first}."),
        .init(
            "module.open-questions", 409, "Questions of equity are open",
            "{count} questions of the equity checks have no answer. Answer them in the document, under a new version."),
        .init(
            "module.settings", 422, "The county's settings are not whole",
            "Give each setting a value of its kind. What is wrong: {problems}."),
        .init(
            "module.already-proposed", 409, "It is proposed already",
            "Approve or refuse the proposal that waits."),
        .init(
            "module.not-proposed", 409, "Nobody has proposed it",
            "Propose the version first."),
        .init(
            "module.second-person-needed", 409, "A second person is needed",
            "Whoever proposed it cannot approve it. Ask somebody else."),
        .init(
            "module.already-active", 409, "It is in force already",
            "Retire the version first to propose it anew."),
        .init(
            "module.not-active", 409, "It is not in force",
            "Only a version that was put into force can be retired."),
        .init(
            "module.person-needed", 422, "Say whose decision it is",
            "Name the account that decides, in {field}."),
        .init(
            "module.handler-not-given", 422, "The handler is missing",
            "The document and the package differ about a handler. Give both, or neither."),
        .init(
            "module.handler-reads-too-much", 422, "The handler asks to read too much",
            "{path} is outside the system's own programs and libraries. Leave it out."),
        .init(
            "module.handler-of-another", 422, "The handler is of another module",
            "It says that it is {handler}, and the document is {module}."),
        .init(
            "module.handler-lacks-commands", 422, "The handler lacks commands",
            "Steps name {commands}, which the handler does not declare."),
        .init(
            "module.handler-not-started", 409, "The module's handler did not start",
            "Tell the operator: {detail}."),
        .init(
            "module.handler-other-manifest", 409, "The module's handler is not accepted",
            "Tell the operator: {detail}."),
        .init(
            "module.handler-crashed", 409, "The module's handler broke down",
            "Nothing was changed. Try again; if it goes on, tell the operator."),
        .init(
            "module.handler-too-slow", 409, "The module's handler did not answer in time",
            "Nothing was changed. Try again; if it goes on, tell the operator."),
        .init(
            "module.handler-wrong-answer", 409, "The module's handler gave an answer that is none",
            "Nothing was changed. Tell the module's author: {detail}."),
        .init(
            "module.handler-unknown-command", 409, "The module's handler does not know the command",
            "Nothing was changed. Tell the module's author: {detail}."),
        .init(
            "module.handler-wrong-payload", 409, "What was sent does not fit the handler's form",
            "Nothing was changed: {detail}."),
        .init(
            "module.handler-question-too-large", 409, "The question is too large for the module's handler",
            "Nothing was changed. Send less."),
        .init(
            "module.handler-fault", 409, "The module's handler could not do it",
            "Nothing was changed. Tell the module's author."),
        .init(
            "module.handler-quarantined", 409, "The module's handler is kept still",
            "It broke down too often. The operator can release it."),
        .init(
            "module.handler-missing", 409, "The module's handler is not on this server",
            "Tell the operator to install the version here again."),
        .init(
            "module.handler-changed", 409, "The module's handler is not the file that was installed",
            "It is not started. Tell the operator to install the version again."),
    ]
}
