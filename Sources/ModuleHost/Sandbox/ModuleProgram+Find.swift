import Foundation

extension ModuleProgram {
    /// Finds the executable that a module's document names; answers its absolute path.
    ///
    /// It is in the module's folder, in `bin` there, or beside this very program, where those of the bundled modules are.
    public static func find(_ name: String, in folder: String) -> String? {
        guard !name.isEmpty, !name.contains("/") else { return nil }
        let module = URL(fileURLWithPath: folder)
        let here = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let places =
            [module, module.appendingPathComponent("bin")]
            + (here.map { [URL(fileURLWithPath: $0).deletingLastPathComponent()] } ?? [])
        return places.map { $0.appendingPathComponent(name).standardizedFileURL.path }.first(where: isExecutableFile)
    }

    private static func isExecutableFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
