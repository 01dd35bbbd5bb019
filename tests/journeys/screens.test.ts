import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { signIn } from '../support/server-process.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const P = '/fr-CA/p/grandir-entre-rives'
const OPEN = [
  '/fr-CA/sign-in',
  '/fr-CA/api',
  P,
  `${P}/PRENATAL`,
  `${P}/READFAM`,
  `${P}/versions`,
  `${P}/notes`,
  '/en/p/alliance-benkadi',
  '/en/p/alliance-benkadi/notes',
]
const SCREENS: Record<string, readonly string[]> = {
  coordination: [
    '/fr-CA',
    '/fr-CA/account',
    '/fr-CA/account/mails',
    '/fr-CA/i/alliance-benkadi/notifications',
    I,
    `${I}/dashboard`,
    `${I}/dashboard?territory=CV&level=municipality`,
    `${I}/dashboard?partner=P02`,
    `${I}/dashboard?condition=backbone_support`,
    `${I}/dashboard?group=goal&sort=-progress&with=2025-Q2`,
    `${I}/dashboard?group=partner&with=CV`,
    `${I}/dashboard?view=multiples&scale=same`,
    `${I}/dashboard?view=map&level=municipality&indicator=PRENATAL`,
    `${I}/dashboard/explain?indicator=SCREEN18`,
    `${I}/dashboard/explain?indicator=WAITDAYS&territory=CV`,
    `${I}/dashboard/explain?indicator=VUL5`,
    `${I}/dashboard/news`,
    `${I}/dashboard/views`,
    `${I}/indicators/SCREEN18`,
    `${I}/indicators/READFAM`,
    `${I}/indicators/VUL5`,
    `${I}/indicators/REFPROTO`,
    `${I}/indicators/PRENATAL?level=municipality`,
    `${I}/indicators/SCREEN18/story`,
    `${I}/indicators/WAITDAYS/story?period=2026-Q2`,
    `${I}/territories/CV`,
    `${I}/territories/CV2`,
    `${I}/territories`,
    `${I}/territories/R`,
    `${I}/territories/R?level=municipality&indicator=PRENATAL`,
    `${I}/partners`,
    `${I}/partners/P02`,
    `${I}/partners/P15`,
    `${I}/entry?partner=P02&period=2026-Q3`,
    `${I}/entry?partner=P13&period=2026-Q3`,
    `${I}/review`,
    `${I}/review/form?partner=P02&period=2026-Q3`,
    `${I}/entry/revision?indicator=SCREEN18&territory=CV&partner=P02&period=2026-Q2`,
    `${I}/import`,
    `${I}/import/targets`,
    `${I}/releases`,
    `${I}/reports`,
    `${I}/search?q=depistages`,
    `${I}/notes`,
    `${I}/notes?type=failure`,
    `${I}/notes/new`,
    `${I}/notes/trials`,
    `${I}/notes/reviews`,
    `${I}/notes/follow-up`,
    `${I}/notes/report?year=2026`,
    `${I}/notes/channel`,
    `${I}/notes/breaches`,
    `${I}/notes/commitment`,
    `${I}/conditions`,
    `${I}/conditions/agenda`,
    `${I}/conditions/activities`,
    `${I}/conditions/activities?view=board&territory=CV`,
    `${I}/conditions/activities?view=calendar`,
    `${I}/conditions/activities/who`,
    `${I}/conditions/activities/who?view=partner`,
    `${I}/conditions/activities/links`,
    `${I}/conditions/activities/practices`,
    `${I}/conditions/activities/participation`,
    `${I}/conditions/activities/adjusted`,
    `${I}/conditions/activities/priorities`,
    `${I}/conditions/activities/stages`,
    `${I}/conditions/activities/stages/shared_vision`,
    `${I}/assessments/results/mobilisation_factors`,
    `${I}/partners/joining`,
    `${I}/conditions/measurement`,
    `${I}/quality`,
    `${I}/quality?partner=P02&from=2026-Q1&to=2026-Q2`,
    `${I}/entry/due`,
    `${I}/contests`,
    `${I}/indicators/SCREEN18/history`,
    `${I}/indicators/SCREEN18?known=2026-03-31`,
    `${I}/conditions/communication`,
    `${I}/conditions/communication/actions`,
    `${I}/conditions/communication/series`,
    `${I}/conditions/communication/wins`,
    `${I}/conditions/communication/wins/new`,
    `${I}/conditions/communication/wins/target_PARENTSEAT_2026-Q4_R`,
    `${I}/conditions/communication/wins/recognitions/new`,
    `${I}/conditions/communication/meetings/new?template=1`,
    `${I}/conditions/communication/updates/new`,
    `${I}/conditions/backbone`,
    `${I}/governance`,
    `${I}/governance/decisions`,
    `${I}/governance/decisions/new`,
    `${I}/governance/bodies`,
    `${I}/governance/leadership`,
    `${I}/governance/agreement`,
    `${I}/governance/agreement/draft`,
    `${I}/governance/agreement/print?language=en`,
    `${I}/governance/protocol`,
    `${I}/governance/statutes`,
    `${I}/assessments`,
    `${I}/assessments/results/five_conditions`,
    `${I}/assessments/results/five_conditions?view=wheel`,
    `${I}/assessments/results/five_conditions?view=table`,
    `${I}/assessments/results/partnership_diagnostic?view=wheel&over=agreed`,
    `${I}/assessments/results/trust_pulse`,
    `${I}/assessments/results/collaboration_ladder`,
    `${I}/assessments/results/preconditions`,
    `${I}/settings`,
    `${I}/settings/people`,
    `${I}/settings/territories`,
    `${I}/settings/territories/shapes`,
    `${I}/settings/territories/shapes?see=mrc`,
    `${I}/settings/territories/changes`,
    `${I}/settings/territories/changes/new`,
    `${I}/settings/territories/changes/new?kind=split&place=VB&parts=2`,
    `${I}/settings/territories/changes/new?kind=merge&place=R`,
    `${I}/settings/territories/levels?model=quebec-school`,
    `${I}/settings/indicators/READFAM/overlap`,
    `${I}/settings/partners`,
    `${I}/settings/public`,
    `${I}/settings/incidents`,
    `${I}/settings/incidents/new`,
    `${I}/settings/indicators`,
    `${I}/settings/indicators/new`,
    `${I}/settings/indicators/assignments`,
    `${I}/settings/indicators/dimensions`,
    `${I}/settings/indicators/SCREEN18`,
    `${I}/settings/indicators/SCREEN18/definition`,
    `${I}/settings/indicators/READFAM/versions`,
    `${I}/settings/indicators/SCREEN18/targets`,
    `${I}/settings/indicators/SCREEN18/limits`,
    `${I}/indicators/SCREEN18/definition`,
    `${I}/indicators/SCREEN18/targets`,
    `${I}/nothing-here`,
    '/fr-CA/i/alliance-benkadi',
    '/fr/i/alliance-benkadi/dashboard',
    '/en/i/grandir-entre-rives',
    '/en/i/grandir-entre-rives/dashboard',
  ],
  bailleur: [
    I,
    `${I}/indicators/SCREEN18/definition`,
    `${I}/indicators/SCREEN18/targets`,
    `${I}/quality`,
    `${I}/dashboard`,
    `${I}/dashboard?view=map&level=municipality&indicator=PRENATAL&with=CV`,
    `${I}/dashboard/explain?indicator=READFAM`,
    `${I}/dashboard/news`,
    `${I}/indicators/SCREEN18`,
    `${I}/indicators/PRENATAL?level=municipality`,
    `${I}/territories/CV`,
    `${I}/reports`,
    `${I}/notes`,
    `${I}/notes/breaches`,
    `${I}/conditions`,
    `${I}/conditions/activities/who`,
    `${I}/conditions/activities/links`,
    `${I}/conditions/activities/practices`,
    `${I}/conditions/activities/priorities`,
    `${I}/conditions/activities/stages`,
    `${I}/conditions/communication`,
    `${I}/conditions/communication/wins`,
    `${I}/partners`,
    `${I}/governance`,
    `${I}/governance/agreement`,
    `${I}/assessments`,
    `${I}/entry`,
    `${I}/settings`,
  ],
  contribution: [
    `${I}/conditions/communication/wins`,
    `${I}/conditions/communication/wins/new`,
    `${I}/conditions/communication/wins/recognitions/new`,
    `${I}/notes?view=mine`,
    `${I}/notes/breaches`,
  ],
  lecture: [
    I,
    `${I}/conditions/activities/stages/shared_vision`,
    `${I}/governance/bodies`,
    `${I}/governance/decisions`,
    `${I}/assessments`,
    `${I}/assessments/results/five_conditions`,
    `${I}/quality`,
    `${I}/entry/due`,
    `${I}/contests`,
    `${I}/dashboard`,
    `${I}/partners/P05`,
    `${I}/notes`,
    `${I}/entry?period=2026-Q3`,
  ],
  admin: ['/fr-CA', '/fr-CA/new-initiative', '/fr-CA/accounts', '/fr-CA/accounts/incidents', '/fr-CA/accounts/mails', '/fr-CA/accounts/mails?view=not_sent'],
}
/** A page is asked for once, narrow, and then looked at wide: how it adapts is a part of what must hold. */
const WIDTHS = [360, 1280] as const
/** Visits of at most so many screens, two at once: while one page is being read the server draws the other. */
const SCREENS_A_VISIT = 25
const VISITS_AT_ONCE = 2
const VISITS = [...Object.entries(SCREENS), [null, OPEN] as const].flatMap(([account, paths]) =>
  Array.from({ length: Math.ceil(paths.length / SCREENS_A_VISIT) }, (_, part) => ({
    account,
    paths: paths.slice(part * SCREENS_A_VISIT, (part + 1) * SCREENS_A_VISIT),
  })),
)
/** Filters of one screen share its title. */
const hasOwnTitle = (path: string) => path.startsWith(I) && !path.includes('?') && !path.includes('nothing')
const THEMES = [
  ['light', 'whole'],
  ['dark', 'colours'],
] as const

