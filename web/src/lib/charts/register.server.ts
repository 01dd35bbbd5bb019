/** The parts of ECharts that our drawings use; on the server only, pages receive the drawing (D11, D40). */
import { BarChart, LineChart } from 'echarts/charts'
import { GraphicComponent, GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { BarOption, Laid, LineOption } from './option-types.ts'
import { ownSvg, type OwnSvg } from './svg.ts'

use([BarChart, LineChart, GridComponent, GraphicComponent, SVGRenderer])

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
