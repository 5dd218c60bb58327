import Casework
public import EventModel
import Foundation
import Workflows

/// Every version of every module up to a position of the network's log: a fold of its events.
public struct ModuleCatalog: Sendable {
    /// A version whose document this build cannot read.
    public struct Unreadable: Sendable, Hashable {
        public var id: String
        public var version: String
        public var problem: String
    }

    /// By id; later versions come last.
    public private(set) var modules: [String: [InstalledModule]] = [:]
    public private(set) var unreadable: [Unreadable] = []
    /// The last position that it knows.
    var position: Int64 = -1
    private var ids: [UUID: String] = [:]

    init() {}

    /// The versions of all modules that are for one of these jurisdictions, by id, later versions first.
    public func versions(in slugs: Set<String>) -> [InstalledModule] {
        modules.keys.sorted().flatMap { modules[$0]?.reversed() ?? [] }
            .filter { !slugs.isDisjoint(with: $0.document.jurisdictions) }
    }

    public func version(_ version: String, of id: String) -> InstalledModule? {
        modules[id]?.first { $0.version.description == version }
    }

    /// What decides in a jurisdiction on a day, one version of each module: the one that came into force last.
    public func active(in slug: String, on day: Day) -> [ActiveModule] {
        modules.keys.sorted().compactMap { id in
            let candidates = (modules[id] ?? []).flatMap { module in
                module.activations.filter { $0.state == .active && $0.jurisdiction == slug && $0.from <= day }
                    .map { ActiveModule(module: module, activation: $0) }
            }
            return candidates.max {
                ($0.activation.from, $0.activation.position) < ($1.activation.from, $1.activation.position)
            }
        }
    }

    // MARK: The fold

    mutating func apply(_ event: RecordedEvent) throws {
        guard event.stream.kind == StreamKind.module, let change = try JurisdictionModule.Event(event) else { return }
        switch change {
        case .installed(let installed): install(installed, event)
        case .activationProposed(let proposed):
            edit(proposed.version, event) { module in
                module.activations.append(
                    InstalledModule.Activation(
                        jurisdiction: proposed.jurisdiction, from: proposed.from, settings: proposed.settings,
                        proposedBy: proposed.by, proposedAt: event.recordedAt, position: event.position))
            }
        case .activated(let activated):
            answer(activated.version, activated.jurisdiction, event) { activation in
                activation.state = .active
                activation.from = activated.from
                activation.answeredBy = activated.approvedBy
            }
        case .activationRefused(let refused):
            answer(refused.version, refused.jurisdiction, event) { activation in
                activation.state = .refused
                activation.reason = refused.reason
                activation.answeredBy = event.actor
            }
        case .retired(let retired):
            edit(retired.version, event) { module in
                guard
                    let index = module.activations.lastIndex(where: {
                        $0.jurisdiction == retired.jurisdiction && $0.state == .active
                    })
                else { return }
                module.activations[index].state = .retired
                module.activations[index].reason = retired.reason
                module.activations[index].retiredBy = event.actor
                module.activations[index].retiredAt = event.recordedAt
                module.activations[index].position = event.position
            }
        }
    }

    private mutating func install(_ installed: JurisdictionModule.Installed, _ event: RecordedEvent) {
        do throws(Problems) {
            let document = try WorkflowDocument(yaml: installed.document)
            let module = InstalledModule(
                id: installed.module, version: document.version, packageHash: installed.packageHash,
                handlerHash: installed.handlerHash, document: document, installedBy: event.actor,
                installedAt: event.recordedAt)
            ids[event.stream.id] = installed.module
            modules[installed.module] = ((modules[installed.module] ?? []) + [module])
                .sorted { $0.version < $1.version }
        } catch {
            unreadable.append(
                Unreadable(id: installed.module, version: installed.version, problem: error.description))
        }
    }

    private mutating func answer(
        _ version: String, _ slug: String, _ event: RecordedEvent,
        _ change: (inout InstalledModule.Activation) -> Void
    ) {
        edit(version, event) { module in
            guard
                let index = module.activations.lastIndex(where: {
                    $0.jurisdiction == slug && $0.state == .proposed
                })
            else { return }
            module.activations[index].answeredAt = event.recordedAt
            module.activations[index].position = event.position
            change(&module.activations[index])
        }
    }

    private mutating func edit(
        _ version: String, _ event: RecordedEvent, _ change: (inout InstalledModule) -> Void
    ) {
        guard let id = ids[event.stream.id],
            let index = modules[id]?.firstIndex(where: { $0.version.description == version })
        else { return }
        change(&modules[id, default: []][index])
    }
}
