import Access
import Gateway
import Hummingbird

extension WebRoutes {
    func addHome(to router: Router<GatewayContext>) {
        get("/", on: router) { visit in .seeOther(Self.firstPage(visit.context.principal)) }
        get("/language", on: router) { visit in
            let back = Self.safeReturn(visit.query["back"])
            guard let language = visit.query["to"].flatMap(Language.init(rawValue:)) else { return .seeOther(back) }
            return Response.seeOther(back).cookie(
                PageCookie.language.header(language.rawValue, cookie, seconds: 31_536_000))
        }
    }

    /// Where each role begins.
    static func firstPage(_ principal: Principal?) -> String {
        guard let principal else { return "/sign-in" }
        let pages: [(Role, Place)] = [
            (.prosecutor, .worklist), (.supervisor, .worklist), (.partner, .inbox), (.corrections, .referrals),
            (.auditor, .audit), (.administrator, .people), (.operator, .operations),
        ]
        return pages.first { principal.roles.contains($0.0) }?.1.path ?? Place.account.path
    }

    /// An address of ours to go back to; anything else leads home.
    static func safeReturn(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), !address.contains("\\"),
            address.utf8.allSatisfy({ (33...126).contains($0) }), address.utf8.count < 4096
        else { return "/" }
        return address
    }
}
