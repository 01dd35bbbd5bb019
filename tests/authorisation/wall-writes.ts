import type { HatKind } from './walls.ts'

/** One statement by the API's own role; `:actor`, `:partner` and `:here` are of the hat. */
interface Attempt {
  readonly as: HatKind
  readonly sql: string
}
interface Write {
  readonly table: string
  readonly what: string
  readonly refused: Attempt
  readonly allowed?: Attempt
}

const attempt = (as: HatKind, sql: string): Attempt => ({ as, sql })
const copyOf = (table: string, columns: string, values: string, where: string) =>
  `insert into app.${table} (initiative_id, ${columns}) select initiative_id, ${values} from app.${table} where initiative_id = :here and ${where} limit 1`

const OTHERS = '(select id from app.partners where initiative_id = :here and id is distinct from :partner order by code limit 1)'
const newFigure = (partner: string) =>
  copyOf(
    'observations',
    'indicator_version_id, territory_id, partner_id, period_id, category, value, state, origin',
    `indicator_version_id, territory_id, ${partner}, period_id, 'sex:girl', 1, 'draft', 'partner'`,
    `category = 'TOTAL' and value is not null`,
  )
const OWN_FIGURES = 'where initiative_id = :here and partner_id = :partner'
const newCell = copyOf(
  'cells',
  'indicator_version_id, period_id, level_id, territory_id, flavour, category, is_top',
  `indicator_version_id, period_id, level_id, territory_id, flavour, 'sex:none', is_top`,
  'true',
)

const newNote = (
  author: string,
  asBackbone: boolean,
) => `insert into app.learning_notes (initiative_id, type, title, what_happened, author_id, partner_id, as_backbone)
  values (:here, 'success', 'Essai', 'Essai', ${author}, :partner, ${asBackbone})`
const rename = `update app.learning_notes set title = 'x' where initiative_id = :here and guard = 'circle'`
const onNote = (table: string, columns: string, values: string, { of = 'circle', guard = 'n.guard' } = {}) =>
  `insert into app.${table} (initiative_id, note_id, guard, ${columns}) select :here, n.id, ${guard}, ${values} from app.learning_notes n where n.initiative_id = :here and n.guard = '${of}' limit 1`
const newLink = (guard?: string) => onNote('note_links', 'kind, condition', `'condition', 'common_agenda'`, guard === undefined ? {} : { guard })
const newComment = (of: string) => onNote('note_comments', 'kind, said_on, signature', `'thanks', '2026-10-01', 'a_partner'`, { of })
const answer = (condition: string) => `update app.endorsements set state = 'asked' where initiative_id = :here and ${condition}`

/** Writes that a wall of their own refuses, each beside one that it lets through where some hat may. */
export const WRITES: readonly Write[] = [
  {
    table: 'observations',
    what: 'a figure for another partner',
    refused: attempt('partner_contributor', newFigure(OTHERS)),
    allowed: attempt('partner_contributor', newFigure(':partner')),
  },
  { table: 'observations', what: 'a figure by a viewer', refused: attempt('partner_viewer', newFigure(':partner')) },
  {
    table: 'observations',
    what: 'a change by a viewer of what it reads',
    refused: attempt('partner_viewer', `update app.observations set comment = 'x' ${OWN_FIGURES}`),
    allowed: attempt('partner_contributor', `update app.observations set comment = 'x' ${OWN_FIGURES}`),
  },
  {
    table: 'observations',
    what: 'the removal of what was handed in',
    refused: attempt('partner_contributor', `delete from app.observations ${OWN_FIGURES} and state <> 'draft'`),
    allowed: attempt('partner_contributor', `delete from app.observations ${OWN_FIGURES} and state = 'draft'`),
  },
  { table: 'cells', what: 'a cell made by hand', refused: attempt('backbone', newCell) },
  { table: 'cells', what: 'a cell changed by hand', refused: attempt('backbone', 'update app.cells set sum_value = 1 where initiative_id = :here') },
  { table: 'cells', what: 'a cell removed by hand', refused: attempt('backbone', 'delete from app.cells where initiative_id = :here') },
  {
    table: 'endorsements',
    what: 'the answer of another partner',
    refused: attempt('partner_contributor', answer('partner_id <> :partner')),
    allowed: attempt('partner_contributor', answer('partner_id = :partner')),
  },
  {
    table: 'learning_notes',
    what: 'a note in the name of somebody else',
    refused: attempt('partner_contributor', newNote('gen_random_uuid()', false)),
    allowed: attempt('partner_contributor', newNote(':actor', false)),
  },
  {
    table: 'learning_notes',
    what: 'a note as the backbone by a partner',
    refused: attempt('partner_contributor', newNote(':actor', true)),
    allowed: attempt('backbone', newNote(':actor', true)),
  },
  { table: 'learning_notes', what: 'a note by a viewer', refused: attempt('partner_viewer', newNote(':actor', false)) },
  { table: 'learning_notes', what: 'a change of the note of somebody else', refused: attempt('partner_viewer', rename), allowed: attempt('backbone', rename) },
  {
    table: 'note_links',
    what: 'a link that others would read than its note',
    refused: attempt('partner_contributor', newLink(`'hat:' || gen_random_uuid() || '::nobody'`)),
    allowed: attempt('partner_contributor', newLink()),
  },
  {
    table: 'note_comments',
    what: 'a comment by a funder',
    refused: attempt('funder_committed', newComment('funder')),
    allowed: attempt('partner_viewer', newComment('circle')),
  },
]
