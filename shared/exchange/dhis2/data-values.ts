import { unescapeText } from '../export/escape.ts'
import type { Table } from '../table.ts'
import { cellText, FileFault } from '../table.ts'
import { tidy } from '../text.ts'

/** One value of a `dataValueSet`, as it was reported; who stored it is not read. */
export interface DataValue {
  /** Place in the file, from 1: the value's in JSON, the line's in CSV. */
  readonly row: number
  readonly dataElement: string
  readonly period: string
  readonly orgUnit: string
  readonly categoryOptionCombo: string
  readonly attributeOptionCombo: string
  readonly value: string
  readonly comment: string
  readonly deleted: boolean
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? tidy(value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const isTrue = (text: string) => text.toLowerCase() === 'true'

/**
 * Values of a JSON `dataValueSet`; what its head says (period, place, combos) holds for the values that do not.
 * @throws FileFault dhis2_unreadable
 */
export function dataValuesOfJson(document: unknown): DataValue[] {
  const head = document as Record<string, unknown> | null
  const list = head?.dataValues
  if (!Array.isArray(list)) throw new FileFault('dhis2_unreadable')
  return (list as unknown[]).map((item, index) => {
    if (typeof item !== 'object' || item === null) throw new FileFault('dhis2_unreadable', [{ sheet: null, row: index + 1, column: null, value: null }])
    const given = item as Record<string, unknown>
    const read = (field: Exclude<keyof DataValue, 'row' | 'deleted'>) =>
      textOf(given[field]) || (field === 'value' || field === 'comment' ? '' : textOf(head?.[field]))
    return {
      row: index + 1,
      dataElement: read('dataElement'),
      period: read('period'),
      orgUnit: read('orgUnit'),
      categoryOptionCombo: read('categoryOptionCombo'),
      attributeOptionCombo: read('attributeOptionCombo'),
      value: read('value'),
      comment: read('comment'),
      deleted: isTrue(textOf(given.deleted)),
    }
  })
}

/** Values of a CSV `dataValueSet`, whose columns DHIS2 names in small letters. @throws FileFault column_not_found */
export function dataValuesOfTable(table: Table): DataValue[] {
  const [header = [], ...rows] = table.rows
  const names = header.map((cell) => cellText(cell).toLowerCase())
  const place = (name: string, needed: boolean) => {
    const index = names.indexOf(name.toLowerCase())
    if (index < 0 && needed) throw new FileFault('column_not_found', [{ sheet: null, row: 1, column: name, value: null }])
    return index
  }
  const at = {
    dataElement: place('dataElement', true),
    period: place('period', true),
    orgUnit: place('orgUnit', true),
    categoryOptionCombo: place('categoryOptionCombo', false),
    attributeOptionCombo: place('attributeOptionCombo', false),
    value: place('value', true),
    comment: place('comment', false),
    deleted: place('deleted', false),
  }
  return rows.flatMap((cells, index) => {
    const read = (column: number) => (column < 0 ? '' : cellText(cells[column]))
    if (cells.every((cell) => cellText(cell) === '')) return []
    return [
      {
        row: index + 2,
        dataElement: read(at.dataElement),
        period: read(at.period),
        orgUnit: read(at.orgUnit),
        categoryOptionCombo: read(at.categoryOptionCombo),
        attributeOptionCombo: read(at.attributeOptionCombo),
        value: read(at.value),
        comment: unescapeText(read(at.comment)),
        deleted: isTrue(read(at.deleted)),
      },
    ]
  })
}
