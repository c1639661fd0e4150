import Testing

@testable import LSTMFormats

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "the digests that NIST published are reproduced",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func publishedDigests(message: String, digest: String) {
    #expect(SHA256.hexadecimalDigest(of: Array(message.utf8)) == digest)
  }

  @Test("the digest of a million times a, taken in uneven parts, is the one that NIST published")
  func million() {
    var digest = SHA256()
    var left = 1_000_000
    for size in [1, 63, 64, 65, 1000, 100_000] {
      digest.update([UInt8](repeating: UInt8(ascii: "a"), count: size))
      left -= size
    }
    digest.update([UInt8](repeating: UInt8(ascii: "a"), count: left))
    #expect(
      digest.finalize() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("a thousand bytes have the digest that Python's hashlib gives")
  func hashlib() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
    #expect(
      SHA256.hexadecimalDigest(of: bytes)
        == "1e9bc38cbf860b9ec31918b065f9b52476c549a782e0e7990bed8ce3868d2371")
  }

  @Test("how the bytes are divided makes no difference, around every block boundary")
  func division() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 * 31) }
    for count in bytes.indices {
      let whole = SHA256.hexadecimalDigest(of: Array(bytes[..<count]))
      var digest = SHA256()
      digest.update(Array(bytes[..<(count / 3)]))
      digest.update([])
      digest.update(Array(bytes[(count / 3)..<count]))
      #expect(digest.finalize() == whole)
    }
  }
}
