/// One operation of the API as `/docs` shows it. The API's own route table makes these.
public struct APIOperation: Sendable {
    public struct Parameter: Sendable {
        public var name: String
        public var type: String
        public var isRequired: Bool
        public var text: String

        public init(name: String, type: String, isRequired: Bool = false, text: String) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.text = text
        }
    }

    public var group: String
    public var method: String
    public var path: String
    public var summary: String
    public var permission: String?
    public var parameters: [Parameter]
    /// An example of the body, as it is sent.
    public var request: String?
    public var response: String?
    public var responses: [(status: String, text: String)]

    public init(
        group: String, method: String, path: String, summary: String, permission: String? = nil,
        parameters: [Parameter] = [], request: String? = nil, response: String? = nil,
        responses: [(status: String, text: String)] = []
    ) {
        self.group = group
        self.method = method
        self.path = path
        self.summary = summary
        self.permission = permission
        self.parameters = parameters
        self.request = request
        self.response = response
        self.responses = responses
    }
}
