import LSTMFormats

/// What makes two trainings the same run: data digests, sizes, options, as an object.
package enum RunIdentity {
  /// Makes sure that a run to resume is the one that was saved.
  ///
  /// - Parameters:
  ///   - saved: the identity that was saved; it may say more.
  ///   - wanted: the identity of the run that is to go on.
  /// - Throws: ``TrainingError/otherRun(key:saved:wanted:)`` for the first member that differs;
  ///   `JSONError` where no identity was saved.
  package static func check(saved: JSONReader, wanted: JSONValue) throws {
    guard case .object(let wanted) = wanted else { return }
    for member in wanted.members {
      let found = try saved.memberIfPresent(member.name)?.value ?? .null
      guard found == member.value else {
        throw TrainingError.otherRun(
          key: member.name, saved: (try? found.text(.compact)) ?? "?",
          wanted: (try? member.value.text(.compact)) ?? "?")
      }
    }
  }
}
