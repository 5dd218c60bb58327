import Access
import HTTPTypes
import Application
import Casework
import Gateway

extension Endpoint {
    /// Jurisdictions and organizations.
    static let network: [Endpoint] = [
        Endpoint(
            .get, "/jurisdictions", "listJurisdictions", .jurisdictions, "Lists the jurisdictions that you work in.",
            answer: .ok(
                "The jurisdictions.", .items(JurisdictionResource.schema), ["items": [JurisdictionResource.example]])
        ) { call in
            let found = try await call.throughline.jurisdictions(of: call.principal)
            return call.json(ListAnswer(items: found.map(JurisdictionResource.init)))
        },
        Endpoint(
            .get, "/organizations", "listOrganizations", .organizations, "Lists the organizations of a jurisdiction.",
            parameters: [.jurisdiction, .minPosition],
            answer: .ok(
                "The organizations, by name.", .items(OrganizationResource.schema),
                ["items": [OrganizationResource.example]])
        ) { call in
            try await call.waitForMinPosition(in: networkLog)
            let found = try await call.throughline.organizations(in: try await call.jurisdiction())
            return call.json(ListAnswer(items: found.map(OrganizationResource.init)))
        },
        Endpoint(
            .post, "/organizations", "registerOrganization", .organizations, "Registers an organization.",
            .registerOrganization,
            body: .init(OrganizationInput.self, OrganizationInput.schema, example: OrganizationInput.example),
            answer: .created("It was registered.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in
            let input = try call.input(OrganizationInput.self)
            guard !input.jurisdictions.isEmpty else {
                throw Failure.invalid([InvalidField("jurisdictions", .required)])
            }
            let receipt = try await call.throughline.registerOrganization(
                name: input.name, kind: input.kind, jurisdictions: input.jurisdictions.map(Jurisdiction.slug(of:)),
                try call.commandContext())
            return call.done(CommandAnswer(receipt), location: "/organizations")
        },
    ]
}
