import Foundation
import Glibc
import Synchronization

/// The module's end of the socket: blocking, one frame at a time.
final class FrameChannel: Sendable {
    /// The descriptor that the host leaves open for a module.
    static let standard = FrameChannel(descriptor: 3)

    private let descriptor: Int32
    /// Whoever writes holds it, so that a log line of another thread cannot land inside an answer.
    private let writing = Mutex(())
    private let reading = Mutex(FrameParser())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Waits for the next frame; answers `nil` when the host has closed its end between frames.
    func read() throws(FrameError) -> Frame? {
        try reading.withLock { parser throws(FrameError) -> Frame? in
            var piece = [UInt8](repeating: 0, count: 16_384)
            while true {
                if let frame = try parser.next() { return frame }
                let count = Glibc.read(descriptor, &piece, piece.count)
                switch count {
                case 1...: parser.append(piece.prefix(count))
                case 0:
                    try parser.finish()
                    return nil
                default: if errno != EINTR { throw .broken(code: errno) }
                }
            }
        }
    }

    /// Writes one frame whole.
    func write(_ frame: Frame) throws(FrameError) {
        let bytes = try frame.encoded()
        try writing.withLock { _ throws(FrameError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    throw .broken(code: errno)
                }
            }
        }
    }
}
