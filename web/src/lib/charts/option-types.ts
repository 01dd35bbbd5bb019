/** Types of the options that we build: erased before anything runs. */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

export type LineOption = ComposeOption<LineSeriesOption | GridComponentOption | GraphicComponentOption>
export type BarOption = ComposeOption<BarSeriesOption | GridComponentOption | GraphicComponentOption>

/** An option with the size that it was laid out for. */
export interface Laid<Option> {
  readonly option: Option
  readonly width: number
  readonly height: number
  readonly font: number
  readonly isTruncated: boolean
}

/** One text or shape placed by us, in pixels. */
export type Graphic = Record<string, unknown>
