import { describe, expect, it } from 'vitest'
import { dayFor, isAnonymous, namesNobody, signatureOf } from './attribution.ts'
import { textHints } from './language-hints.ts'
import { ATTRIBUTIONS, defaultAttribution, followUpOf, isEditable, mayMove, needsAnswer, stepOf } from './life.ts'
import { isSilentAboutFailures, lastQuarterEnd, learningMeasures, median, voiceBreadthAtLeast, type MeasureComponents } from './measures.ts'
import { partnersByTerritory, recognisableLinks, widerTerritory } from './recognition.ts'

describe('the life of a note', () => {
  it('widening climbs one rung, narrowing goes down to any', () => {
    expect([stepOf('private', 'partner'), stepOf('private', 'circle'), stepOf('public', 'private'), stepOf('circle', 'circle')]).toEqual([
      'next',
      'too_far',
      'narrower',
      'same',
    ])
  })

  it('a note is closed only after it was followed up, or after nothing was to be changed', () => {
    expect([mayMove('shared', 'closed'), mayMove('followed_up', 'closed'), mayMove('no_adaptation', 'closed'), mayMove('closed', 'shared')]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([isEditable('shared'), isEditable('closed')]).toEqual([true, false])
  })

  it('what is hard to tell is told by « un partenaire » unless the author says otherwise', () => {
    expect((['failure', 'challenge', 'success', 'surprise'] as const).map(defaultAttribution)).toEqual([
      'a_partner',
      'a_partner',
      'named_partner',
      'named_partner',
    ])
  })

  const failure = { type: 'failure', state: 'shared', visibility: 'circle', sharedOn: '2026-06-22', adaptations: [] } as const
  it('a failure is discussed within 30 days and decided within 60', () => {
    expect(followUpOf(failure, '2026-07-21')).toEqual({ step: 'discuss', dueOn: '2026-07-22', isDue: false })
    expect(followUpOf({ ...failure, state: 'discussed' }, '2026-10-15')).toEqual({ step: 'decide', dueOn: '2026-08-21', isDue: true })
  })

  it('an adaptation is checked on its day, else 90 days after the decision', () => {
    const decided = (dueOn: string | null, isChecked: boolean) =>
      followUpOf({ ...failure, state: 'adaptation_decided', adaptations: [{ decidedOn: '2026-07-01', dueOn, isChecked }] }, '2026-10-15')
    expect([decided('2026-12-01', false), decided(null, false), decided(null, true)]).toMatchObject([
      { step: 'check', dueOn: '2026-12-01', isDue: false },
      { step: 'check', dueOn: '2026-09-29', isDue: true },
      { step: 'close' },
    ])
  })

  it('a success asks for nothing, and neither does a note that the circle does not read', () => {
    expect([followUpOf({ ...failure, type: 'success' }, '2026-10-15'), followUpOf({ ...failure, visibility: 'partner' }, '2026-10-15')]).toEqual([null, null])
  })

  it('a failure that nobody answered for 14 days is brought to the backbone', () => {
    const note = { type: 'failure', sharedOn: '2026-06-01', comments: 0 } as const
    expect([needsAnswer(note, '2026-06-14'), needsAnswer(note, '2026-06-15'), needsAnswer({ ...note, comments: 1 }, '2026-07-15')]).toEqual([
      false,
      true,
      false,
    ])
  })
})

describe('attribution', () => {
  const named = { person: 'Sacha Dumoulin', partnerCode: 'P02', partnerName: 'CISSS', partnerLeftOn: null }
  it('the initiative speaks only when the backbone agreed', () => {
    expect(isAnonymous({ attribution: 'initiative', isCollectiveAgreed: false })).toBe(true)
    expect(signatureOf({ attribution: 'initiative', isCollectiveAgreed: true, named: null }, '2026-01-01').kind).toBe('initiative')
  })

  it('« un partenaire » names nobody even when a name is at hand', () => {
    expect(signatureOf({ attribution: 'a_partner', isCollectiveAgreed: true, named }, '2026-01-01')).toEqual({
      kind: 'a_partner',
      person: null,
      partnerCode: null,
      partnerName: null,
    })
  })

  it('a partner that left is no longer named, and an anonymous note does not say that its partner left', () => {
    const left = { ...named, partnerLeftOn: '2025-03-31' }
    expect(signatureOf({ attribution: 'named_person', isCollectiveAgreed: false, named: left }, '2025-03-31').kind).toBe('named_person')
    expect(signatureOf({ attribution: 'named_person', isCollectiveAgreed: false, named: left }, '2025-04-01')).toMatchObject({
      kind: 'former_partner',
      person: null,
    })
    expect(signatureOf({ attribution: 'a_partner', isCollectiveAgreed: false, named: left }, '2025-04-01').kind).toBe('a_partner')
  })

  it('a day becomes its month where it could tell who wrote: on every note that is signed with nobody’s name', () => {
    expect([dayFor('2026-03-17', true), dayFor('2026-03-17', false), dayFor(null, true)]).toEqual(['2026-03', '2026-03-17', null])
    expect(ATTRIBUTIONS.filter(namesNobody)).toEqual(['a_partner', 'initiative'])
  })
})

describe('recognition', () => {
  const places = [
    { code: 'R', parentCode: null },
    { code: 'CV', parentCode: 'R' },
    { code: 'CV1', parentCode: 'CV' },
  ]
  const work = [
    { partner: 'a', territory: 'CV1' },
    { partner: 'b', territory: 'CV' },
    { partner: 'c', territory: 'CV' },
    { partner: 'd', territory: 'R' },
  ]
  const counts = partnersByTerritory(places, work)

  it('counts who works in a place or in a part of it, not who covers the whole region', () => {
    expect([...counts].map(([code, partners]) => [code, partners.size])).toEqual([
      ['R', 4],
      ['CV', 3],
      ['CV1', 1],
    ])
  })

  it('fewer than three partners warn, and the nearest place above with three is offered', () => {
    expect(widerTerritory('CV1', places, counts)).toBe('CV')
    expect(
      recognisableLinks([
        { kind: 'territory', key: 'CV1', partners: counts.get('CV1') ?? null },
        { kind: 'territory', key: 'CV', partners: counts.get('CV') ?? null },
        { kind: 'indicator', key: 'VUL5', partners: null },
      ]),
    ).toEqual([{ kind: 'territory', key: 'CV1', alone: true }])
  })

  it('links that are wide each and narrow together are crossed: places and activities go before any indicator, until three partners fit what remains', () => {
    const of = (kind: 'activity' | 'indicator' | 'territory', key: string, partners: string) => ({ kind, key, partners: new Set(partners) })
    const wide = of('territory', 'R', 'abcdef')
    const activity = of('activity', 'x', 'abcd')
    const indicator = of('indicator', 'I', 'adef')
    expect(recognisableLinks([wide, activity])).toEqual([])
    expect(recognisableLinks([wide, activity, indicator])).toEqual([{ kind: 'activity', key: 'x', alone: false }])
    expect(recognisableLinks([activity, of('indicator', 'J', 'xyz')])).toEqual([{ kind: 'activity', key: 'x', alone: false }])
    // What everybody is told of a public note, its indicators crossed by themselves, is no more than the circle is told.
    const both = [indicator, of('indicator', 'J', 'abc')]
    const keptOf = (things: Parameters<typeof recognisableLinks>[0]) => {
      const gone = new Set(recognisableLinks(things).map(({ key }) => key))
      return both.map(({ key }) => key).filter((key) => !gone.has(key))
    }
    expect(keptOf([wide, activity, ...both])).toEqual(keptOf(both))
    expect(recognisableLinks([of('activity', 'y', 'ab'), of('indicator', 'K', '')]).map(({ key }) => key)).toEqual(['K', 'y'])
    expect(recognisableLinks([])).toEqual([])
  })

  it('a circle among territories does not hang', () => {
    expect(
      widerTerritory(
        'X',
        [
          { code: 'X', parentCode: 'Y' },
          { code: 'Y', parentCode: 'X' },
        ],
        new Map(),
      ),
    ).toBeNull()
  })
})

describe('hints on words', () => {
  it.each([
    ['M. Tremblay n’a pas su répondre', ['M. Tremblay', 'n’a pas su']],
    ['madame Roy aurait dû appeler', ['madame Roy', 'aurait dû']],
    ['Le formulaire a été perdu faute de temps', ['faute de']],
    ['They should have asked Mrs Smith', ['should have', 'Mrs Smith']],
    ['Mme et M. vont au marché', []],
  ])('%s', (text, expected) => {
    expect(textHints(text).map((hint) => hint.text)).toEqual(expected)
  })

  it('recognises people of the initiative by full or family name, accents aside, as whole words only', () => {
    const names = ['Noor Bélisle', 'Camille Aubin', 'Li Wu']
    expect(textHints('Nous avons demandé à Belisle, puis aux aubinois.', names)).toEqual([{ kind: 'person', text: 'Noor Bélisle' }])
    expect(textHints('Le wu est un bois.', names)).toEqual([])
  })

  it.each([
    ['Écrivez à anne.roy@cisss-rivage.example, vite', ['anne.roy@cisss-rivage.example']],
    ['Appeler le 418 555-0123 ou (418) 555.0199', ['418 555-0123', '(418) 555.0199']],
    ['Au 04 11 22 33 44, puis au 76 12 34 56', ['04 11 22 33 44', '76 12 34 56']],
    ['Le +223 20 22 33 44 ne répond pas', ['+223 20 22 33 44']],
    ['12 355 000 $ pour 2024-2025, le 2026-10-15, à 18 h 30 : 22 notes sur 1 355', []],
  ])('finds addresses and telephone numbers, and no other number: %s', (text, expected) => {
    expect(textHints(text).map(({ kind, text: passage }) => [kind, passage])).toEqual(expected.map((passage) => ['contact', passage]))
  })

  it('finds the author’s own organisation by its name, its short name or its acronym, as whole words', () => {
    const own = { name: 'Centre intégré de santé et de services sociaux du Haut-Rivage', shortName: 'La Rive' }
    const found = (text: string) => textHints(text, [], own).map(({ kind, text: passage }) => `${kind} ${passage}`)
    expect(found('Au centre integre de sante et de services sociaux du haut-rivage, on attend.')).toEqual([`organisation ${own.name}`])
    expect(found('À la rive, on attend; le C.I.S.S.S.H.R. aussi.')).toEqual(['organisation La Rive', 'organisation CISSSHR'])
    expect(found('La rivière est haute, le cisssh aussi.')).toEqual([])
    expect(textHints('Le CISSSHR', [])).toEqual([])
    // People say the first part of a long name, or the acronym that stands in it.
    const part = { name: 'CISSS du Haut-Rivage, direction jeunesse', shortName: null }
    const foundOf = (text: string) => textHints(text, [], part).map(({ text: passage }) => passage)
    expect(foundOf('Le cisss du Haut-Rivage a attendu.')).toEqual(['CISSS du Haut-Rivage'])
    expect(foundOf('Le CISSS a attendu.')).toEqual(['CISSS'])
    expect(foundOf('La direction jeunesse du Rivage a attendu.')).toEqual([])
  })
})

describe('learning measures', () => {
  const none: MeasureComponents = {
    notes: 22,
    failures: 6,
    challenges: 6,
    failuresDue: 6,
    failuresAdapted: 5,
    days: [18, 34, 41, 63, 97],
    failureDays: [18, 34, 41, 63, 97],
    undecided: 7,
    undecidedFailures: 1,
    adaptationsDue: 5,
    adaptationsChecked: 4,
    checksTold: 5,
    checksHelped: 5,
    voices: 9,
    partners: 14,
    yearNotes: 8,
    yearFailures: 0,
  }
  it('give the figures of the first demo: 27 % of failures, 5 of 6 adapted, 41 days', () => {
    expect(learningMeasures(none)).toMatchObject({
      failureShare: '0.272727272727',
      failureAdaptedShare: '0.833333333333',
      medianDaysOfFailures: '41',
      undecided: 7,
      undecidedFailures: 1,
      helpedShare: '1',
      voiceBreadth: '0.642857142857',
    })
  })

  it('say nothing below five notes', () => {
    expect(learningMeasures({ ...none, notes: 4 })).toBeNull()
  })

  it('a median of an even number of days lies between the two middle ones', () => {
    expect([median([18, 34, 41, 63]), median([7]), median([])]).toEqual(['37.5', '7', null])
  })

  it('silence about failures is said from eight notes on', () => {
    expect([
      isSilentAboutFailures(none),
      isSilentAboutFailures({ yearNotes: 7, yearFailures: 0 }),
      isSilentAboutFailures({ yearNotes: 9, yearFailures: 1 }),
    ]).toEqual([true, false, false])
  })
})

describe('measures for readers outside the backbone', () => {
  it('are of the end of the last complete quarter: a quarter is complete once its last day has passed', () => {
    const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }
    expect(['2026-10-15', '2026-10-01', '2026-09-30', '2026-01-01'].map((day) => lastQuarterEnd(day, starts))).toEqual([
      '2026-09-30',
      '2026-09-30',
      '2026-06-30',
      '2025-12-31',
    ])
  })

  it('tell how many partners spoke by quarters of them, rounded down, all being three quarters and more', () => {
    const of = (voices: number, partners = 13) => voiceBreadthAtLeast({ voices, partners })
    expect([of(0), of(3), of(4), of(6), of(7), of(9), of(10), of(13), of(0, 0)]).toEqual(['0', '0', '0.25', '0.25', '0.5', '0.5', '0.75', '0.75', null])
  })
})
