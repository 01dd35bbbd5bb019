import { describe, expect, it } from 'vitest'
import { currentEntry, entriesFor } from './entries.ts'

describe('the entries of an initiative', () => {
  it('are six for the backbone, and without entry and settings for a funder', () => {
    expect(entriesFor('backbone')).toEqual(['home', 'entry', 'dashboard', 'releases', 'notes', 'conditions', 'settings'])
    expect(entriesFor('funder')).toEqual(['home', 'dashboard', 'releases', 'notes', 'conditions'])
  })

  it('let a contributor enter figures and a reader not', () => {
    expect(entriesFor('partner_contributor')).toEqual(['home', 'entry', 'dashboard', 'releases', 'notes', 'conditions'])
    expect(entriesFor('partner_viewer')).not.toContain('entry')
  })

  it('mark the one that the page belongs to', () => {
    expect(currentEntry('/fr/i/demo', '/fr/i/demo')).toBe('home')
    expect(currentEntry('/fr/i/demo', '/fr/i/demo/notes/12')).toBe('notes')
    expect(currentEntry('/fr/i/demo', '/fr/i/demo/indicators/I01')).toBe('dashboard')
    expect(currentEntry('/fr/i/demo', '/fr/i/demo/quality')).toBe('conditions')
    expect(currentEntry('/fr/i/demo', '/fr/i/demo/reports')).toBe('releases')
    expect(currentEntry('/fr/i/demo', '/fr/i/demo/assessments/results/trust_pulse')).toBe('conditions')
    expect(currentEntry('/fr/i/demo', '/fr/account')).toBeNull()
  })
})
