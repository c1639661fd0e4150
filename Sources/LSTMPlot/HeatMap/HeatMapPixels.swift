/// The values of a heat map as numbers of colours, and what a reader needs to undo that.
struct HeatMapPixels: Sendable {
  /// The most rows and the most columns that are drawn; a screen shows no more.
  static let sizeLimit = 1024
  /// Values on the scale have the numbers up to this one: odd in count, so that zero has its own.
  static let lastLevel: UInt8 = 252
  static let below: UInt8 = 253
  static let above: UInt8 = 254
  static let missing: UInt8 = 255

  let scale: ColorScale
  let rowCount: Int
  let columnCount: Int
  /// Every which row and column is drawn: 1 where all are.
  let rowStep: Int
  let columnStep: Int
  let image: PixelImage
  let hasMissing: Bool

  init(_ rows: [[Double]], colors: HeatMapColors) {
    let scale = ColorScale(colors, values: rows.joined())
    let columnCount = rows.map(\.count).max() ?? 0
    let rowStep = (rows.count - 1) / Self.sizeLimit + 1
    let columnStep = (columnCount - 1) / Self.sizeLimit + 1
    let columns = stride(from: 0, to: columnCount, by: columnStep)
    let levels = stride(from: 0, to: rows.count, by: rowStep).map { row in
      let values = rows[row]
      // A row may be shorter than others.
      return columns.map {
        values.indices.contains($0) ? scale.level(of: values[$0]) : Self.missing
      }
    }
    image = PixelImage(
      width: columnCount == 0 ? 0 : (columnCount - 1) / columnStep + 1, rows: levels
    ) {
      scale.tint(ofLevel: $0)
    }
    hasMissing = levels.contains { $0.contains(Self.missing) }
    self.scale = scale
    (self.rowCount, self.columnCount) = (rows.count, columnCount)
    (self.rowStep, self.columnStep) = (rowStep, columnStep)
  }
}

extension ColorScale {
  func level(of value: Double) -> UInt8 {
    guard let share = share(of: value) else { return HeatMapPixels.missing }
    guard share >= 0 else { return HeatMapPixels.below }
    guard share <= 1 else { return HeatMapPixels.above }
    return UInt8((share * Double(HeatMapPixels.lastLevel)).rounded())
  }

  func tint(ofLevel level: UInt8) -> Tint {
    switch level {
    case HeatMapPixels.below: tint(at: 0)
    case HeatMapPixels.above: tint(at: 1)
    case HeatMapPixels.missing: Self.missing
    default: tint(at: Double(level) / Double(HeatMapPixels.lastLevel))
    }
  }
}
