import { describe, expect, it } from 'vitest'
import { localPath } from './local-path.ts'

describe('localPath', () => {
  it('keeps a path with its query', () => {
    expect(localPath('/fr-CA/i/demo?sort=-value', '/')).toBe('/fr-CA/i/demo?sort=-value')
  })

  it.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)', '/a\nb', '', 'fr-CA', null, undefined])(
    'refuses %j, which leads elsewhere or nowhere',
    (text) => {
      expect(localPath(text, '/fr-CA')).toBe('/fr-CA')
    },
  )
})
