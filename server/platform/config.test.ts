import { expect, it } from 'vitest'
import { readEnvironment } from './config.ts'

const faultsOf = (env: Record<string, string>): string => {
  try {
    readEnvironment(env)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

it('every fault of the environment is told at once, with what was found', () => {
  const told = faultsOf({ PORT: 'http', MAILLAGE_DEMO: 'yes' })
  expect(told).toContain('PORT')
  expect(told).toContain('MAILLAGE_DEMO: must be 0 or 1 (found "yes")')
})

it('a fault shows neither the password of an address nor the secret', () => {
  const told = faultsOf({ SMTP_URL: 'http://facteur:mot2passe@courriel.example:25', DATABASE_URL: 'mysql://qui:cle3@base/x', MAILLAGE_SECRET: 'trop-court' })
  expect(told).toContain('http://facteur:…@courriel.example:25')
  expect(told).toContain('(found 10 characters)')
  for (const word of ['mot2passe', 'cle3', 'trop-court']) expect(told).not.toContain(word)
})
