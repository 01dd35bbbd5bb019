import { describe, expect, it } from 'vitest'
import type { LadderPair } from '#shared/assessments/shapes.ts'
import { wishesOf } from './wishes.ts'

const pair = (given: Partial<LadderPair>): LadderPair => ({
  one: 'P1',
  other: 'P2',
  here: null,
  there: null,
  levelHere: null,
  levelThere: null,
  agreedLevel: null,
  perceptionGap: null,
  nonCumulative: false,
  adviceHere: null,
  adviceThere: null,
  ...given,
})
const wishes = (given: Partial<LadderPair>) => wishesOf(pair(given), (code) => code, 'fr-CA')

describe('what two sides of a relation wish', () => {
  it('is told of both, each with its own barriers, the gravest first, and its own advice', () => {
    const both = wishes({
      here: { H1: 1, H5: 1, H6: 3, H8: 2 },
      there: { H1: 1, H2: 1, H8: 'same' },
      adviceHere: { kind: 'begin_with', level: 2, barriers: ['trust'] },
      adviceThere: { kind: 'suits', level: null, barriers: [] },
    })
    expect(both.map(({ who }) => who)).toEqual(['P1', 'P2'])
    expect(both[0]?.lines.join(' ')).toMatch(/niveau 2.*la confiance \(3 sur 3\) et le temps \(1 sur 3\).*commencer par/)
    expect(both[1]?.lines).toEqual(['Le niveau actuel convient.'])
  })

  it('says nothing of a side that has not answered, nor of one without a wish or a barrier', () => {
    expect(wishes({ here: { H1: 1 } })).toEqual([])
  })
})
