/**
 * The parts of ECharts that our drawings use: on the server, and in the one script that a page loads when somebody
 * explores a chart; no page imports it (D11, D40). One by one, because `echarts/charts` and `echarts/components` load all of them: 22 MB more in the server.
 */
import 'echarts/lib/chart/bar.js'
import 'echarts/lib/chart/line.js'
import 'echarts/lib/component/graphic.js'
import 'echarts/lib/component/grid.js'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { BarOption, Laid, LineOption } from './option-types.ts'
import { ownSvg, type OwnSvg } from './svg.ts'

use([SVGRenderer])

/** Draws an option as SVG text; the same option gives the same text. */
export function drawOption({ option, width, height, font }: Laid<LineOption | BarOption>): OwnSvg {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return ownSvg(chart.renderToSVGString(), { width, height, font })
  } finally {
    chart.dispose()
  }
}
