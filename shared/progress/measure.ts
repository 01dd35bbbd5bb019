import type { Measure } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import type { IndicatorVersion } from '#shared/indicators/contract.ts'

/** How figures of an indicator version are written for this reader. */
export function measureOf(
  version: Pick<IndicatorVersion, 'unitKind' | 'displayFactor' | 'decimals' | 'unitLabelFr' | 'unitLabelEn' | 'currencyCode'>,
  locale: Locale,
): Measure {
  const english = languageOf(locale) === 'en' && version.unitLabelEn !== null
  const unitLabel = english ? version.unitLabelEn : version.unitLabelFr
  // A milestone over several partners is a share of them.
  if (version.unitKind === 'milestone') return { displayFactor: '100', decimals: 0, unitLabel: '%' }
  return {
    displayFactor: version.displayFactor,
    decimals: version.decimals,
    ...(unitLabel === null || unitLabel === '' ? {} : { unitLabel }),
    ...(version.currencyCode === null ? {} : { currencyCode: version.currencyCode }),
  }
}
