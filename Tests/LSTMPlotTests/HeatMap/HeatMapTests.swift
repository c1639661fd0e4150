import Testing

@testable import LSTMPlot

@Suite("A heat map")
struct HeatMapTests {
  @Test("has full colours at the ends of its scale and the page at zero")
  func coloursOfTheEnds() {
    let signed = ColorScale(.signed, values: [])
    #expect(signed.tint(at: 0) == .init(color: ColorScale.negative, strength: 255))
    #expect(signed.tint(at: 1) == .init(color: ColorScale.positive, strength: 255))
    #expect(signed.tint(ofLevel: signed.level(of: 0)).strength == 0)
    let gate = ColorScale(.sequential, values: [])
    #expect(gate.tint(ofLevel: gate.level(of: 0)).strength == 0)
    #expect(gate.tint(ofLevel: gate.level(of: 1)).strength == 255)
    #expect(gate.tint(ofLevel: gate.level(of: .nan)) == ColorScale.missing)
  }

  @Test("numbers its levels evenly, and what lies beyond the ends apart")
  func levels() {
    let scale = ColorScale(.signed, values: [])
    let values: [Double] = [-1, -0.5, 0, 0.5, 1, -1.1, 1.1, -.infinity, .infinity, .nan]
    #expect(
      values.map(scale.level(of:)) == [0, 63, 126, 189, 252, 253, 254, 253, 254, 255])
  }

  @Test("spans the largest magnitude when its colours are symmetric")
  func symmetricRange() {
    let scale = ColorScale(.symmetric, values: [0.5, -3, .nan, .infinity])
    #expect(scale.low == -3 && scale.high == 3)
  }

  @Test("stores each pixel where the script looks for it")
  func pixelPlaces() {
    let rows: [[UInt8]] = [[1, 2, 3], [4, 5, 6]]
    let image = PixelImage(width: 3, rows: rows) { _ in ColorScale.missing }
    for (row, values) in rows.enumerated() {
      let start = PixelImage.headerSize + row * (3 + 6) + 6
      #expect(Array(image.bytes[start..<start + 3]) == values)
    }
  }

  // Python 3.11: zlib.crc32(b"IEND"), and zlib.adler32(bytes([0, 1, 2, 3, 0, 4, 5, 6])).
  @Test("has the checksums that PNG asks for")
  func checksums() {
    let image = PixelImage(width: 3, rows: [[1, 2, 3], [4, 5, 6]]) { _ in ColorScale.missing }
    #expect(image.bytes.suffix(4) == [0xAE, 0x42, 0x60, 0x82])
    #expect(image.bytes.dropLast(16).suffix(4) == [0x00, 0x46, 0x00, 0x16])
  }

  @Test("of 512 units over 500 steps stays below 400 kB")
  func size() {
    #expect(SamplePage.large.svg.utf8.count < 400_000)
    #expect(SamplePage.large.element.source.utf8.count < 400_000)
  }

  @Test("beyond the limit of a screen is drawn in part, and says so")
  func drawsInPart() throws {
    let map = HeatMap(title: "", values: [[Double](repeating: 0, count: 5_000)])
    #expect(map.svg.contains("one column in 5"))
    #expect(HeatMapPixels(map.values, colors: map.colors).columnStep == 5)
  }

  @Test("is well formed whatever its numbers are", arguments: Hostile.numbers)
  func survivesNumbers(values: [Double]) throws {
    for colors in [HeatMapColors.sequential, .signed, .symmetric] {
      let map = HeatMap(title: "t", values: [values, [], values + [1]], colors: colors)
      _ = try StrictMarkup(map.svg)
      _ = try StrictMarkup(map.element.source + "\n")
    }
    #expect(HeatMap(title: "", values: [[], []]).svg.contains("no data"))
  }

  @Test("is well formed whatever its labels are", arguments: Hostile.texts)
  func survivesTexts(text: String) throws {
    let map = HeatMap(
      title: text, values: [[1, 2], [3, 4]], rowTitle: text, columnTitle: text, rowLabels: [text],
      columnLabels: [text, text, text])
    let data = try StrictMarkup(map.element.source + "\n").elements.first { $0.name == "output" }
    // Two names a list, as the script counts them.
    #expect(data?.attributes["data-columns"]?.matches(of: /&#10;/).count == 1)
    _ = try StrictMarkup(map.svg)
  }
}
