/// The style sheet of a report.
enum PageStyle {
  static let rules =
    ":root{color-scheme:light dark;\(variables { $0.light })}"
    + "@media (prefers-color-scheme:dark){:root{\(variables { $0.dark })}}"
    + layout + FigureStyle.pageRules + TextStrip.rules

  private static func variables(_ color: (ColorRole) -> RGBColor) -> String {
    ColorRole.allCases.map { "\($0.variable):\(color($0).text);" }.joined()
  }

  private static let layout = """
    *{box-sizing:border-box}\
    body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;\
    font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}\
    main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}\
    h1{font-size:1.9rem;line-height:1.2;margin:0;letter-spacing:-.01em}\
    h2{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem}\
    p{max-width:70ch;margin:0 0 1rem}\
    .subtitle{color:var(--quiet);margin:.5rem 0 0}\
    section{margin-top:2.5rem;padding-top:2rem;border-top:1px solid var(--line)}\
    nav{margin-top:1.5rem}nav ol{margin:0;padding-left:1.5rem}a{color:var(--series0)}\
    figure{display:flow-root;margin:1.5rem 0 2rem}\
    figcaption,caption{font-weight:600;text-align:left;margin-bottom:.5rem}\
    .plot svg{display:block}\
    .legend{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;list-style:none;margin:0 0 .5rem;\
    padding:0;font-size:.8125rem;color:var(--quiet)}\
    .legend li{display:flex;align-items:center;gap:.5rem;min-width:0}\
    .legend svg{flex:none}.legend span{min-width:0;overflow-wrap:anywhere}\
    .readout{display:block;min-height:1.6em;font-size:.8125rem;color:var(--quiet);\
    font-variant-numeric:tabular-nums}\
    .cursor{fill:none;stroke:var(--ink);stroke-width:1.5}\
    :focus-visible{outline:2px solid var(--series0);outline-offset:4px}\
    .table{overflow-x:auto;margin:1.5rem 0 2rem}\
    table{border-collapse:collapse;min-width:100%;font-variant-numeric:tabular-nums}\
    th,td{padding:.4rem 1.5rem .4rem 0;text-align:left;vertical-align:top;\
    border-bottom:1px solid var(--line)}\
    thead th{color:var(--quiet);font-size:.8125rem;font-weight:600}\
    tbody th{font-weight:400}\
    th.number,td.number{text-align:right;white-space:nowrap}\
    .strip p{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;\
    max-width:none;margin:0}\
    .strip .text{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);\
    padding:.75rem 1rem;border-radius:6px;font-size:.9375rem;line-height:1.7}\
    .strip .missing{text-decoration:underline dotted}\
    .strip .scale{display:flex;margin-top:.5rem;font-size:.75rem;width:100%;max-width:20rem}\
    .scale span{flex:1;text-align:center}\
    @media (max-width:600px){main{padding:1.5rem 1rem 3rem}h1{font-size:1.5rem}\
    th,td{padding-right:.75rem}.wide{display:none}.dense{image-rendering:auto}}\
    @media print{section{break-inside:avoid-page}}
    """
}
