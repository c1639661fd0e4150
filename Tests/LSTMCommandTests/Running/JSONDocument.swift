import Foundation
import Testing

/// The members of the one JSON document that a text is; fails for anything before or after it.
func jsonObject(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws
  -> [String: Any]
{
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(value as? [String: Any], sourceLocation: sourceLocation)
}
