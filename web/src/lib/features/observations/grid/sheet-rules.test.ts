import { describe, expect, it } from 'vitest'
import { announcer } from './announce.ts'
import { commandOf } from './commands.ts'
import { extended, landing, moved, rangeOf, single } from './selection.ts'
import { NOTHING, type Content } from './model.ts'
import { NO_HISTORY, record, redo, undo, type History } from './undo.ts'

const content = (read: string): Content => ({ ...NOTHING, cells: { value: { raw: read, read } } })
const step = (number: number) => [{ key: 'a', before: content(String(number)), after: content(String(number + 1)) }]

describe('undo', () => {
  it('takes a whole paste back as one step, and does it again', () => {
    const paste = ['a', 'b', 'c'].map((key) => ({ key, before: NOTHING, after: content('1') }))
    const history = record(NO_HISTORY, paste)
    const back = undo(history)
    expect(back?.contents).toEqual(['a', 'b', 'c'].map((key) => [key, NOTHING, content('1')]))
    expect(redo(back?.history ?? NO_HISTORY)?.contents.map(([, one]) => one)).toEqual([content('1'), content('1'), content('1')])
  })
  it('keeps fifty steps', () => {
    let history: History = NO_HISTORY
    for (let number = 0; number < 60; number += 1) history = record(history, step(number))
    let count = 0
    for (let back = undo(history); back !== null; back = undo(back.history)) {
      count += 1
      if (count === 50) expect(back.contents[0]?.[1]).toEqual(content('10'))
    }
    expect(count).toBe(50)
  })
  it('forgets what was undone when something else is typed', () => {
    const back = undo(record(NO_HISTORY, step(1)))
    expect(redo(record(back?.history ?? NO_HISTORY, step(5)))).toBeNull()
  })
  it('has nothing to undo at first', () => expect(undo(NO_HISTORY)).toBeNull())
})

describe('the selection', () => {
  const size = { lines: 4, columns: 3 }
  it('stays inside the sheet', () => {
    expect(moved(single({ line: 3, column: 2 }), 5, 5, size).active).toEqual({ line: 3, column: 2 })
    expect(moved(single({ line: 0, column: 0 }), -1, -1, size).active).toEqual({ line: 0, column: 0 })
  })
  it('extends by its far corner', () => {
    const range = extended(extended(single({ line: 2, column: 1 }), -1, 0, size), 0, 1, size)
    expect([range.active, rangeOf(range)]).toEqual([
      { line: 2, column: 1 },
      { top: 1, bottom: 2, left: 1, right: 2 },
    ])
  })
  it('takes a block from its first cell, cut at the edge; one value fills the range', () => {
    expect(
      landing(rangeOf(single({ line: 3, column: 1 })), [[{ text: 'a' }, { text: 'b' }, { text: 'c' }], [{ text: 'd' }]], size).map(({ text }) => text),
    ).toEqual(['a', 'b'])
    expect(landing({ top: 0, bottom: 1, left: 1, right: 2 }, [[{ text: 'x' }]], size)).toHaveLength(4)
  })
})

describe('the keys', () => {
  const key = (name: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  })
  it('do the same under Caps Lock', () => {
    for (const name of ['z', 'y', 'd', 's'])
      expect(commandOf(key(name.toUpperCase(), { ctrlKey: true }), null)).toEqual(commandOf(key(name, { ctrlKey: true }), null))
    expect(commandOf(key('N', { altKey: true }), null)).toEqual({ do: 'next_fault' })
  })
  it('leave Tab, copy and paste to the browser', () => {
    for (const event of [key('Tab'), key('Tab', { shiftKey: true }), key('c', { ctrlKey: true }), key('v', { ctrlKey: true }), key('x', { ctrlKey: true })])
      expect(commandOf(event, null)).toBeNull()
  })
  it('move in the text once a cell is opened with F2, and leave it when it was typed over', () => {
    expect(commandOf(key('ArrowLeft'), 'edit')).toBeNull()
    expect(commandOf(key('ArrowLeft'), 'type')).toEqual({ do: 'commit', lines: 0, columns: -1, leaves: false })
    expect(commandOf(key('z', { ctrlKey: true }), 'edit'), 'the field has its own undo').toBeNull()
  })
})

describe('announcements', () => {
  it('are at most three in ten seconds, and the last one is true', () => {
    let now = 0
    const tasks: { at: number; task: () => void }[] = []
    const said: { at: number; text: string }[] = []
    const say = announcer(
      (text) => said.push({ at: now, text }),
      () => now,
      (task, milliseconds) => tasks.push({ at: now + milliseconds, task }),
    )
    const run = (until: number) => {
      for (;;) {
        tasks.sort((a, b) => a.at - b.at)
        const next = tasks[0]
        if (next === undefined || next.at > until) break
        tasks.shift()
        now = next.at
        next.task()
      }
      now = until
    }
    for (let save = 1; save <= 50; save += 1) {
      say(`${save}`)
      run(save * 200)
    }
    say('tout est enregistré')
    run(60_000)
    for (const { at } of said) expect(said.filter((one) => one.at >= at && one.at < at + 10_000).length).toBeLessThanOrEqual(3)
    expect(said[said.length - 1]?.text).toBe('tout est enregistré')
  })
})
