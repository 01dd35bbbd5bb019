import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

const restrictedSyntax = [
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Secrets and identifiers come from node:crypto; shared rules take randomness as an argument.',
  },
  {
    selector: "MemberExpression[object.name='sql'][property.name=/^(raw|lit)$/]",
    message: 'SQL is never built from text: pass values as parameters, names through eb.ref.',
  },
]

/** What would need types to be checked has no place in a component: pages render on the server, and what waits or decides is a file of its own. */
const untypedSyntax = [
  {
    selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true]',
    message: 'A component waits for nothing: load in +page.server.ts or act in a .ts file.',
  },
  {
    selector: "MemberExpression[property.name=/^(then|catch|finally)$/], CallExpression[callee.name='fetch'], ImportExpression",
    message: 'A component holds no promise: load in +page.server.ts or act in a .ts file.',
  },
  { selector: 'SwitchStatement', message: 'A component does not switch: a .ts file does, where every case is checked.' },
]

/** Rules that need types (promises that nobody waits for, cases that nobody handles) are in .oxlintrc.json: there they take seconds. */
export default ts.config(
  { ignores: ['dist/', 'data/', 'web/.svelte-kit/', 'shared/i18n/paraglide/', 'tests/rules/planted/', 'node_modules/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      'svelte/no-navigation-without-resolve': 'off',
      // {' '} keeps a space that a block would swallow.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  { files: ['**/*.svelte'], rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax, ...untypedSyntax] } },
  // The one place where markup is trusted: drawings of our own renderer, rewritten from a list of what may pass (see its svg.ts).
  { files: ['web/src/lib/charts/SafeSvg.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
  { files: ['web/static/*.js'], languageOptions: { globals: { document: 'readonly' } } },
  {
    files: ['shared/**/*.ts'],
    ignores: ['shared/**/*.test.ts', 'shared/i18n/build.ts', 'shared/i18n/declarations.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'shared reads no clock: take the date as an argument.' },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'shared reads no clock: take the date as an argument.' },
      ],
    },
  },
)
