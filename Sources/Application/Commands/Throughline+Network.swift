import Access
public import Casework
import EventLog
import EventModel
import Foundation

/// What belongs to no one county: organizations and the jurisdictions themselves.
extension Throughline {
    public func registerOrganization(
        name: String, kind: Organization.Kind, jurisdictions: [String], _ context: CommandContext
    ) async throws -> Receipt {
        for jurisdiction in jurisdictions {
            try check(context.principal, .registerOrganization, Resource(jurisdiction: jurisdiction))
        }
        let id = context.commandID
        let receipt = try await perform(context, in: networkLog, about: StreamID(StreamKind.organization, id)) {
            let loaded = try await load(Organization.self, StreamKind.organization, id, in: networkLog)
            do throws(Organization.Refusal) {
                let registered = Organization.Registered(name: name, kind: kind, jurisdictions: jurisdictions)
                let events = try Organization.decide(.register(registered), given: loaded.state)
                var decision = Decision()
                decision.add(events, to: loaded.stream, at: loaded.version, subject: id)
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
        _ = await catchUp(networkLog, to: receipt.position)
        return receipt
    }

    /// Opens a jurisdiction's log, with its zone and its working days.
    public func registerJurisdiction(
        _ registered: Jurisdiction.Registered, calendar: BusinessCalendar.Rules, _ context: CommandContext
    ) async throws -> Receipt {
        try check(context.principal, .registerOrganization, Resource(jurisdiction: registered.slug))
        guard try await directory.jurisdiction(registered.slug) == nil else {
            throw Failure.refused(Refused("jurisdiction.already-registered"))
        }
        let id = context.commandID
        let receipt = try await perform(context, in: networkLog, about: StreamID(StreamKind.jurisdiction, id)) {
            let loaded = try await load(Jurisdiction.self, StreamKind.jurisdiction, id, in: networkLog)
            do throws(Jurisdiction.Refusal) {
                var state = loaded.state
                let opened = try Jurisdiction.decide(.register(registered), given: state)
                for event in opened { Jurisdiction.evolve(&state, with: event) }
                let adopted = try Jurisdiction.decide(.adoptCalendar(calendar), given: state)
                var decision = Decision()
                decision.add(opened + adopted, to: loaded.stream, at: loaded.version, subject: id)
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
        _ = await catchUp(networkLog, to: receipt.position)
        return receipt
    }
}
