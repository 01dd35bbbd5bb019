import { describe, expect, it } from 'vitest'
import { readTargetForm } from './target-loads.server.ts'

const formOf = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ 'column-code': 'Code', 'column-name': 'Indicateur', decimal: 'auto', frequency: 'quarter', ...fields }))
    form.set(name, value)
  return readTargetForm(form, 'fr-CA')
}

describe('the form of a file of indicators', () => {
  it('says how the table is read, as it was typed', () => {
    const { choices, faults, given } = formOf({ decimal: ',', targetPeriod: ' 2028 ', partial: 'on' })
    expect(faults).toEqual([])
    expect(choices).toMatchObject({ columns: { code: 'Code', name: 'Indicateur', target: '' }, decimal: ',', frequency: 'quarter', targetPeriod: '2028' })
    expect(given).toMatchObject({ partial: true, asked: { targetPeriod: '2028' } })
  })

  it.each([
    ['decimal', { decimal: ';' }],
    ['decimal', { decimal: '' }],
    ['frequency', { frequency: 'weekly' }],
    ['source', { source: 'x'.repeat(301) }],
    ['targetPeriod', { targetPeriod: '2'.repeat(21) }],
    ['column-target', { 'column-target': 'x'.repeat(301) }],
  ])('a malformed %s is a fault at its field and never becomes a default', (field, fields) => {
    const { choices, faults, given } = formOf(fields)
    expect(choices).toBeNull()
    expect(faults.map((one) => one.field)).toEqual([field])
    expect(given.asked.columns.code).toBe('Code')
  })
})
