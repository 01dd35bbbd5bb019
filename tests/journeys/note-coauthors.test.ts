import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const TITLE = 'La navette est restée vide'

describe.skipIf(!browserIsThere())('a note that two people write', { timeout: 180_000 }, () => {
  const { visit } = journey()

  it('its author names somebody, without scripts too; both write at one moment, both texts are seen and kept; the name is taken away and the note is gone', async () => {
    const author = await visit({ javaScript: false, width: 360 })
    await signInOnPage(author.page, 'contribution')
    await author.page.goto(`${I}/notes/new`)
    await author.page.check('input[name=type][value=failure]')
    await author.page.fill('[name=title]', TITLE)
    await author.page.fill('[name=whatHappened]', 'Trois familles sur trente.')
    await author.page.check('input[name=visibility][value=private]')
    await author.page.click('main form button.primary[type=submit]')
    await author.page.waitForURL(/notes\/[0-9a-f-]{36}$/)
    const address = new URL(author.page.url()).pathname
    const panel = author.page.locator('.panel:has(#coauthors)')
    expect(await panel.textContent()).toContain('Personne d’autre n’écrit cette note')
    await panel.locator('summary').click()
    expect(await panel.textContent()).not.toContain('@')
    await panel.locator('select[name=hat]').selectOption({ label: 'Noor Bélisle' })
    await panel.locator('form[action="?/coauthor"] button').click()
    await author.page.locator('main', { hasText: 'écrit maintenant la note avec vous' }).waitFor()
    expect(await panel.locator('li').allTextContents()).toEqual([expect.stringContaining('Noor Bélisle')])
    expect(await pageFaults(author.page)).toEqual([])

    const coauthor = await visit()
    await signInOnPage(coauthor.page, 'equipe')
    await coauthor.page.goto(`${I}/notifications`)
    const notice = coauthor.page.locator('main', { hasText: 'Une note à écrire à plusieurs' })
    await notice.waitFor()
    expect(await notice.textContent()).not.toContain(TITLE)
    await coauthor.page.goto(`${I}/notes?view=mine`)
    const item = coauthor.page.locator('main article', { hasText: TITLE })
    expect(await item.textContent()).toContain('Vous l’écrivez aussi')
    await item.locator('a').click()
    await coauthor.page.waitForURL(`**${address}`)
    expect(await coauthor.page.locator('.panel:has(#coauthors)').textContent()).toMatch(/Vous écrivez cette note avec .+ \(.+\)\./)
    expect(await coauthor.page.locator('form[action="?/visibility"], form[action="?/withdraw"], form[action$="?/attach"]').count()).toBe(0)
    expect([...(await axeFaults(coauthor.page)), ...(await pageFaults(coauthor.page))]).toEqual([])

    await Promise.all([author.page.goto(`${address}/edit`), coauthor.page.goto(`${address}/edit`)])
    expect(await coauthor.page.locator('input[name=attribution]').count(), 'how it is signed is the author’s').toBe(0)
    await coauthor.page.fill('[name=whatHappened]', 'Trois familles sur trente : l’horaire tombait pendant le souper.')
    await coauthor.page.click('main form button.primary[type=submit]')
    await coauthor.page.waitForURL(`**${address}`)
    await author.page.fill('[name=whatHappened]', 'Trois familles sur trente, toutes du même village.')
    await author.page.click('main form button.primary[type=submit]')
    const stale = await author.page.locator('main').textContent()
    expect(stale).toContain('Rien n’est perdu')
    expect(stale).toContain('l’horaire tombait pendant le souper')
    expect(await author.page.inputValue('[name=whatHappened]')).toBe('Trois familles sur trente, toutes du même village.')
    expect(await pageFaults(author.page)).toEqual([])
    await author.page.click('main form button.primary[type=submit]')
    await author.page.waitForURL(`**${address}`)

    await coauthor.page.goto(address)
    const main = coauthor.page.locator('main')
    await main.locator('summary', { hasText: 'Textes précédents' }).click()
    for (const text of ['toutes du même village', 'l’horaire tombait pendant le souper', 'Trois familles sur trente.'])
      expect(await main.textContent()).toContain(text)

    await author.page.goto(address)
    await panel.locator('form[action="?/uncoauthor"] button').click()
    await author.page.locator('main', { hasText: 'n’écrit plus la note avec vous' }).waitFor()
    const gone = await coauthor.page.goto(address)
    expect(gone?.status()).toBe(404)
    await coauthor.page.goto(`${I}/notes?view=mine`)
    expect(await coauthor.page.locator('main', { hasText: TITLE }).count()).toBe(0)
    expectQuiet([...author.faults, ...coauthor.faults].filter((one) => !one.includes('404') && !one.includes('412')))
    await author.context.close()
    await coauthor.context.close()
  })
})
