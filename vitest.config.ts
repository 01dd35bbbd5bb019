import { defineConfig } from 'vitest/config'

const seconds = (count: number) => count * 1000

/** It puts other modules in the place of rules, so no other test may have read them before it. */
const REPLACES_MODULES = 'tests/authorisation/mutation.test.ts'

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/domain-rows.ts'],
    testTimeout: seconds(60),
    hookTimeout: seconds(120),
    maxWorkers: 2,
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
      {
        extends: true,
        test: {
          name: 'journeys',
          globalSetup: ['tests/support/global-postgres.ts', 'tests/support/global-demo.ts'],
          include: ['tests/journeys/**/*.test.ts'],
          testTimeout: seconds(120),
          // A browser, a server and a database fill two cores: beside another journey a page comes late. Isolated, they come last.
          fileParallelism: false,
          isolate: true,
        },
      },
    ],
  },
})
