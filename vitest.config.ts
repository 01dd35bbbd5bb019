import { defineConfig } from 'vitest/config'

const seconds = (count: number) => count * 1000

export default defineConfig({
  test: {
    testTimeout: seconds(20),
    hookTimeout: seconds(120),
    maxWorkers: 2,
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
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          globalSetup: ['tests/support/global-demo.ts'],
          include: ['tests/journeys/**/*.test.ts'],
          testTimeout: seconds(120),
          fileParallelism: false,
        },
      },
    ],
  },
})
