import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { LOCALES } from './locales.ts'

/** What a message is given, as the compiler writes it above its function. */
const INPUTS = /@typedef \{(?<inputs>\{.*\})\} \w+ \*\//

/**
 * Writes the types of compiled messages, all in one file. The compiler can write them too, as one file a message: that takes longer than
 * compiling, and whoever checks types afterwards would read thousands of files.
 * @returns the number of messages
 * @throws when a file of a message does not say what it is given
 */
export function declareMessages(folder: string): number {
  const names = readdirSync(join(folder, 'messages'))
    .filter((name) => name.endsWith('.js') && !name.startsWith('_'))
    .map((name) => name.slice(0, -3))
    .sort()
  const messages = names.map((name) => {
    const inputs = INPUTS.exec(readFileSync(join(folder, 'messages', `${name}.js`), 'utf8'))?.groups?.inputs
    if (inputs === undefined) throw new Error(`the compiled message ${name} does not say what it is given`)
    return `export declare const ${name}: ${inputs === '{}' ? 'Plain' : `Message<${inputs}>`}`
  })
  const head = [
    `import type { LocalizedString, MessageMetadata } from '../runtime.js'`,
    `type Options = { locale?: ${LOCALES.map((locale) => `'${locale}'`).join(' | ')} }`,
    `type Plain = ((inputs?: {}, options?: Options) => LocalizedString) & MessageMetadata<{}, Options, {}>`,
    `type Message<Inputs> = ((inputs: Inputs, options?: Options) => LocalizedString) & MessageMetadata<Inputs, Options, {}>`,
  ]
  writeFileSync(join(folder, 'messages/_index.d.ts'), `${[...head, ...messages].join('\n')}\n`)
  writeFileSync(join(folder, 'messages.d.ts'), `export * from './messages/_index.js'\nexport * as m from './messages/_index.js'\n`)
  const options = { allowJs: true, declaration: true, emitDeclarationOnly: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, types: [] }
  ts.createProgram([join(folder, 'runtime.js')], options).emit()
  return names.length
}
