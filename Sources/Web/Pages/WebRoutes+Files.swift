import Application
import Foundation
import Gateway
import Hummingbird
import NIOCore

/// Static files, and the small files that crawlers and researchers look for.
extension WebRoutes {
    func addFiles(to router: Router<GatewayContext>) {
        router.get("/assets/:name") { request, context in
            guard let name = context.parameters.get("name"), let file = renderer.assets.files[name] else {
                throw Problem.noSuchPath
            }
            return Self.file(file, request, caching: "public, max-age=31536000, immutable")
        }
        for path in ["/favicon.ico", "/favicon.svg"] {
            router.get(RouterPath(path)) { request, _ in
                let name = String(renderer.assets.url("favicon.svg").dropFirst("/assets/".count))
                guard let file = renderer.assets.files[name] else { throw Problem.noSuchPath }
                return Self.file(file, request, caching: "public, max-age=86400")
            }
        }
        router.get("/robots.txt") { _, _ in
            var response = Response.text("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
            response.headers[.cacheControl] = "public, max-age=86400"
            return response
        }
        router.get("/.well-known/security.txt") { _, _ in
            guard let contact = securityContact else { throw Problem.noSuchPath }
            let expires = throughline.now().addingTimeInterval(180 * 86_400).formatted(.iso8601)
            let text = """
                Contact: \(contact)
                Expires: \(expires)
                Preferred-Languages: en, es
                Canonical: \(publicURL)/.well-known/security.txt

                """
            return Response.text(text, "text/plain; charset=utf-8")
        }
    }

    private static func file(_ file: Assets.File, _ request: Request, caching: String) -> Response {
        let tag = "\"\(file.hash)\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: caching]
        if request.headers[.ifNoneMatch]?.contains(tag) == true {
            return Response(status: .notModified, headers: headers)
        }
        let buffer = ByteBuffer(bytes: file.data)
        headers[.contentType] = file.contentType
        headers[.contentLength] = String(buffer.readableBytes)
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: buffer))
    }
}
