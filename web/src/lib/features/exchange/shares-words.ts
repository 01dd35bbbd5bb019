import type { SharesRead } from '#shared/exchange/draft-contract.ts'
import { formatNumber, formatPercent } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import type { ShareReading } from '#shared/exchange/percent.ts'
import { decimal, toText } from '#shared/values/decimal.ts'

/** How the shares of one indicator are read, in words, with what may be answered. */
export interface SharesWords {
  readonly code: string
  readonly name: string
  readonly count: number
  readonly sentence: string
  readonly isAsked: boolean
  readonly answers: readonly { readonly value: string; readonly label: string }[]
}

const places = (text: string) => (text.includes('.') ? (text.split('.')[1] ?? '').length : 0)

/** A value as it would be shown under a reading: 71.5 is 71.5 % or 7,150 %. */
function shown(locale: Locale, text: string, reading: ShareReading): string {
  const ratio = reading === 'percent' ? toText(decimal(text).times('0.01')) : text
  return formatPercent(locale, ratio, { decimals: Math.max(0, places(toText(decimal(ratio).times(100)))) })
}

export function sharesRead(shares: readonly SharesRead[], locale: Locale): SharesWords[] {
  const written = (text: string) => formatNumber(locale, text, { decimals: places(text) })
  return shares.map(({ indicator, reading, count, examples }) => {
    const [most = '0', least = most] = examples
    const answer = (as: ShareReading, key: 'import_shares_as' | 'import_shares_choose') => ({
      value: `${indicator.code} ${as}`,
      label: translate(key, { text: written(most), read: shown(locale, most, as) }, locale),
    })
    const told = { text: written(most), read: reading === 'unclear' ? '' : shown(locale, most, reading) }
    return {
      code: indicator.code,
      name: locale === 'en' ? (indicator.nameEn ?? indicator.nameFr) : indicator.nameFr,
      count,
      isAsked: reading === 'unclear',
      sentence:
        reading === 'unclear'
          ? translate('import_shares_unclear', { least: written(least), most: written(most) }, locale)
          : translate(`import_shares_read_${reading}`, told, locale),
      answers:
        reading === 'unclear'
          ? [answer('percent', 'import_shares_choose'), answer('share', 'import_shares_choose')]
          : [answer(reading === 'percent' ? 'share' : 'percent', 'import_shares_as')],
    }
  })
}
