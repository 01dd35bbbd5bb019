import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Component } from 'svelte'
import type * as server from 'svelte/server'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineChart } from './line-chart.server.ts'
import { at, lineOf, pointsOf, quarters, SHARE } from './samples.ts'

const root = new URL('../../../../', import.meta.url).pathname
let vite: ViteDevServer
let renderer: typeof server

beforeAll(async () => {
  vite = await createServer({
    configFile: false,
    root,
    appType: 'custom',
    define: { __CHART_SCRIPTS__: JSON.stringify({ tools: '/chart-tools.js', explorer: '/chart-explorer.js' }) },
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [svelte({ configFile: false })],
  })
  renderer = (await vite.ssrLoadModule('svelte/server')) as typeof server
})
afterAll(() => vite.close())

/** As a page shows it, without the comments that Svelte leaves for the browser. */
async function show(name: string, props: Record<string, unknown>): Promise<string> {
  const { default: component } = (await vite.ssrLoadModule(`/web/src/lib/charts/${name}.svelte`)) as { default: Component<Record<string, unknown>> }
  return renderer.render(component, { props }).body.replace(/<!--[\s\S]*?-->/g, '')
}

describe('components of the charts', () => {
  it('a sparkline of twelve quarters takes 0.7 KB at most and has its name', async () => {
    const axis = quarters(2023, 12)
    const html = await show('Sparkline', {
      measure: SHARE,
      points: pointsOf(
        axis,
        axis.map((_, index) => `0.${394 + index * 17}`),
      ),
    })
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(717)
    expect(html).toMatch(/role="img" aria-label="Évolution\u00A0: 39,4\u00A0%/)
    expect(await show('Sparkline', { measure: SHARE, points: [] })).not.toMatch(/<svg|NaN|Infinity/)
  })
  it('a bullet has its name, and a sign where it is cut', async () => {
    const html = await show('Bullet', { measure: SHARE, value: '0.9', baseline: '0.1', target: '0.5', tone: 'positive' })
    expect(html).toMatch(/role="img" aria-label="90,0\u00A0%, départ 10,0\u00A0%, cible 50,0\u00A0%"/)
    expect(html).toContain('m-4-4v8')
    expect(html).not.toMatch(/NaN|undefined|style=/)
    expect(await show('Bullet', { measure: SHARE, value: '0.9' })).toContain('90,0\u00A0%, sans cible')
  })
  it('a figure has a name, its sentences, a drawing for every width and the same figures as a table', async () => {
    const axis = quarters(2024, 8)
    const data = lineOf(['0.394', null, '0.619'], { target: [{ x: at(axis, 7), value: '0.65' }] })
    const chart = lineChart(data, 'fr-CA')
    const html = await show('ChartFigure', { chart, title: 'Le dépistage <progresse>', subtitle: 'Part des enfants, %' })
    const id = /aria-labelledby="([\w-]+)-title [\w-]+-measure"/.exec(html)?.[1] ?? 'none'
    for (const part of ['title', 'measure', 'summary']) expect(html).toContain(`id="${id}-${part}"`)
    expect(html).toContain('Le dépistage &lt;progresse>')
    expect(html.match(/<svg/g)).toHaveLength(2)
    expect(html).not.toMatch(/ style=|NaN|undefined/)
    const cells = [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map((match) => match[1])
    expect(cells).toEqual(chart.table.rows.flatMap((row) => row.cells))
    const words = chart.summary.join(' ')
    expect(html).toContain(words)
    expect(words.length).toBeGreaterThanOrEqual(40)
    expect(words.length).toBeLessThanOrEqual(400)
  })
})
