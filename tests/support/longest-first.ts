import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take half a minute and more. Whichever comes last is waited for alone, so they come first; no file counts on the order. */
const LONG = [
  'journeys/screens',
  'journeys/import-real',
  'journeys/import',
  'authorisation/matrix',
  'authorisation/mutation',
  'authorisation/note-canaries',
  'authorisation/masked-canaries',
  'real/canada',
  'real/quebec',
  'real/mcc',
  'releases/attack',
  'process/start-and-stop',
].map((name) => `/tests/${name}.test.ts`)

const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name))

/** Vitest's own order, with the files that take long before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
