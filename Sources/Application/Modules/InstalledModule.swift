public import EventModel
public import Foundation
public import Workflows

/// One version of a module, as the network's log has it.
public struct InstalledModule: Sendable, Hashable {
    /// What became of one proposal to put the version into force.
    public struct Activation: Sendable, Hashable {
        public enum State: String, Sendable, CaseIterable { case proposed, active, refused, retired }

        public var state = State.proposed
        public var jurisdiction: String
        /// The first day on which it decides, or was to decide.
        public var from: Day
        /// What the jurisdiction decided of what the document leaves open, by the settings' ids.
        public var settings: [String: String]
        public var proposedBy: UUID
        public var proposedAt: Date
        /// Who approved or refused it.
        public var answeredBy: UUID?
        public var answeredAt: Date?
        public var retiredBy: UUID?
        public var retiredAt: Date?
        /// Why it was refused or retired.
        public var reason: String?
        /// Where the log has the latest that is known of it.
        public var position: Int64
    }

    /// What names one version of one module.
    struct Key: Hashable, Sendable {
        var id: String
        var version: String
    }

    public var id: String
    public var version: ModuleVersion
    public var packageHash: String
    /// SHA-256 of the handler's file, where it has one.
    public var handlerHash: String?
    public var document: WorkflowDocument
    /// `nil` when the server's own command line did it.
    public var installedBy: UUID?
    public var installedAt: Date
    /// Oldest first.
    public var activations: [Activation] = []

    /// What events that it decided name it by, so that they point at exactly these rules.
    public var policyVersion: String { "\(version)+sha256.\(packageHash)" }

    var key: Key { Key(id: id, version: version.description) }

    public var hasHandler: Bool { handlerHash != nil }

    /// The latest that was decided for a jurisdiction, also when it is no longer in force: cases that began with the
    /// version keep the settings of then.
    public func activation(in slug: String) -> Activation? {
        activations.last { $0.jurisdiction == slug && ($0.state == .active || $0.state == .retired) }
    }

    /// The proposal that waits for a second person in a jurisdiction.
    public func proposal(in slug: String) -> Activation? {
        activations.last { $0.jurisdiction == slug && $0.state == .proposed }
    }
}

/// A version that decides in a jurisdiction, with what the jurisdiction decided of what it leaves open.
public struct ActiveModule: Sendable, Hashable {
    public var module: InstalledModule
    public var activation: InstalledModule.Activation

    public var id: String { module.id }
    public var document: WorkflowDocument { module.document }
    public var settings: [String: String] { activation.settings }
}