describe.skipIf(!browserIsThere())('every screen', { timeout: 600_000 }, () => {
  const { visit: open, origin } = journey()

  it('has no fault that axe finds, one heading, a title that tells it apart and no sideways scroll, at 360 and at 1280 px, light and dark', async () => {
    const faults: Record<string, string[]> = {}
    const titles = new Map<string, string>()
    const waiting = [...VISITS]
    const visit = async ({ account, paths }: (typeof VISITS)[number]) => {
      const { context, page, faults: behind } = await open({ width: WIDTHS[0] })
      if (account !== null) await signInOnPage(page, account)
      for (const path of paths) {
        await page.setViewportSize({ width: WIDTHS[0], height: 900 })
        await page.goto(path, { waitUntil: 'load' })
        if (account === 'coordination' && hasOwnTitle(path)) {
          const title = await page.title()
          const other = titles.get(title)
          if (other !== undefined) faults[`${path} has the title of ${other}`] = [title]
          titles.set(title, path)
        }
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          for (const [theme, look] of THEMES) {
            await page.emulateMedia({ colorScheme: theme })
            const found = [...(await axeFaults(page, look)), ...(await pageFaults(page))]
            if (found.length > 0) faults[`${account ?? 'stranger'} ${path} ${width} px ${theme}`] = found
          }
        }
      }
      if (behind.length > 0) faults[`${account ?? 'stranger'} behind ${paths[0]} and what follows`] = behind
      await context.close()
    }
    await Promise.all(
      Array.from({ length: VISITS_AT_ONCE }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await visit(next)
      }),
    )
    expect(faults).toEqual({})
  })

  it('the language toggle keeps path and query', async () => {
    const { context, page } = await open()
    await signInOnPage(page, 'coordination')
    await page.goto(`${I}/dashboard?territory=CV&level=municipality`)
    await page.click('a[hreflang="en"]')
    await page.waitForURL(/\/en\//)
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/en/i/grandir-entre-rives/dashboard?territory=CV&level=municipality')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await context.close()
  })

  it('reads and navigates without JavaScript: values, sentences, tables and drawings are in the page', async () => {
    const { context, page } = await open({ javaScript: false })
    await signInOnPage(page, 'coordination')
    await page.click(`a[href="${I}"]`)
    await page.click(`nav a[href="${I}/dashboard"]`)
    expect(await page.textContent('main')).toContain('61,9')
    await page.click('main a[href*="/indicators/SCREEN18"]')
    expect(await page.locator('main svg').count()).toBeGreaterThan(0)
    expect(await page.locator('main table').count()).toBeGreaterThan(0)
    await page.selectOption('select[name=territory]', 'CV')
    await page.click('search button')
    expect(await page.textContent('main')).toContain('44,7')
    await context.close()
  })

  it('the numbers on the screen are those of the API', async () => {
    const call = await signIn(origin(), 'coordination')
    const { body: me } = await call('GET', '/api/v1/me')
    const id = (me as unknown as { initiatives: { id: string; slug: string }[] }).initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id
    const { body } = await call('GET', `/api/v1/initiatives/${id}/progress?indicator=SCREEN18&level=mrc&period=latest`)
    const { context, page, faults } = await open()
    await signInOnPage(page, 'coordination')
    await page.goto(`${I}/indicators/SCREEN18`)
    const shown = await page.textContent('main')
    for (const cell of (body as unknown as { cells: { value: string }[] }).cells) {
      const percent = (Math.round(Number(cell.value) * 1000) / 10).toFixed(1).replace('.', ',')
      expect(shown).toContain(`${percent}\u00a0%`)
    }
    expectQuiet(faults)
    await context.close()
  })
})
