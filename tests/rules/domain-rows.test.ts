import { describe, expect, it } from 'vitest'
import { rowsOf } from '../support/domain-rows.ts'

describe('rows of the domain', () => {
  it('a row is green when it has tests and all of them passed', () => {
    const told = rowsOf([
      { name: 'S11 seats that vote', passed: true },
      { name: 'S04 a new version asks again', passed: true },
      { name: 'S04 the former one stays', passed: false },
      { name: 'nothing of a row, though S25 is named', passed: true },
    ])
    expect(told).toEqual({ green: ['S11'], red: ['S04'] })
  })
})
