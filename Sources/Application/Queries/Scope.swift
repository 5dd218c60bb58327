import Access
import EventModel
import Foundation

/// Which referrals a caller may see in a list.
struct ReferralScope: Sendable {
    /// Only those that this organization refers.
    var office: UUID?
    /// Only those that were offered to this organization.
    var partner: UUID?

    /// - Throws: `Failure.denied` when the caller may see no list at all.
    init(_ principal: Principal, in jurisdiction: String) throws(Failure) {
        let someone = UUID()
        let everything = Resource(
            jurisdiction: jurisdiction, referringOrganization: someone, partnerOrganization: someone)
        // The other side is somebody else each time: without one, a list of nobody's in particular is granted to all.
        let refers = Resource(
            jurisdiction: jurisdiction, referringOrganization: principal.organization, partnerOrganization: someone)
        let serves = Resource(
            jurisdiction: jurisdiction, referringOrganization: someone, partnerOrganization: principal.organization)
        if Permission.allows(principal, .listReferrals, on: everything) { return }
        if Permission.allows(principal, .listReferrals, on: refers) {
            office = principal.organization
        } else {
            do throws(Denied) {
                try Permission.check(principal, may: .listReferrals, on: serves)
            } catch { throw .denied(error) }
            partner = principal.organization
        }
    }
}
