import { describe, expect, it } from 'vitest'
import { MODULES, withModule } from './modules.ts'

describe('modules of an initiative', () => {
  it('are switched one at a time, the others as they were', () => {
    expect(withModule(['wins'], 'governance', true)).toEqual(['governance', 'wins'])
    expect(withModule(['governance', 'wins'], 'governance', false)).toEqual(['wins'])
  })

  it('stay as they are when one is switched on that is on', () => {
    expect(withModule(MODULES, 'wins', true)).toEqual(MODULES)
  })
})
