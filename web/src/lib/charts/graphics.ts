/** Texts and strokes that stand at a pixel of the drawing. */
import { INK, PAPER } from './palette.ts'
import type { Graphic } from './option-types.ts'

export interface TextStyle {
  readonly color?: string
  readonly bold?: boolean
  readonly align?: 'left' | 'center' | 'right'
  readonly font: number
}

/** A line of text, its middle at `y`, with a halo of paper so that it reads over a line. */
export function textAt(x: number, y: number, text: string, style: TextStyle): Graphic {
  return {
    type: 'text',
    x,
    y,
    z: 20,
    silent: true,
    style: {
      text,
      fill: style.color ?? INK,
      fontSize: style.font,
      fontFamily: 'sans-serif',
      ...(style.bold === true ? { fontWeight: '600' } : {}),
      textAlign: style.align ?? 'left',
      textVerticalAlign: 'middle',
      stroke: PAPER,
      lineWidth: 3,
    },
  }
}

/** A straight stroke. */
export function strokeAt(x1: number, y1: number, x2: number, y2: number, color: string, width: number, dash?: readonly number[], z = 1): Graphic {
  return {
    type: 'line',
    z,
    silent: true,
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: width, ...(dash === undefined ? {} : { lineDash: [...dash] }) },
  }
}

/** A filled rectangle under everything else. */
export function groundAt(x: number, y: number, width: number, height: number, color: string): Graphic {
  return { type: 'rect', z: -10, silent: true, shape: { x, y, width, height }, style: { fill: color } }
}

/** A ring: an open marker. */
export function ringAt(x: number, y: number, radius: number, color: string): Graphic {
  return { type: 'circle', z: 15, silent: true, shape: { cx: x, cy: y, r: radius }, style: { fill: PAPER, stroke: color, lineWidth: 1.75 } }
}
