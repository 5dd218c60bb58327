import Foundation

/// The files of a tar archive, found once and then read in any order.
struct TarReader {
    private let path: String
    private let descriptor: Descriptor
    private let places: [String: Range<Int>]

    /// Closes the file when nobody reads from it any more.
    private final class Descriptor {
        let number: Int32
        init(_ number: Int32) { self.number = number }
        deinit { close(number) }
    }

    init(path: String) throws(NotaryError) {
        self.path = path
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            throw NotaryError("The bundle \(path) cannot be read (\(String(cString: strerror(errno)))).")
        }
        descriptor = Descriptor(number)
        let end = Int(lseek(number, 0, SEEK_END))
        var places: [String: Range<Int>] = [:]
        var offset = 0
        while let header = Self.read(number, offset..<offset + TarFormat.block), header.contains(where: { $0 != 0 }) {
            guard let (name, size) = Self.parse(header) else {
                throw NotaryError("\(path) is not a bundle: byte \(offset) begins no file of a tar archive.")
            }
            let start = offset + TarFormat.block
            guard size <= end - start else { throw NotaryError("\(path) ends within \(name).") }
            guard places.updateValue(start..<start + size, forKey: name) == nil else {
                throw NotaryError("\(path) holds \(name) twice.")
            }
            offset = start + (size + TarFormat.block - 1) / TarFormat.block * TarFormat.block
        }
        guard !places.isEmpty else { throw NotaryError("\(path) is not a bundle: it holds no file.") }
        self.places = places
    }

    /// Every name in the archive, in order.
    var names: [String] { places.keys.sorted() }

    /// A file's content, or `nil` when it is not in the archive.
    func content(of name: String) throws(NotaryError) -> [UInt8]? {
        guard let range = places[name] else { return nil }
        guard let content = Self.read(descriptor.number, range) else {
            throw NotaryError("\(path) ends within \(name).")
        }
        return content
    }

    /// Answers `nil` where the file ends before the range does.
    private static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, range.lowerBound + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            done += count
        }
        return bytes
    }

    private static func parse(_ header: [UInt8]) -> (name: String, size: Int)? {
        func text(_ range: Range<Int>) -> String {
            String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        }
        guard text(257..<262) == "ustar", header[156] == UInt8(ascii: "0"),
            Int(text(148..<156), radix: 8) == TarFormat.checksum(header),
            let size = Int(text(124..<136), radix: 8), size >= 0
        else { return nil }
        let prefix = text(345..<500)
        return (prefix.isEmpty ? text(0..<100) : "\(prefix)/\(text(0..<100))", size)
    }
}
