import Foundation
import Synchronization

/// Where log lines go: one writer of a descriptor, so that lines never mix.
public final class LogSink: Sendable {
    public static let standardError = LogSink(descriptor: STDERR_FILENO)
    public static let standardOutput = LogSink(descriptor: STDOUT_FILENO)

    private let descriptor: Int32
    private let writing = Mutex(())

    /// The descriptor stays the caller's; it is not closed here.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes the line and its line feed as a whole. A line that cannot be written is dropped: there is
    /// nowhere left to tell.
    public func write(_ line: String) {
        var line = line
        line.append("\n")
        line.withUTF8 { bytes in
            writing.withLock { _ in
                var rest = UnsafeRawBufferPointer(bytes)
                while let start = rest.baseAddress, !rest.isEmpty {
                    let written = Foundation.write(descriptor, start, rest.count)
                    if written < 0 {
                        if errno == EINTR { continue }
                        guard errno == EAGAIN else { return }
                        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                        guard poll(&ready, 1, 1000) > 0 else { return }
                        continue
                    }
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                }
            }
        }
    }
}
