import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { CHECK_CODES } from '#shared/observations/checks.ts'
import { ImportChoices } from './choices.ts'
import { SHARE_READINGS } from './percent.ts'
import { Import, ImportPreview, ImportResult } from './contract.ts'

const Confidence = z.enum(['sure', 'likely', 'possible'])
const Place = z.strictObject({ sheet: z.string().nullable(), row: z.int().nullable(), column: z.string().nullable() })

const Named = z.strictObject({ code: z.string(), nameFr: z.string(), nameEn: z.string().nullable() })

/** What a person does once for all rows of a group; `none`: only the file can be corrected. */
export const RepairAction = z.enum(['indicator', 'territory', 'partner', 'category', 'period', 'value', 'marks', 'percent', 'shares', 'duplicates', 'none'])
export type RepairAction = z.infer<typeof RepairAction>

/** One way in which a file writes a name. */
export const Spelling = z.strictObject({ text: z.string(), count: z.int(), first: Place }).meta({ id: 'ImportSpelling' })
export type Spelling = z.infer<typeof Spelling>

/** Numbers of one indicator and one period: what the whole would be as a sum, and the largest of its lines. */
export const IndicatorSample = z
  .strictObject({ period: z.string(), sum: z.string(), largest: z.string(), partners: z.int() })
  .meta({ id: 'ImportIndicatorSample' })
export type IndicatorSample = z.infer<typeof IndicatorSample>

/** Refused rows that one action repairs. */
export const RepairGroup = z
  .strictObject({
    action: RepairAction,
    code: z.string(),
    dimension: z.string().nullable(),
    column: z.string().nullable(),
    /** Places refused for this reason. */
    count: z.int(),
    first: Place,
    /** Distinct texts, most frequent first, with what they may mean; the first hundred. */
    values: z.array(
      z.strictObject({
        text: z.string(),
        count: z.int(),
        first: Place,
        suggestions: z.array(z.strictObject({ code: z.string(), name: z.string(), confidence: Confidence })),
        /** Where the file writes the name in several ways: one answer serves all. */
        spellings: z.array(Spelling).optional(),
        /** Another text of this group from which one letter tells it apart. */
        alike: z.string().optional(),
        /** Of an indicator that nobody knows. */
        sample: IndicatorSample.optional(),
      }),
    ),
    valueCount: z.int(),
  })
  .meta({ id: 'ImportRepairGroup' })
export type RepairGroup = z.infer<typeof RepairGroup>

export const ChangedFigure = z
  .strictObject({
    ...Place.shape,
    indicator: Named,
    territory: Named,
    partner: z.string().nullable(),
    period: z.string(),
    category: z.string(),
    unitFr: z.string().nullable(),
    unitEn: z.string().nullable(),
    displayFactor: z.string(),
    decimals: z.int(),
    /** Figures in storage units: one text, or numerator / denominator; null: nothing stood there. */
    before: z.string().nullable(),
    after: z.string().nullable(),
    presenceBefore: z.string().nullable(),
    presenceAfter: z.string(),
    /** Something beside the figure changes: its comment, its number of answers. */
    isDetail: z.boolean(),
  })
  .meta({ id: 'ImportChangedFigure' })
export type ChangedFigure = z.infer<typeof ChangedFigure>

