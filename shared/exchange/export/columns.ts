/**
 * The columns of our own exports. They are a format with a version, not wording: the importer knows a file by them, so a
 * name never changes within a version (VERSION of this file), in neither language.
 */

/** Version of the format. A change that an older importer would misread gives the next number. */
export const FORMAT_VERSION = 1
/** First words of every export: what it is, in which version. */
export const FORMAT_MARK = 'maillage-export'

export type ExportLanguage = 'fr' | 'en'
export type ExportContent = 'figures' | 'cells'
/** How a column is typed in a workbook and described in a schema. */
export type ColumnType = 'text' | 'number' | 'integer' | 'date' | 'instant'

/** One column: `id` is its name in JSON and in English, `fr` its French header. */
export interface Column {
  readonly id: string
  readonly fr: string
  readonly type: ColumnType
  /** Width in a workbook, in characters. */
  readonly width: number
  readonly description: string
}

const column = (id: string, fr: string, type: ColumnType, width: number, description: string): Column => ({ id, fr, type, width, description })

const KEY = [
  column('indicator', 'indicateur', 'text', 14, 'Code of the indicator'),
  column('indicator_name', 'nom_indicateur', 'text', 36, 'Name of the indicator'),
  column('unit_kind', 'nature', 'text', 12, 'Kind of unit: count, ratio, mean, index, currency or milestone'),
  column('unit', 'unité', 'text', 14, 'Unit of the displayed value'),
  column('territory', 'territoire', 'text', 14, 'Code of the territory'),
  column('territory_name', 'nom_territoire', 'text', 24, 'Name of the territory'),
  column('territory_level', 'niveau', 'text', 14, 'Level of the territory'),
  column('partner', 'partenaire', 'text', 12, 'Code of the partner; blank: the whole community'),
  column('partner_name', 'nom_partenaire', 'text', 24, 'Name of the partner'),
  column('period', 'période', 'text', 12, 'Code of the period: 2026, 2026-S1, 2026-Q3, 2026-07, SY2025, FY2025'),
  column('period_start', 'début', 'date', 12, 'First day of the period'),
  column('period_end', 'fin', 'date', 12, 'Last day of the period'),
  column('category', 'catégorie', 'text', 16, 'TOTAL, or dimension:code pairs between semicolons'),
  column('presence', 'présence', 'text', 14, 'reported (a true zero included), missing, not_applicable or not_expected'),
] as const

const PARTS = [
  column('numerator', 'numérateur', 'number', 12, 'Numerator of a ratio'),
  column('denominator', 'dénominateur', 'number', 12, 'Denominator of a ratio'),
  column('n', 'effectif', 'number', 10, 'Number of answers behind a mean'),
] as const

const STATUS = [
  column(
    'obs_status',
    'statut_sdmx',
    'text',
    12,
    'SDMX observation status codes, between bars: A normal, B break, D definition differs, E estimated, L not collected, M cannot exist, O missing, P provisional, Q suppressed, S special event, U low reliability, V unvalidated',
  ),
  column('flags', 'marques', 'text', 14, 'Flags of the figure, between bars'),
] as const

/** Figures as they were entered: one row a figure; comes back through the import. */
export const FIGURE_COLUMNS: readonly Column[] = [
  ...KEY,
  column('presence_reason', 'raison', 'text', 20, 'Why a figure is absent'),
  column('value', 'valeur', 'number', 14, 'Value in storage units; blank for a ratio with its parts; 1 or 0 for a milestone'),
  ...PARTS,
  column('displayed_value', 'valeur_affichée', 'number', 14, 'Value as people read it: a share of 0.619 is 61.9'),
  column('achieved_on', 'atteint_le', 'date', 12, 'Day on which a milestone was reached'),
  column('amount_original', 'montant_original', 'number', 14, 'Amount in the currency in which it was given'),
  column('currency', 'devise', 'text', 8, 'Currency of the amount'),
  column('fx_rate', 'taux_de_change', 'number', 12, 'Rate applied to the amount'),
  column('fx_date', 'date_du_taux', 'date', 12, 'Day of the rate'),
  column('direct_total', 'total_direct', 'integer', 10, '1: entered directly for the territory as a whole'),
  column('state', 'état', 'text', 12, 'submitted, validated or published'),
  ...STATUS,
  column('comment', 'commentaire', 'text', 40, 'Comment of the person who entered the figure'),
  column('figure_version', 'version_figure', 'integer', 10, 'How many times the figure was written'),
  column('changed_at', 'modifiée_le', 'instant', 22, 'Last change'),
]

