import type { InstrumentKey } from './instrument.ts'

/** A work to read: what identifies it and where it is, never a text of it (S78). */
export interface Source {
  /** In the language of the work. */
  readonly title: string
  readonly language: 'fr' | 'en'
  readonly author: string
  readonly year: number
  /** An address that its authors or publishers keep. */
  readonly link: string
}

const COLLECTIVE_IMPACT: Source = {
  title: 'Collective Impact',
  language: 'en',
  author: 'John Kania, Mark Kramer',
  year: 2011,
  link: 'https://ssir.org/articles/entry/collective_impact',
}
const CHANNELING_CHANGE: Source = {
  title: 'Channeling Change: Making Collective Impact Work',
  language: 'en',
  author: 'Fay Hanleybrown, John Kania, Mark Kramer',
  year: 2012,
  link: 'https://ssir.org/articles/entry/channeling_change_making_collective_impact_work',
}
const PARTNERSHIP_TOOL: Source = {
  title: 'L’Outil diagnostique de l’action en partenariat : fondements, élaboration et validation',
  language: 'fr',
  author: 'Angèle Bilodeau, Marilène Galarneau, Michel Fournier, Louise Potvin',
  year: 2011,
  link: 'https://doi.org/10.1007/BF03404054',
}
const COLLABORATION_FOR_A_CHANGE: Source = {
  title: 'Collaboration for a Change: Definitions, Decision-making Models, Roles, and Collaboration Process Guide',
  language: 'en',
  author: 'Arthur T. Himmelman',
  year: 2002,
  link: 'https://docslib.org/doc/3958007/himmelman-collaboration-for-a-change',
}
const TURF_AND_TRUST: Source = {
  title: 'Turf, Trust, Co-Creation and Collective Impact',
  language: 'en',
  author: 'Liz Weaver, Tamarack Institute',
  year: 2017,
  link: 'https://synergycommons.net/resources/turf-trust-co-creation-collective-impact/',
}
const COALITION_FUNCTIONING: Source = {
  title: 'Measuring Coalition Functioning: Refining Constructs Through Factor Analysis',
  language: 'en',
  author: 'Louis D. Brown, Mark E. Feinberg, Mark T. Greenberg',
  year: 2012,
  link: 'https://doi.org/10.1177/1090198111419655',
}

const SOURCES: Readonly<Record<InstrumentKey, readonly Source[]>> = {
  five_conditions: [COLLECTIVE_IMPACT, CHANNELING_CHANGE],
  preconditions: [CHANNELING_CHANGE],
  partnership_diagnostic: [PARTNERSHIP_TOOL],
  collaboration_ladder: [COLLABORATION_FOR_A_CHANGE],
  joining_assessment: [COLLABORATION_FOR_A_CHANGE, COALITION_FUNCTIONING],
  mobilisation_factors: [COALITION_FUNCTIONING, CHANNELING_CHANGE],
  trust_pulse: [TURF_AND_TRUST],
}

/** What an instrument draws on, the nearest first. */
export function sourcesOf(key: InstrumentKey): readonly Source[] {
  return SOURCES[key]
}
