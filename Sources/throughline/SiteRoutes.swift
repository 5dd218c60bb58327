import API
import Application
import Gateway
import Hummingbird
import Web

/// The routes of the whole server.
enum SiteRoutes {
    static let demonstrationSignIns = DemonstrationCast.standard.people.prefix(7).map { person in
        (role: person.email.prefix { $0 != "@" }.description, email: person.email)
    }

    static func router(_ site: Site, isDemonstration: Bool) throws -> Router<GatewayContext> {
        let door = FrontDoor(access: site.access, publicURL: site.settings.publicURL)
        let router = door.router()
        door.close(router)
        return router
    }
}
