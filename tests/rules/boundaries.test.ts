import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'

const PLANTED: Record<string, string> = {
  'no-cycle': 'server/features/a/one.ts',
  'shared-is-pure': 'shared/values/impure.ts',
  'shared-uses-zod-and-decimal-only': 'shared/values/heavy.ts',
  'web-never-reaches-the-server': 'web/src/lib/api/leak.ts',
  'platform-knows-no-feature': 'server/platform/knows-feature.ts',
  'platform-knows-no-domain': 'server/platform/knows-domain.ts',
  'queries-stay-in-their-feature': 'server/features/a/service.ts',
  'routes-do-not-write-sql': 'server/features/a/routes.ts',
  'services-know-no-http-server': 'server/features/a/service.ts',
  'ui-has-no-domain': 'web/src/lib/ui/domainful.ts',
  'charts-have-no-domain': 'web/src/lib/charts/domainful.ts',
  'web-feature-stays-alone': 'web/src/lib/features/y/other.ts',
}

async function violations(folders: string[]) {
  const config = await extractConfig(join(ROOT, '.dependency-cruiser.cjs'))
  const { output } = await cruise(
    folders,
    { ...config.options, ruleSet: { forbidden: config.forbidden ?? [] }, baseDir: ROOT, validate: true },
    {},
    { tsConfig: extractTsConfig(join(ROOT, 'tsconfig.json')) },
  )
  return (output as ICruiseResult).summary.violations
}

describe('the boundaries of architecture 2.3', () => {
  it('every rule fires on the violation planted for it, since a silent boundary is worse than none', async () => {
    const found = await violations(['tests/rules/planted'])
    for (const [rule, file] of Object.entries(PLANTED)) {
      expect(
        found.some((one) => one.rule.name === rule && one.from.endsWith(file)),
        `${rule} on ${file}`,
      ).toBe(true)
    }
  })

  it('no room imports what it may not', async () => {
    const found = await violations(['server', 'shared', 'web/src'])
    expect(found.map((one) => `${one.rule.name}: ${one.from} → ${one.to}`)).toEqual([])
  })
})
