/** Safe-to-fail trials (domain 4.1): a deliberate small try, said before one knows how it ends. */
import { z } from 'zod'

const day = z.iso.date()

const said = {
  title: z.string(),
  hypothesis: z.string(),
  costLimit: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  signItWorks: z.string(),
  signItFails: z.string(),
  declaredOn: z.string(),
}

/** With a note that tells the outcome: its days are months where the note names nobody. Who stops it is not handed on. */
export const AttachedTrial = z.strictObject(said).meta({ id: 'NoteTrial' })
export type AttachedTrial = z.infer<typeof AttachedTrial>

/** A declaration names nobody: its outcome may be told without a name. */
export const Trial = z
  .strictObject({
    id: z.uuid(),
    ...said,
    stoppedBy: z.string(),
    visibility: z.enum(['private', 'circle']),
    isMine: z.boolean(),
    /** Notes that tell how it ended, as far as the reader may know them. */
    outcomes: z.array(z.uuid()),
    version: z.int(),
    abilities: z.strictObject({ change: z.boolean(), share: z.boolean() }),
  })
  .meta({ id: 'SafeToFailTrial' })
export type Trial = z.infer<typeof Trial>

const text = (most: number) => z.string().trim().min(1).max(most)
export const TrialInput = z
  .strictObject({
    title: text(120),
    hypothesis: text(4000),
    costLimit: text(500),
    startsOn: day,
    endsOn: day,
    signItWorks: text(2000),
    signItFails: text(2000),
    stoppedBy: text(200),
    visibility: z.enum(['private', 'circle']).default('private'),
  })
  .meta({ id: 'SafeToFailTrialInput' })
export type TrialInput = z.infer<typeof TrialInput>
export const TrialChange = TrialInput.partial().meta({ id: 'SafeToFailTrialChange' })
export type TrialChange = z.infer<typeof TrialChange>

/** What was said of a trial stays as it was said once it has begun: else its signs would follow its outcome. */
export function isTrialOpen(trial: { startsOn: string }, today: string): boolean {
  return today < trial.startsOn
}

/** Declared after it had begun: said as it is, not refused. */
export function isDeclaredLate(trial: { declaredOn: string; startsOn: string }): boolean {
  return trial.declaredOn > trial.startsOn
}
