import type { Instrument } from '../instrument.ts'

/** Trust pulse, version 1: words and expected levels of domain 2. */
export const trustPulseV1: Instrument = {
  key: 'trust_pulse',
  version: 1,
  name: { fr: 'Pouls de la confiance', en: 'Trust pulse' },
  modes: ['anonymous'],
  unit: 'respondent',
  neverForFunders: true,
  minutes: 1,
  scale: [
    { value: 1, fr: 'Pas d’accord', en: 'Disagree' },
    { value: 2, fr: 'Plutôt pas d’accord', en: 'Rather disagree' },
    { value: 3, fr: 'Entre les deux', en: 'In between' },
    { value: 4, fr: 'Plutôt d’accord', en: 'Rather agree' },
    { value: 5, fr: 'D’accord', en: 'Agree' },
  ],
  dimensions: [{ key: 'trust', fr: 'Confiance', en: 'Trust' }],
  items: [
    { code: 'T1', dimension: 'trust', fr: 'Ici, les gens disent ce qu’ils pensent.', en: 'Here, people say what they think.' },
    { code: 'T2', dimension: 'trust', fr: 'Ici, les gens font ce qu’ils ont promis.', en: 'Here, people do what they promised.' },
    { code: 'T3', dimension: 'trust', fr: 'Je peux compter sur le savoir-faire des autres partenaires.', en: 'I can count on the other partners’ know-how.' },
    {
      code: 'T4',
      dimension: 'trust',
      fr: 'Les autres tiennent compte de mes intérêts quand ils décident.',
      en: 'Others take my interests into account when they decide.',
    },
    {
      code: 'T5',
      dimension: 'trust',
      fr: 'Je pourrais raconter ici un échec de mon organisation sans le regretter.',
      en: 'I could tell of a failure of my organisation here without regretting it.',
    },
  ],
}
