import { expect, it } from 'vitest'
import { detectDelimiter } from './delimiter.ts'

it.each([
  ['a;b;c\n1,5;2,5;3\n4,5;6;7,5', ';'],
  ['a,b\n"x, y; z",2\n3,4', ','],
  ['a\tb\n1,5\t2', '\t'],
  ['DOSSIER,N,11,0;NOM,C,32;LAT,N,31,15\n1;Parc;3,84\n2;Square;3,9', ';'],
  ['a,b\n"two\nlines; of, text",2', ','],
  ['Titre\n\na;b\n1;2\n3;4', ';'],
] as const)('%j is cut by %j', (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter))

it('a single column has none', () => expect(detectDelimiter('a\n1\n2')).toBeNull())
