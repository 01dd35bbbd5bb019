import type { Locale } from '#shared/i18n/locales.ts'

const inAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** What somebody pastes into their page: the frame of one indicator, and the line that gives it its height. */
export function embedCode({ origin, locale, slug, code, title }: { origin: string; locale: Locale; slug: string; code: string; title: string }): {
  frame: string
  script: string
} {
  const address = `${origin}/${locale}/embed/${slug}/${encodeURIComponent(code)}`
  return {
    frame: `<iframe src="${address}" title="${inAttribute(title)}" lang="${locale}" width="100%" height="560" loading="lazy" style="border:0"></iframe>`,
    script: `<script>addEventListener('message',e=>{if(e.origin==='${origin}'&&e.data.maillage==='height')for(const f of document.querySelectorAll('iframe'))if(f.contentWindow===e.source)f.height=e.data.height})</script>`,
  }
}
