/** The look of a report, on a screen and on paper; it stands in the page itself, so that a frozen page needs nothing else. */

const COLOURS = {
  colour: { ink: '#1b2430', muted: '#4a5563', line: '#b8c1cb', accent: '#0b4f7d', positive: '#0a5c6e', caution: '#7a4b00', negative: '#9a3412' },
  grey: { ink: '#111111', muted: '#4d4d4d', line: '#b3b3b3', accent: '#111111', positive: '#111111', caution: '#111111', negative: '#111111' },
} as const

const inQuotes = (text: string) => text.replace(/[\\"<>\n]/g, ' ')

/** Styles of the page itself. @param foot what stands at the foot of each printed page */
export function pageStyle({ paper, isColour, foot }: { paper: 'A4' | 'letter'; isColour: boolean; foot: string }): string {
  const { ink, muted, line, accent, positive, caution, negative } = COLOURS[isColour ? 'colour' : 'grey']
  return `
:root{color-scheme:light;--ink:${ink};--muted:${muted};--line:${line};--accent:${accent}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 16px 64px;max-width:1000px;background:#fff;color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
h1,h2,h3{line-height:1.25;break-after:avoid;margin:0 0 8px}
h1{font-size:30px}h2{font-size:23px;margin-top:36px;padding-bottom:4px;border-bottom:2px solid var(--accent)}h3{font-size:18px;margin-top:24px}
p{margin:0 0 10px;max-width:68ch;orphans:3;widows:3}
.kicker{font-weight:600;color:var(--muted);margin:0 0 4px}.about{font-size:14px;color:var(--muted);margin:0 0 4px;max-width:none}
header{padding-bottom:16px;border-bottom:1px solid var(--line)}
.notice{border:1px solid var(--line);border-left:4px solid var(--ink);padding:8px 12px;font-size:14px;max-width:none}
.finding{font-weight:600}
table{width:100%;border-collapse:collapse;margin:10px 0 14px;font-size:14px}
caption{text-align:left;font-weight:600;padding:0 0 4px;caption-side:top}
thead{display:table-header-group}tr{break-inside:avoid}
th,td{padding:4px 8px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--ink)}tbody th{font-weight:600}
.n{text-align:right;padding-right:12px;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}.wide:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.state{white-space:nowrap;font-weight:600}.state svg{vertical-align:-1px}
.on_track,.target_met{color:${positive}}.watch{color:${caution}}.off_track{color:${negative}}.no_data,.no_target,.no_state{color:var(--muted)}
.small,.small p{font-size:14px;color:var(--muted)}
ul.tally{list-style:none;display:flex;flex-wrap:wrap;gap:6px 24px;padding:0;margin:0 0 12px}
.drawing{margin:12px 0;break-inside:avoid}
.chart{display:block;width:100%;max-width:640px;height:auto;font-family:inherit}
.chart text{fill:var(--ink)}.start text,.target text,.chart .last{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}.grid line{stroke:var(--line);stroke-width:.7}.grid text,.times text,.cut{fill:var(--muted)}
.target line{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:6 4}.start rect{fill:#fff;stroke:var(--ink);stroke-width:1.5}
.course polyline{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linejoin:round}
.course .range{stroke:var(--muted);stroke-width:1.5}.course .open{stroke-dasharray:2 3}.course circle{stroke:var(--accent);stroke-width:2}.course .full{fill:var(--accent)}.course .hollow{fill:#fff}
.chart .last{font-weight:700}.chart .hidden{fill:var(--muted);font-weight:700}
.note{border-left:3px solid var(--line);padding-left:14px;margin:0 0 20px;break-inside:avoid}.note h3{margin-top:0}
@page{size:${paper === 'A4' ? 'A4' : 'letter'};margin:17mm 16mm 18mm;
@bottom-left{content:"${inQuotes(foot)}";font:8.5pt system-ui,"Liberation Sans",Arial,sans-serif;color:${muted}}
@bottom-right{content:counter(page) " / " counter(pages);font:8.5pt system-ui,"Liberation Sans",Arial,sans-serif;color:${muted}}}
@media print{
body{max-width:none;padding:0;font-size:10.5pt;line-height:1.42}
h1{font-size:21pt}h2{font-size:15.5pt;margin-top:20pt}h3{font-size:12.5pt}
table{font-size:8.5pt}.about,.small,.small p,.notice{font-size:9pt}th,td{padding:2pt 6pt 2pt 0}.wide{overflow:visible}.chart{max-width:none}
.indicators{break-before:page}.indicators h2{margin-top:0}.indicator+.indicator{break-before:page}.indicator h3{margin-top:10pt}.indicator+.indicator h3{margin-top:0}
.annex{break-before:page}.annex h2{margin-top:0}
}`
}

/** Styles of the copy for word processors: what they all know, and lines that they draw. */
export function wordStyle({ paper }: { paper: 'A4' | 'letter' }): string {
  return `
@page{size:${paper === 'A4' ? '21cm 29.7cm' : '21.59cm 27.94cm'};margin:2cm}
body{font-family:Arial,sans-serif;font-size:10.5pt;color:#1b2430}
h1{font-size:20pt}h2{font-size:15pt}h3{font-size:12.5pt}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold}
th,td{border:1px solid #b8c1cb;padding:2pt 4pt;text-align:left;vertical-align:top;font-size:9pt}.n{text-align:right}`
}
