import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FILE_FAULTS, ROW_REJECTIONS } from '#shared/exchange/codes.ts'
import { ROOT } from '#server/platform/root.ts'
import { sources } from '../rules/sources.ts'

const code = sources('shared/exchange/**/*.ts', 'server/features/exchange/**/*.ts').filter(
  ({ path }) => !path.endsWith('.test.ts') && !path.endsWith('codes.ts'),
)
const text = code.map((file) => file.text).join('\n')
const known = new Set<string>([...FILE_FAULTS, ...ROW_REJECTIONS])

it.each(['fr-CA', 'en'])('every reason for a refusal has its sentence in %s', (locale) => {
  const messages = JSON.parse(readFileSync(join(ROOT, `shared/i18n/messages/${locale}/import.json`), 'utf8')) as Record<string, string>
  expect([...known].filter((one) => !(`import_reason_${one}` in messages))).toEqual([])
})

it('every reason listed is given somewhere', () => {
  // What stops a process that reads a file is of the platform: it reads files of other features too.
  const everywhere =
    text +
    sources('server/platform/confined.ts')
      .map((file) => file.text)
      .join('\n')
  expect([...known].filter((one) => !everywhere.includes(`'${one}'`) && !everywhere.includes(`'${one.replace('personal_data_', '')}'`))).toEqual([])
})

it('every reason given is listed', () => {
  const given = [...text.matchAll(/(?:FileFault|no|refuse|refuseHere|missing|stop)\((?:[^'()\n]*, )?'([a-z]+(?:_[a-z]+)+)'/g)].map(
    (match) => match[1] as string,
  )
  expect(given.length).toBeGreaterThan(25)
  expect(given.filter((one) => !known.has(one) && one !== 'joined_on')).toEqual([])
})
