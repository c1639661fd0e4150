import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How a process ended; a crash is a signal.
enum Ending: Equatable, Sendable {
  case code(Int32)
  case signal(Int32)
}

/// What a command read and wrote, and how it ended.
struct CommandResult: Sendable {
  let ending: Ending
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String
}

extension CommandResult {
  /// Expects a refusal: this exit code, a message with all these parts, nothing on standard output.
  func expectRefusal(
    _ code: Int32, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ending == .code(code), "\(errors)", sourceLocation: sourceLocation)
    #expect(output == "", sourceLocation: sourceLocation)
    for part in parts {
      #expect(errors.contains(part), sourceLocation: sourceLocation)
    }
  }
}

/// A command while it runs in a folder of its own.
///
/// Standard output and error go to files and not to pipes: a pipe's end could be inherited by a
/// command that another test starts at the same moment.
final class RunningCommand {
  private let process = Process()
  private let endings: AsyncStream<Ending>
  private let outputPath: String
  private let errorPath: String

  /// What a command reads or writes.
  enum Stream {
    case path(String)
    case handle(FileHandle)
  }

  /// Starts the command.
  ///
  /// - Parameters:
  ///   - arguments: after the command's name.
  ///   - folder: the current folder of the command.
  ///   - environment: what is added to a bare environment.
  ///   - input: standard input; nothing to read by default.
  ///   - keyboard: standard input in place of a file.
  ///   - output: standard output in place of the file.
  ///   - errors: standard error in place of the file.
  init(
    _ arguments: [String], in folder: WorkFolder, environment: [String: String] = [:],
    input: String = "/dev/null", keyboard: FileHandle? = nil, output: Stream? = nil,
    errors: Stream? = nil
  ) throws {
    outputPath = folder.path(of: ".output-\(UUID().uuidString)")
    errorPath = folder.path(of: ".errors-\(UUID().uuidString)")
    process.executableURL = try BuiltCommand.url
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = Self.bareEnvironment.merging(environment) { $1 }
    process.standardInput =
      try keyboard ?? FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    process.standardOutput = try Self.handle(output, elseFile: outputPath)
    process.standardError = try Self.handle(errors, elseFile: errorPath)
    let (stream, continuation) = AsyncStream<Ending>.makeStream()
    endings = stream
    process.terminationHandler = { process in
      let status = process.terminationStatus
      continuation.yield(process.terminationReason == .exit ? .code(status) : .signal(status))
      continuation.finish()
    }
    try process.run()
  }

  /// Without the settings of whoever runs the tests: terminal, threads, instruction set.
  private static var bareEnvironment: [String: String] {
    let kept = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "TMPDIR"]
    var environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
    environment["HOME"] = "/nonexistent"
    return environment
  }

  private static func handle(_ stream: Stream?, elseFile path: String) throws -> FileHandle {
    if case .handle(let handle) = stream { return handle }
    if case .path(let other) = stream {
      return try FileHandle(forWritingTo: URL(fileURLWithPath: other))
    }
    try Data().write(to: URL(fileURLWithPath: path))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  /// What it has written to standard error so far.
  var errorsSoFar: String { Self.text(at: errorPath) }

  /// Sends a signal.
  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Waits until it ends.
  ///
  /// A test that is out of time takes the command with it.
  func finish() async -> CommandResult {
    var ending = Ending.signal(SIGKILL)
    await withTaskCancellationHandler {
      for await found in endings { ending = found }
    } onCancel: { [number = process.processIdentifier] in
      kill(number, SIGKILL)
    }
    return CommandResult(
      ending: ending, output: Self.text(at: outputPath), errors: Self.text(at: errorPath))
  }

  /// Waits until something is true or the command ends.
  ///
  /// It keeps its thread: a task that is set aside may not be taken up again before other tests have
  /// ended, and by then the command has, too.
  ///
  /// - Returns: whether it became true.
  @discardableResult
  func wait(until isTrue: (RunningCommand) -> Bool) -> Bool {
    while process.isRunning {
      if isTrue(self) { return true }
      usleep(2000)
    }
    return isTrue(self)
  }

  private static func text(at path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// Runs `lstm` to its end.
func lstm(
  _ arguments: String..., in folder: WorkFolder, environment: [String: String] = [:],
  input: String = "/dev/null"
) async throws -> CommandResult {
  try await lstm(arguments, in: folder, environment: environment, input: input)
}

/// Runs `lstm` to its end.
func lstm(
  _ arguments: [String], in folder: WorkFolder, environment: [String: String] = [:],
  input: String = "/dev/null"
) async throws -> CommandResult {
  try await RunningCommand(arguments, in: folder, environment: environment, input: input).finish()
}
