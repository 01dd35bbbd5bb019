/** Who may import what (architecture 2.3). Each rule is proved to fire by tests/rules/boundaries.test.ts. */
const own = (folder) => `^(?:tests/rules/planted/)?${folder}`

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'A circle hides who depends on whom.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared runs in Node and in the browser: no server, no web.',
      severity: 'error',
      from: { path: own('shared/'), pathNot: '(\\.test\\.ts|i18n/(build|declarations)\\.ts)$' },
      to: { path: own('(server|web)/') },
    },
    {
      name: 'shared-uses-zod-and-decimal-only',
      severity: 'error',
      from: { path: own('shared/'), pathNot: '(\\.test\\.ts|i18n/(build|declarations)\\.ts|i18n/paraglide/.*)$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(zod|decimal\\.js)/' },
    },
    {
      name: 'web-never-reaches-the-server',
      comment: 'Data come through the HTTP contract alone.',
      severity: 'error',
      from: { path: own('web/') },
      to: { path: own('server/') },
    },
    { name: 'platform-knows-no-feature', severity: 'error', from: { path: own('server/platform/') }, to: { path: own('server/(features|app|tools)') } },
    {
      name: 'platform-knows-no-domain',
      comment: 'Only http, problems, values and i18n of shared.',
      severity: 'error',
      from: { path: own('server/platform/') },
      to: { path: own('shared/'), pathNot: own('shared/(http|problems|values|i18n)/') },
    },
    {
      name: 'queries-stay-in-their-feature',
      severity: 'error',
      from: { path: '^(?:tests/rules/planted/)?server/features/([^/]+)/' },
      to: { path: '^(?:tests/rules/planted/)?server/features/([^/]+)/(?!service\\.ts$)', pathNot: '^(?:tests/rules/planted/)?server/features/$1/' },
    },
    { name: 'routes-do-not-write-sql', severity: 'error', from: { path: 'server/features/[^/]+/routes\\.ts$' }, to: { path: 'node_modules/kysely/' } },
    {
      name: 'services-know-no-http-server',
      severity: 'error',
      from: { path: 'server/features/[^/]+/(service|queries|access)\\.ts$' },
      to: { path: 'node_modules/(fastify|@fastify)/' },
    },
    { name: 'ui-has-no-domain', severity: 'error', from: { path: own('web/src/lib/ui/') }, to: { path: own('web/src/(lib/(features|api|charts)|routes)/') } },
    { name: 'charts-have-no-domain', severity: 'error', from: { path: own('web/src/lib/charts/') }, to: { path: own('web/src/(lib/(features|api)|routes)/') } },
    {
      name: 'web-feature-stays-alone',
      severity: 'error',
      from: { path: '^(?:tests/rules/planted/)?web/src/lib/features/([^/]+)/' },
      to: { path: '^(?:tests/rules/planted/)?web/src/(lib/features/([^/]+)|routes)/', pathNot: '^(?:tests/rules/planted/)?web/src/lib/features/$1/' },
    },
    {
      name: 'production-needs-no-dev-package',
      severity: 'error',
      from: { path: '^(server|shared|web)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { couldNotResolve: true, pathNot: '^(\\$app|\\$env|\\./\\$types|@sveltejs/kit|svelte|topojson-specification)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|\\.svelte-kit/|shared/i18n/paraglide/|^data/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json'],
    },
  },
}
