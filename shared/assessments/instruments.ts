import { collaborationLadderV1 } from './banks/collaboration-ladder.ts'
import { fiveConditionsV1 } from './banks/five-conditions.ts'
import { joiningAssessmentV1 } from './banks/joining-assessment.ts'
import { mobilisationFactorsV1 } from './banks/mobilisation-factors.ts'
import { partnershipDiagnosticV1 } from './banks/partnership-diagnostic.ts'
import { preconditionsV1 } from './banks/preconditions.ts'
import { trustPulseV1 } from './banks/trust-pulse.ts'
import { scaleOf, type AnswerValue, type Instrument, type InstrumentKey } from './instrument.ts'

/** Every version of every instrument that a round may have been asked with, oldest first. */
const VERSIONS: readonly Instrument[] = [
  fiveConditionsV1,
  preconditionsV1,
  partnershipDiagnosticV1,
  collaborationLadderV1,
  joiningAssessmentV1,
  mobilisationFactorsV1,
  trustPulseV1,
]

/** The version that a new round asks. */
export function currentInstrument(key: InstrumentKey): Instrument {
  return VERSIONS.findLast((one) => one.key === key) as Instrument
}

/** The very words that a round was asked with; undefined for a version that this product never had. */
export function instrumentOf(key: string, version: number): Instrument | undefined {
  return VERSIONS.find((one) => one.key === key && one.version === version)
}

export type Answers = Readonly<Record<string, AnswerValue>>

/** Codes whose answer is not one of the scale, or that are no item: what a sheet must not hold. */
export function oddAnswers(instrument: Instrument, answers: Answers): string[] {
  return Object.entries(answers)
    .filter(([code, value]) => {
      const item = instrument.items.find((one) => one.code === code)
      return item === undefined || !(value === null || scaleOf(instrument, item).some((step) => step.value === value))
    })
    .map(([code]) => code)
}
