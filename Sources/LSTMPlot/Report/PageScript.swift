/// The script of a report: the numbers of a heat map, under the pointer and with the arrow keys.
///
/// It reads them out of the picture; see ``PixelImage``. As it is part of markup that is XML too,
/// it does without `<` and `&`.
enum PageScript {
  static let text = """
    'use strict';
    for (const figure of document.querySelectorAll('.heat')) {
      const picture = figure.querySelector('.cells');
      const output = figure.querySelector('.readout');
      const {row, column} = output.dataset;
      const low = Number(output.dataset.low), high = Number(output.dataset.high);
      const rows = output.dataset.rows.split('\\n'), columns = output.dataset.columns.split('\\n');
      const unit = 10 ** Math.ceil(Math.log10(high / \(last) - low / \(last)));
      const cursor = picture.nextElementSibling.cloneNode();
      cursor.setAttribute('class', 'cursor');
      let bytes = null, r = 0, c = 0;
      const words = level => {
        if (level === \(HeatMapPixels.missing)) return 'no value';
        if (level === \(HeatMapPixels.below)) return 'below ' + low;
        if (level === \(HeatMapPixels.above)) return 'above ' + high;
        const share = level / \(last), value = low * (1 - share) + high * share;
        return '≈ ' + Number((Math.round(value / unit) * unit).toPrecision(6));
      };
      const show = (newRow, newColumn) => {
        r = Math.max(0, Math.min(rows.length - 1, newRow));
        c = Math.max(0, Math.min(columns.length - 1, newColumn));
        bytes ??= atob(picture.getAttribute('href').split(',')[1]);
        const place = \(PixelImage.headerSize) + r * (columns.length + 6) + 6 + c;
        output.textContent =
          `${row} ${rows[r]}, ${column} ${columns[c]}: ${words(bytes.charCodeAt(place))}`;
        const height = picture.getBoundingClientRect().height / rows.length;
        cursor.setAttribute('x', 100 * c / columns.length + '%');
        cursor.setAttribute('width', 100 / columns.length + '%');
        cursor.setAttribute('y', r * height);
        cursor.setAttribute('height', height);
        if (!cursor.parentNode) picture.parentNode.append(cursor);
      };
      picture.parentNode.addEventListener('pointermove', event => {
        const box = picture.getBoundingClientRect();
        show(
          Math.floor((event.clientY - box.top) / box.height * rows.length),
          Math.floor((event.clientX - box.left) / box.width * columns.length));
      });
      figure.tabIndex = 0;
      figure.addEventListener('focus', () => show(r, c));
      figure.addEventListener('keydown', event => {
        const move = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};
        const step = move[event.key];
        if (!step) return;
        event.preventDefault();
        show(r + step[0], c + step[1]);
      });
    }
    """

  private static let last = HeatMapPixels.lastLevel
}