/** What a template has beside the columns of figures: values are typed as people read them. */
export const TEMPLATE_COLUMNS: readonly Column[] = [
  column('display_factor', 'facteur', 'number', 8, 'By how much the value was multiplied for people: 100 for %'),
]

/** Figures as they are read on a dashboard: put together, compared with targets. Does not come back through the import. */
export const CELL_COLUMNS: readonly Column[] = [
  ...KEY,
  column('value', 'valeur', 'number', 14, 'Value in storage units; blank where people may be counted twice: see lower, upper, estimate'),
  column('mask', 'masque', 'text', 8, 's where a release hides the figure to protect people'),
  column('lower', 'minimum', 'number', 12, 'Lower bound where people may be counted twice; where coverage is below 1, the figure is at least this'),
  column(
    'upper',
    'maximum',
    'number',
    12,
    'Upper bound where people may be counted twice; where coverage is below 1, of what was received alone: the figure may be larger',
  ),
  column('estimate', 'estimation', 'number', 12, 'Estimate from a measured overlap'),
  column('additivity', 'cumul', 'text', 14, 'additive, overlapping or unknown: whether the total may count people twice'),
  ...PARTS,
  column('displayed_value', 'valeur_affichée', 'number', 14, 'Value as people read it'),
  column('coverage', 'couverture', 'number', 10, 'Share of what was expected that was received'),
  column('baseline', 'référence', 'number', 12, 'Value of the baseline'),
  column('target', 'cible', 'number', 12, 'Last target'),
  column('expected', 'attendu', 'number', 12, 'Value expected by then on the way to the target'),
  column('progress', 'progrès', 'number', 12, 'Share of the way from baseline to target'),
  column('status', 'statut', 'text', 12, 'on_track, watch, off_track or no_data'),
  column('status_reason', 'motif_statut', 'text', 16, 'Why the status is what it is'),
  column('trend', 'tendance', 'text', 10, 'better, stable or worse than the previous comparable period'),
  column('previous', 'valeur_précédente', 'number', 14, 'Value of the previous comparable period'),
  column('previous_period', 'période_précédente', 'text', 14, 'Previous comparable period'),
  ...STATUS,
]

export const COLUMNS: Readonly<Record<ExportContent, readonly Column[]>> = { figures: FIGURE_COLUMNS, cells: CELL_COLUMNS }

/** The header of a column in a language. */
export function headerOf(one: Column, language: ExportLanguage): string {
  return language === 'fr' ? one.fr : one.id
}

/** Words for codes in French files; English files hold the codes themselves. */
const FRENCH_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  unit_kind: { count: 'dénombrement', ratio: 'rapport', mean: 'moyenne', index: 'indice', currency: 'montant', milestone: 'jalon' },
  presence: { reported: 'déclarée', missing: 'manquante', not_applicable: 'sans objet', not_expected: 'non attendue' },
  state: { draft: 'brouillon', returned: 'renvoyée', submitted: 'soumise', validated: 'validée', published: 'publiée' },
  additivity: { additive: 'additionnable', overlapping: 'chevauchement', unknown: 'inconnu' },
  status: { on_track: 'en bonne voie', watch: 'à surveiller', off_track: 'en difficulté', no_data: 'sans état' },
  trend: { better: 'mieux', stable: 'stable', worse: 'moins bien' },
}

/** The word for a code of a column in a language. */
export function wordOf(columnId: string, code: string, language: ExportLanguage): string {
  return language === 'fr' ? (FRENCH_WORDS[columnId]?.[code] ?? code) : code
}

/** Every word of a column with the code that it stands for, in both languages. */
export function codesByWord(columnId: string): Record<string, string> {
  const words = FRENCH_WORDS[columnId] ?? {}
  return Object.fromEntries(
    Object.entries(words).flatMap(([code, word]) => [
      [word, code],
      [code, code],
    ]),
  )
}
