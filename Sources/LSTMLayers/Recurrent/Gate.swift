/// The gates of an LSTM, in the order in which weights stack them.
///
/// This is the only place that knows the order, apart from `clstm_layout.h`; a test compares the two.
public enum Gate: Int, Sendable, CaseIterable {
  /// i: what to let in.
  case input = 0
  /// f: what to keep of the cell state.
  case forget = 1
  /// C̃: what there is to let in.
  case candidate = 2
  /// o: what to show.
  case output = 3
}
