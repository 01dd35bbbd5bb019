import { describe, expect, it } from 'vitest'
import { linkFrom, linkValue, missingFields, noteInput, readNoteForm } from './note-form.ts'

function formOf(fields: Record<string, string | string[]>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}

const three = { type: 'failure', title: ' Trois fois ', whatHappened: 'Trois formulaires.' }

describe('the form of a note', () => {
  it('needs three fields and names those that are empty', () => {
    expect(missingFields(readNoteForm(formOf({})))).toEqual(['type', 'title', 'whatHappened'])
    expect(missingFields(readNoteForm(formOf(three)))).toEqual([])
  })

  it('gives the body of the API with empty fields left open and unknown codes left out', () => {
    expect(noteInput(readNoteForm(formOf({ ...three, causes: ['process', 'blame'], failureKind: 'guilty', attribution: 'a_partner' })))).toMatchObject({
      type: 'failure',
      title: 'Trois fois',
      causes: ['process'],
      failureKind: null,
      happenedOn: null,
      attribution: 'a_partner',
      backboneMayContact: false,
      links: [],
    })
  })

  it('keeps the kind of failure for a failure only', () => {
    expect(noteInput(readNoteForm(formOf({ ...three, type: 'success', failureKind: 'trial' }))).failureKind).toBeNull()
  })

  it('adds the links chosen in the lists to those that are kept, each once', () => {
    const form = formOf({
      ...three,
      link: ['condition|shared_measurement|', 'indicator|SCREEN18|2024-Q3'],
      indicator: 'SCREEN18',
      indicatorPeriod: '2024-Q3',
      territory: 'CV',
    })
    expect(readNoteForm(form).links).toEqual([
      { kind: 'condition', key: 'shared_measurement' },
      { kind: 'indicator', key: 'SCREEN18', period: '2024-Q3' },
      { kind: 'territory', key: 'CV' },
    ])
  })

  it('drops or widens a link by which the author could be recognised', () => {
    const form = formOf({ ...three, territory: 'CV1', activity: 'a1', 'recognised.territory.CV1': 'wider:CV', 'recognised.activity.a1': 'drop' })
    expect(readNoteForm(form).links).toEqual([{ kind: 'territory', key: 'CV' }])
  })

  it('a link survives its way through one form value', () => {
    expect(linkFrom(linkValue({ kind: 'indicator', key: 'WAITDAYS', period: null }))).toEqual({ kind: 'indicator', key: 'WAITDAYS' })
    expect([linkFrom('person|x|'), linkFrom('goal||')]).toEqual([null, null])
  })
})
