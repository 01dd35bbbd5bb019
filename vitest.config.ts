import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

const seconds = (count: number) => count * 1000

/** It puts other modules in the place of rules, so no other test may have read them before it. */
const REPLACES_MODULES = 'tests/authorisation/mutation.test.ts'
/** They type and cut the network: beside another browser a page comes late, and they would measure that. */
const PACED = ['entry-grid', 'entry-offline', 'entry-sheet'].map((name) => `tests/journeys/${name}.test.ts`)
/** A browser, a server and a database of each journey: after the rest, which would keep them waiting. */
const JOURNEYS = { globalSetup: ['tests/support/global-postgres.ts', 'tests/support/global-demo.ts'], testTimeout: seconds(120), isolate: true }

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/domain-rows.ts'],
    testTimeout: seconds(60),
    hookTimeout: seconds(120),
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // The servers that tests start read the same modules again and again.
    env: { NODE_COMPILE_CACHE: 'node_modules/.cache/node' },
    // Modules are read once a worker, not once a file: reading them took a third of the time. No module keeps what a test did.
    isolate: false,
    // A page on a busy machine takes its time.
    expect: { poll: { timeout: seconds(10) } },
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: [
            'shared/**/*.test.ts',
            'server/**/*.test.ts',
            'web/src/**/*.test.ts',
            'tests/vectors/**/*.test.ts',
            'tests/releases/**/*.test.ts',
            'tests/rules/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          globalSetup: ['tests/support/global-postgres.ts'],
          include: [
            'tests/api/**/*.test.ts',
            'tests/authorisation/**/*.test.ts',
            'tests/sql/**/*.test.ts',
            'tests/database/**/*.test.ts',
            'tests/exchange/**/*.test.ts',
            'tests/real/**/*.test.ts',
            'tests/process/**/*.test.ts',
          ],
          exclude: [REPLACES_MODULES],
        },
      },
      { extends: true, test: { name: 'mutation', globalSetup: ['tests/support/global-postgres.ts'], include: [REPLACES_MODULES], isolate: true } },
      { extends: true, test: { ...JOURNEYS, name: 'journeys', include: ['tests/journeys/**/*.test.ts'], exclude: PACED, sequence: { groupOrder: 1 } } },
      { extends: true, test: { ...JOURNEYS, name: 'paced', include: PACED, fileParallelism: false, sequence: { groupOrder: 2 } } },
    ],
  },
})