/** Unusual figures of one kind: confirmed together, with a comment that each of them keeps. */
export const UnusualGroup = z
  .strictObject({
    code: z.enum(CHECK_CODES),
    count: z.int(),
    /** Which figures and numbers these are: a confirmation holds for them alone. */
    digest: z.string(),
    /** A tick is not enough: somebody says why. */
    needsComment: z.boolean(),
    /** The first twenty, with the numbers that triggered the warning. */
    examples: z.array(z.strictObject({ figure: ChangedFigure, numbers: z.record(z.string(), z.string()) })),
    confirmed: z.strictObject({ comment: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'ImportUnusualGroup' })
export type UnusualGroup = z.infer<typeof UnusualGroup>

/** How the shares of one indicator are read: said by somebody, or told by its values; `unclear` is asked, and refused until somebody says. */
export const SharesRead = z
  .strictObject({
    indicator: Named,
    reading: z.enum([...SHARE_READINGS, 'unclear']),
    isSaid: z.boolean(),
    count: z.int(),
    /** The greatest value as the file writes it, and the least where two readings hold. */
    examples: z.array(z.string()),
  })
  .meta({ id: 'ImportSharesRead' })
export type SharesRead = z.infer<typeof SharesRead>

/** A name that the file writes otherwise than the thing that it is read as. */
export const SpelledOtherwise = z
  .strictObject({ of: z.enum(['indicator', 'territory', 'partner']), text: z.string(), name: z.string(), count: z.int(), first: Place })
  .meta({ id: 'ImportSpelledOtherwise' })
export type SpelledOtherwise = z.infer<typeof SpelledOtherwise>

/** Lines of totals that were left out, and where one says something else than the lines that it adds up. */
export const TotalsLeftOut = z
  .strictObject({
    count: z.int(),
    /** The first twenty. */
    lines: z.array(z.strictObject({ sheet: z.string().nullable(), row: z.int(), text: z.string() })),
    differences: z.array(
      z.strictObject({
        sheet: z.string().nullable(),
        row: z.int(),
        indicator: Named,
        period: z.string(),
        total: z.string(),
        sum: z.string(),
        /** Lines without a number. */
        without: z.int(),
      }),
    ),
    differenceCount: z.int(),
  })
  .meta({ id: 'ImportTotalsLeftOut' })
export type TotalsLeftOut = z.infer<typeof TotalsLeftOut>

/** What the import would do, found without writing anything. */
export const DraftCheck = z
  .strictObject({
    /** Why nothing of the file could be read, with the places. */
    fault: z.strictObject({ code: z.string(), places: z.array(z.strictObject({ ...Place.shape, value: z.string().nullable() })) }).nullable(),
    result: ImportResult.nullable(),
    /** Rows of the file that hold a refused figure. */
    refusedRows: z.int(),
    groups: z.array(RepairGroup),
    shares: z.array(SharesRead),
    /** The first fifty. */
    spelled: z.array(SpelledOtherwise).optional(),
    totals: TotalsLeftOut.optional(),
    /** Nothing stands yet that a blank could erase. */
    isFirst: z.boolean().optional(),
    /** Things to know that stop nothing. */
    warnings: z.array(z.strictObject({ code: z.string(), count: z.int(), examples: z.array(z.string()) })),
    /** The first two hundred of each. */
    created: z.array(ChangedFigure),
    changed: z.array(ChangedFigure),
    /** Changes that another person would have to approve: the period is locked, or the figure is published. */
    requested: z.array(ChangedFigure),
    /** What has to be confirmed before the import. */
    unusual: z.array(UnusualGroup),
  })
  .meta({ id: 'ImportDraftCheck' })
export type DraftCheck = z.infer<typeof DraftCheck>

const summary = {
  id: z.uuid(),
  version: z.int(),
  fileName: z.string(),
  createdAt: z.string(),
  /** Gone then: within a day. */
  expiresAt: z.string(),
  importId: z.uuid().nullable(),
  purpose: z.enum(['figures', 'targets']),
}
export const DraftSummary = z.strictObject(summary).meta({ id: 'ImportDraftSummary' })
export type DraftSummary = z.infer<typeof DraftSummary>

export const ImportDraft = z
  .strictObject({
    ...summary,
    sheets: z.array(z.strictObject({ name: z.string(), rowCount: z.int() })),
    preview: ImportPreview.nullable(),
    choices: ImportChoices,
    /** How sure the proposals are, by field; `remembered`: as the last time for a file with these headers. */
    confidence: z.record(z.string(), Confidence),
    remembered: z.boolean(),
    /** Fields that still ask for a choice. */
    missing: z.array(z.string()),
    checked: DraftCheck.nullable(),
    /** Personal data was seen: the rows are gone, nothing of them is kept. */
    stopped: z.string().nullable(),
  })
  .meta({ id: 'ImportDraft' })
export type ImportDraft = z.infer<typeof ImportDraft>

/** Rows refused, as the file has them, each with its reasons. */
export const RejectedRows = z
  .strictObject({
    fileName: z.string(),
    columns: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        sheet: z.string().nullable(),
        row: z.int(),
        cells: z.array(z.union([z.string(), z.number(), z.null()])),
        reasons: z.array(z.strictObject({ column: z.string().nullable(), code: z.string(), value: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: 'ImportRejectedRows' })
export type RejectedRows = z.infer<typeof RejectedRows>

/** Fields of the form: `file`; `purpose` (`targets`: a table of indicators with baseline, target and actual); `dropContacts` (`true`) empties columns of telephones and addresses of mail before anything is looked at. */
export const DraftForm = z.strictObject({
  fileName: z.string(),
  fileHash: z.string(),
  dropContacts: z.boolean().optional(),
  purpose: z.literal('targets').optional(),
})
export type DraftForm = z.infer<typeof DraftForm>

const draftParams = z.strictObject({ initiativeId: z.uuid(), draftId: z.uuid() })
const base = '/api/v1/initiatives/:initiativeId/import-drafts'

export const draftRoutes = {
  create: route({
    id: 'importDrafts.create',
    method: 'POST',
    path: base,
    multipart: true,
    status: 201,
    summary: 'Begin an import in steps (multipart: file, purpose, dropContacts): its rows are kept for a day at most, unless they hold personal data',
    params: initiativeParams,
    body: DraftForm,
    response: ImportDraft,
  }),
  list: route({
    id: 'importDrafts.list',
    method: 'GET',
    path: base,
    summary: 'Imports that the caller has begun and not finished, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(DraftSummary) }),
  }),
  read: route({
    id: 'importDrafts.read',
    method: 'GET',
    path: `${base}/:draftId`,
    summary: 'An import being prepared: what was read, what was chosen, what the last check said',
    params: draftParams,
    response: ImportDraft,
  }),
  change: route({
    id: 'importDrafts.change',
    method: 'PUT',
    path: `${base}/:draftId`,
    summary: 'Change the choices of an import being prepared (If-Match)',
    params: draftParams,
    body: z.strictObject({ choices: ImportChoices }),
    response: ImportDraft,
  }),
  check: route({
    id: 'importDrafts.check',
    method: 'POST',
    path: `${base}/:draftId/check`,
    summary: 'Find what the import would do; nothing is written',
    params: draftParams,
    response: ImportDraft,
  }),
  confirm: route({
    id: 'importDrafts.confirm',
    method: 'PUT',
    path: `${base}/:draftId/confirmations`,
    summary: 'Confirm unusual figures that the last check found, one comment for each kind (If-Match)',
    params: draftParams,
    body: z.strictObject({
      items: z.array(z.strictObject({ code: z.enum(CHECK_CODES), comment: z.string().trim().max(2000).nullish() })).max(CHECK_CODES.length),
    }),
    response: ImportDraft,
  }),
  run: route({
    id: 'importDrafts.run',
    method: 'POST',
    path: `${base}/:draftId/run`,
    status: 201,
    summary: 'Import the valid rows once what is unusual is confirmed; long files go on after the answer: ask for the import',
    params: draftParams,
    response: Import,
  }),
  rejected: route({
    id: 'importDrafts.rejected',
    method: 'GET',
    path: `${base}/:draftId/rejected`,
    summary: 'Rows refused by the last run or check, as the file has them, with their reasons',
    params: draftParams,
    response: RejectedRows,
  }),
  remove: route({
    id: 'importDrafts.remove',
    method: 'DELETE',
    path: `${base}/:draftId`,
    status: 204,
    summary: 'Forget an import being prepared',
    params: draftParams,
    response: z.undefined(),
  }),
}
