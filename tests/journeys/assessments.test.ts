import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'

/** Answers every statement of the theme on the page with one word of the scale. */
async function answerTheme(page: Page, word: string): Promise<void> {
  const fieldsets = page.locator('main [data-step]:not([hidden]) fieldset')
  await fieldsets.first().waitFor()
  const here = page.url()
  for (let index = 0; index < (await fieldsets.count()); index += 1) await fieldsets.nth(index).getByText(word, { exact: true }).click()
  await page.click('button:has-text("Enregistrer et continuer"):visible')
  await page.waitForURL(({ href }) => href !== here)
}

describe.skipIf(!browserIsThere())('what partners say', { timeout: 240_000 }, () => {
  const { as, visit } = journey()

  it('is answered on a phone without JavaScript, by a member and by somebody without an account, closed, and read', async () => {
    const phone = { width: 360, javaScript: false }
    const member = await visit(phone)
    await signInOnPage(member.page, 'contribution')
    await member.page.goto(`${I}/assessments`)
    await member.page.click('main button:has-text("Répondre")')
    await member.page.waitForURL('**/answer/**')
    await expect.poll(() => member.page.textContent('main')).toMatch(/Réponses individuelles visibles\s: personne/)
    await member.page.click('a:has-text("Commencer")')
    await answerTheme(member.page, 'En place')
    await expect.poll(() => member.page.textContent('main')).toContain('5 énoncés sur 25')
    // Left there, taken up again from the list: the link is the same, and so are the answers.
    await member.page.goto(`${I}/assessments`)
    await member.page.click('main button:has-text("Répondre")')
    await member.page.click('a:has-text("Commencer")')
    await expect.poll(() => member.page.locator('main input[type=radio]:checked').count()).toBe(5)
    for (let theme = 1; theme <= 5; theme += 1) await answerTheme(member.page, 'En partie en place')
    await member.page.fill('textarea[name=comment]', 'Un mot')
    await member.page.click('button:has-text("Envoyer mes réponses")')
    await expect.poll(() => member.page.textContent('main'), { message: 'a comment is kept only with its tick' }).toMatch(/Cochez «\sPeut être partagé\s»/)
    await member.page.check('input[name=mayBeShared]')
    await member.page.click('button:has-text("Envoyer mes réponses")')
    await member.page.getByText('Vos réponses sont envoyées').waitFor()

    const lead = await as('coordination')
    await lead.page.goto(`${I}/assessments`)
    await lead.page.click('a:has-text("Suivre ce tour")')
    await lead.page.selectOption('select[name=partner]', 'P05')
    await lead.page.click('button:has-text("Faire des liens")')
    const link = await lead.page.inputValue('#link-0')
    expect([...(await axeFaults(lead.page)), ...(await pageFaults(lead.page))]).toEqual([])
    // The same pages with a script running, which axe needs.
    const looker = await visit({ width: 360 })
    for (const step of ['', '?step=1', '?step=6', '?sent']) {
      await looker.page.goto(`${new URL(link).pathname}${step}`)
      expect([...(await axeFaults(looker.page)), ...(await pageFaults(looker.page))], step).toEqual([])
    }
    await looker.context.close()
    const guest = await visit(phone)
    await guest.page.goto(new URL(link).pathname)
    await guest.page.click('a:has-text("Commencer")')
    for (let theme = 1; theme <= 5; theme += 1) await answerTheme(guest.page, 'Je ne sais pas')
    await guest.page.click('button:has-text("Envoyer mes réponses")')
    await guest.page.getByText('Vos réponses sont envoyées').waitFor()

    await lead.page.click('button:has-text("Fermer le tour")')
    await lead.page.getByText('Le tour est fermé').waitFor()
    await guest.page.goto(new URL(link).pathname)
    await expect.poll(() => guest.page.textContent('main'), { message: 'a closed round knows no link' }).not.toContain('Commencer')
    await lead.page.click('a:has-text("Voir les résultats")')
    await expect.poll(() => lead.page.textContent('main')).toContain('7 personnes de 7 partenaires')
    expectQuiet(lead.faults)
    for (const { context } of [member, guest]) await context.close()
    await lead.leave()
  })

  it('the last day of a round is said to everybody, and moved while it has not passed: by a lead for an assessment, by the backbone for priorities', async () => {
    const { page, faults, leave } = await as('coordination', false)
    await page.goto(`${I}/assessments`)
    await page.click('summary:has-text("Ouvrir un tour")')
    await page.selectOption('select[name=instrument]', 'trust_pulse')
    await page.selectOption('select[name=mode]', 'anonymous')
    await page.fill('textarea[name=purpose]', 'Essayer')
    await page.fill('input[name=opensOn]', '2026-10-01')
    await page.fill('input[name=closesOn]', '2026-10-14')
    const open = page.locator('form[action="?/open"]').getByRole('button', { name: 'Ouvrir un tour' })
    await open.click()
    await expect.poll(() => page.textContent('main'), { message: 'the demo stands on the 15th' }).toContain('Ce jour est déjà passé')
    await page.fill('input[name=closesOn]', '2026-11-20')
    await open.click()
    await page.waitForURL(/assessments\/[0-9a-f-]{36}/)
    expect(await page.textContent('main')).toMatch(/Réponses reçues jusqu’au 20 novembre 2026 compris/)
    await page.fill('form[action="?/moveDay"] [name=closesOn]', '2026-10-01')
    await page.click('button:has-text("Changer le dernier jour")')
    await expect.poll(() => page.locator('form[action="?/moveDay"] [aria-invalid=true]').count()).toBe(1)
    await page.fill('form[action="?/moveDay"] [name=closesOn]', '2026-10-16')
    await page.click('button:has-text("Changer le dernier jour")')
    await page.getByText('Le dernier jour est changé').waitFor()
    expect(await page.textContent('main')).toMatch(/Réponses reçues jusqu’au 16 octobre 2026 compris/)

    await page.goto(`${I}/conditions/activities/priorities`)
    await page.locator('main li', { hasText: 'bulletins reçus jusqu’au' }).locator('a').first().click()
    await page.click('summary:has-text("Changer le dernier jour")')
    await page.fill('form[action="?/moveDay"] [name=closesOn]', '2026-11-02')
    await page.locator('form[action="?/moveDay"] button').click()
    await page.getByText('Le dernier jour est changé').waitFor()
    expect(await page.textContent('main')).toMatch(/bulletins reçus jusqu’au 2 novembre 2026 compris/)
    expectQuiet(faults)
    await leave()
  })

  it('S67 the wheel has five axes and the ring expected of the phase; « principes » stand apart, on no axis', async () => {
    const { page, leave } = await as('lecture')
    await page.goto(`${I}/assessments/results/five_conditions?view=wheel`)
    const wheel = page.locator('main svg[role=group]')
    expect(await wheel.locator('a').evaluateAll((axes) => axes.map((axis) => axis.getAttribute('href')))).toEqual([
      '#row-common_agenda',
      '#row-mutually_reinforcing_activities',
      '#row-shared_measurement',
      '#row-continuous_communication',
      '#row-backbone_support',
    ])
    // Each corner of an outline lies at its value: of 100 at the edge, as the table says it.
    const corners = (outline: string) =>
      wheel
        .locator(`path.${outline}`)
        .getAttribute('d')
        .then((line) =>
          (line ?? '')
            .slice(1, -1)
            .split('L')
            .map((spot) => Math.hypot(...spot.split(' ').map(Number))),
        )
    const expected = await corners('expected')
    expect(expected.map(Math.round)).toEqual([90, 80, 90, 75, 90])
    const said = await wheel
      .locator('a')
      .evaluateAll((axes) => axes.map((axis) => Number(/: ([\d,]+) sur 100/.exec(axis.getAttribute('aria-label') ?? '')?.[1]?.replace(',', '.'))))
    expect((await corners('now')).map(Math.round)).toEqual(said.map(Math.round))
    expect(await page.locator('main ul.legend').textContent()).toContain('Attendu à cette phase')
    expect(await wheel.textContent()).not.toMatch(/principes/i)
    expect(await page.locator('main tr', { has: page.locator('#row-principles') }).count()).toBe(1)
    // How many answered stands beside each dimension, in the table that follows the wheel.
    const table = page.locator('main table', { has: page.locator('[id^=row-]') })
    const place = (await table.locator('thead th').allTextContents()).findIndex((label) => label.trim() === 'Réponses')
    const replies = await table.locator('tbody tr').evaluateAll((rows, at) => rows.map((row) => row.children[at]?.textContent?.trim()), place)
    expect(replies.map((count) => /^\d+$/.test(count ?? ''))).toEqual(Array.from({ length: 6 }, () => true))
    await page.goto(`${I}/conditions`)
    expect(await page.locator('main section', { has: page.locator('h2', { hasText: /principes/i }) }).count()).toBe(1)
    await leave()
  })

  it('S65 is read on the wheel by keyboard: each spoke says its numbers and leads to its row of the table', async () => {
    const { page, leave } = await as('lecture')
    await page.goto(`${I}/assessments/results/five_conditions?view=wheel`)
    const spokes = page.locator('main svg[role=group] a')
    expect(await spokes.count()).toBe(5)
    await spokes.first().focus()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Vision et plan communs\s: \d+,?\d* sur 100, attendu 90$/)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Activités qui se renforcent\s: /)
    const said = (await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? ''
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#row-mutually_reinforcing_activities')
    const row = page.locator('tr', { has: page.locator('#row-mutually_reinforcing_activities') })
    expect(await row.textContent()).toContain(/\s: ([\d,]+) sur/.exec(said)?.[1] ?? 'nothing')
    // A round laid over the wheel is said by the spoke and told by the table, the same.
    await page.locator('input[name=over]').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.waitForURL(/over=round/)
    const [spoken = ''] = /Tour du [^;]+$/.exec((await spokes.nth(1).getAttribute('aria-label')) ?? '') ?? []
    const column = await page
      .locator('main th', { hasText: /^Tour du/ })
      .first()
      .textContent()
    expect(spoken).toContain(column?.trim() ?? 'nothing')
    expect(
      await page
        .locator('tr', { has: page.locator('#row-mutually_reinforcing_activities') })
        .locator('td')
        .last()
        .textContent(),
    ).toBe(/: ([\d,]+)$/.exec(spoken)?.[1])
    await leave()
  })

  it('S64 the diagnostic shows eighteen distributions, six indices and what comes first, and an activity begins from a statement in one click', async () => {
    const { page, faults, leave } = await as('coordination')
    await page.goto(`${I}/assessments/results/partnership_diagnostic?view=table`)
    const distributions = await page.locator('main tr', { has: page.locator('[id^=item-]') }).allTextContents()
    expect(distributions.filter((row) => /\d+ · \d+ · \d+/.test(row))).toHaveLength(18)
    const table = page.locator('main table', { has: page.locator('[id^=row-]') })
    const indices = await table
      .locator('tr', { has: page.locator('[id^=row-]') })
      .evaluateAll((rows) => rows.map((row) => row.querySelector('td')?.textContent))
    expect(indices.map((index) => /^\d+(,\d)?$/.test(index?.trim() ?? ''))).toEqual(Array.from({ length: 6 }, () => true))
    const first = page.locator('main section', { has: page.locator('h2', { hasText: 'À discuter d’abord' }) }).locator('ol > li')
    expect(await first.count()).toBeGreaterThan(0)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    const statement = await first.first().locator('p').first().textContent()
    await first.first().getByRole('link', { name: 'En faire une activité' }).click()
    await page.waitForURL('**/conditions/activities/new?**')
    expect(await page.inputValue('input[name=nameFr]')).toBe(statement)
    await page.click('main form button:has-text("Enregistrer")')
    await page.waitForURL(/activities\/[0-9a-f-]{36}$/)
    expectQuiet(faults)
    await leave()
  })

  it('S50 the ladder says its change since the round before and its pairs between levels; only who reads relations is led to them', async () => {
    for (const [account, links] of [
      ['lecture', 0],
      ['contribution', 1],
      ['coordination', 1],
    ] as const) {
      const { page, leave } = await as(account)
      await page.goto(`${I}/assessments/results/collaboration_ladder`)
      const main = page.locator('main')
      expect(await main.getByRole('link', { name: 'Relations, deux par deux' }).count(), account).toBe(links)
      expect(await main.textContent()).toMatch(/\+25,3 points depuis le tour du \d+ [a-zé]+ 20\d\d/)
      expect(await main.locator('tr', { hasText: 'Dont entre paliers différents' }).locator('td').last().textContent()).toMatch(/^\d+\s% \(\d+ paires\)$/)
      await leave()
    }
  })

  it('what was ticked and typed is shown again when the form is refused: a relation, and a sheet that somebody else saved meanwhile', async () => {
    const { page, context } = await visit()
    await signInOnPage(page, 'coordination')
    const open = async (instrument: string, mode: string) => {
      await page.goto(`${I}/assessments`)
      await page.click('summary:has-text("Ouvrir un tour")')
      await page.selectOption('select[name=instrument]', instrument)
      await page.selectOption('select[name=mode]', mode)
      await page.fill('textarea[name=purpose]', 'Essayer')
      await page.fill('input[name=closesOn]', '2099-10-31')
      await page.locator('form[action="?/open"]').getByRole('button', { name: 'Ouvrir un tour' }).click()
      await page.waitForURL(/assessments\/[0-9a-f-]{36}/)
      return page.url()
    }
    const ladder = await open('collaboration_ladder', 'named')
    const sheet = await open('preconditions', 'group_consensus')

    const member = await as('contribution', false)
    await member.page.goto(`${ladder}/pairs?with=P05`)
    const ticked = member.page.locator('main fieldset').first().locator('input[type=radio]').first()
    await ticked.check()
    // Of its own organisation there is no relation: this is refused.
    await member.page.locator('input[name=partner]').evaluate((field: HTMLInputElement) => (field.value = 'P02'))
    await member.page.click('main form button:has-text("Enregistrer")')
    await member.page.waitForURL(/\/answer/)
    expect(await ticked.isChecked()).toBe(true)
    await member.leave()

    const second = await context.newPage()
    await second.goto(sheet)
    for (const [tab, place, proof] of [
      [page, 0, 'Une preuve'],
      [second, 1, 'Une autre preuve'],
    ] as const) {
      await tab.locator('main fieldset').first().locator('input[type=radio]').nth(place).check()
      await tab.locator('input[name^="proof "]').first().fill(proof)
      // The page takes the name of the action out of its address at once: what tells that it was sent is the page that comes.
      await Promise.all([tab.waitForEvent('load'), tab.click('form[action="?/fill"] button')])
    }
    expect(await second.locator('main fieldset').first().locator('input[type=radio]').nth(1).isChecked()).toBe(true)
    expect(await second.locator('input[name^="proof "]').first().inputValue()).toBe('Une autre preuve')
    await context.close()
  })

  it('two parties fill one sheet each by link on a phone without JavaScript; the lead closes and reads both over each other, then what was agreed', async () => {
    const lead = await visit({ width: 360 })
    await signInOnPage(lead.page, 'coordination')
    await lead.page.goto(`${I}/assessments`)
    await lead.page.click('summary:has-text("Ouvrir un tour")')
    await lead.page.selectOption('select[name=instrument]', 'partnership_diagnostic')
    await lead.page.selectOption('select[name=mode]', 'group_consensus')
    await lead.page.fill('textarea[name=purpose]', 'Comparer deux regards')
    await lead.page.fill('input[name=closesOn]', '2099-10-31')
    const opening = lead.page.locator('form[action="?/open"]')
    await lead.page.fill('textarea[name=parties]', 'Côté municipal')
    await opening.getByRole('button', { name: 'Ouvrir un tour' }).click()
    await expect.poll(() => lead.page.textContent('main'), { message: 'one party is the whole group' }).toContain('Nommez de 2 à 6 parties.')
    await lead.page.fill('textarea[name=parties]', 'Côté municipal\nCôté communautaire')
    await opening.getByRole('button', { name: 'Ouvrir un tour' }).click()
    await lead.page.getByText('Une partie, un lien, une feuille convenue').waitFor()
    await expect.poll(() => lead.page.textContent('main')).toContain('Une feuille par partie')
    expect(await lead.page.locator('input[type=radio]').count(), 'the backbone fills no sheet of the group').toBe(0)

    const links: string[] = []
    for (const party of ['1', '2']) {
      await lead.page.selectOption('select[name=party]', party)
      await lead.page.click('button:has-text("Faire le lien")')
      await lead.page.getByText('Copiez ce lien maintenant').waitFor()
      await expect.poll(() => lead.page.inputValue('#party-link')).not.toBe(links[0])
      links.push(await lead.page.inputValue('#party-link'))
    }
    expect([...(await axeFaults(lead.page)), ...(await pageFaults(lead.page))]).toEqual([])
    const looker = await visit({ width: 360 })
    for (const step of ['', '?step=1', '?step=7', '?sent']) {
      await looker.page.goto(`${new URL(links[0] ?? '').pathname}${step}`)
      expect([...(await axeFaults(looker.page)), ...(await pageFaults(looker.page))], step).toEqual([])
    }
    await looker.context.close()

    for (const [index, [party, choice]] of (
      [
        ['Côté municipal', 0],
        ['Côté communautaire', 2],
      ] as const
    ).entries()) {
      const { page, context } = await visit({ width: 360, javaScript: false })
      await page.goto(new URL(links[index] ?? '').pathname)
      // Said before the first question: whose sheet it is, and that it is not one without a name.
      const told = (await page.textContent('main')) ?? ''
      expect(told).toContain(party)
      expect(told).toContain('ce ne sont pas des réponses sans nom')
      expect(await page.locator('input[type=radio]:visible').count()).toBe(0)
      await page.click('a:has-text("Commencer")')
      for (let requirement = 1; requirement <= 6; requirement += 1) {
        const fieldsets = page.locator('main [data-step]:not([hidden]) fieldset')
        await fieldsets.first().waitFor()
        const here = page.url()
        for (let item = 0; item < (await fieldsets.count()); item += 1) await fieldsets.nth(item).locator('input[type=radio]').nth(choice).check()
        await page.click('button:has-text("Enregistrer et continuer"):visible')
        await page.waitForURL(({ href }) => href !== here)
      }
      await page.click('button:has-text("Envoyer la feuille")')
      await expect.poll(() => page.locator('main [aria-invalid=true]').count(), { message: 'how many filled it is asked' }).toBe(1)
      await page.fill('input[name=people]', String(index + 4))
      await page.click('button:has-text("Envoyer la feuille")')
      await page.getByText('La feuille est envoyée').waitFor()
      await context.close()
    }

    await lead.page.reload()
    await lead.page.click('button:has-text("Fermer le tour")')
    await lead.page.getByText('Le tour est fermé').waitFor()
    await lead.page.click('a:has-text("Voir les résultats")')
    const main = lead.page.locator('main')
    await expect.poll(() => main.textContent()).toMatch(/Côté municipal\s: feuille remplie par 4 personnes/)
    // The line first, with both laid over it and named; then the wheel and the table beside it, the same numbers.
    expect(await lead.page.locator('main svg[role=img]').first().getAttribute('aria-label')).toMatch(
      /; Côté municipal\s: 100 \(2 · 0 · 0\); Côté communautaire\s: 0 \(0 · 0 · 2\)$/,
    )
    await lead.page.click('a:has-text("Roue")')
    const spoke = lead.page.locator('main svg[role=group] a').first()
    await expect.poll(() => spoke.getAttribute('aria-label')).toMatch(/Côté municipal\s: 100 .*; Côté communautaire\s: 0 /)
    await spoke.focus()
    await lead.page.keyboard.press('Enter')
    expect(new URL(lead.page.url()).hash).toBe('#row-perspectives_covered')
    const row = lead.page.locator('tr', { has: lead.page.locator('#row-perspectives_covered') })
    expect(await row.locator('td').allTextContents()).toEqual(['100 (2 · 0 · 0)', '0 (0 · 0 · 2)'])
    expect(
      await lead.page
        .locator('tr', { has: lead.page.locator('#item-D01') })
        .locator('td')
        .allTextContents(),
    ).toEqual(['Fort', 'Faible', '1 · 0 · 1regards opposés, à discuter d’abord'])
    // What is agreed after the discussion lies over both as the third.
    await lead.page.click('summary:has-text("Noter un accord")')
    await lead.page.selectOption('select[name=item]', 'D03')
    await lead.page.getByRole('radio', { name: 'Moyen' }).check()
    await lead.page.click('button:has-text("Noter l’accord")')
    await lead.page.getByText('Enregistré.').waitFor()
    await lead.page.goto(
      lead.page
        .url()
        .replace(/[?&]\/agree/, '')
        .replace(/#.*$/, '')
        .replace(/\?.*$/, '?view=wheel'),
    )
    await expect.poll(() => lead.page.locator('main svg[role=group] path.over, main svg[role=group] path.mark').count()).toBeGreaterThan(12)
    expect(await lead.page.locator('main svg[role=group] a').nth(1).getAttribute('aria-label')).toMatch(/; Diagnostic convenu\s: 50 \(0 · 1 · 0\)$/)
    expect([...(await axeFaults(lead.page)), ...(await pageFaults(lead.page))]).toEqual([])
    expectQuiet(lead.faults)
    await lead.context.close()
  })
})
