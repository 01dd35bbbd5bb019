import type { Instrument } from '../instrument.ts'

const severity = [
  { value: 0, fr: 'Absent', en: 'Absent' },
  { value: 1, fr: 'Gênant', en: 'Hindering' },
  { value: 2, fr: 'Sérieux', en: 'Serious' },
  { value: 3, fr: 'Bloquant', en: 'Blocking' },
]

/** Mobilisation at every stage, version 1: words and expected levels of domain 2. */
export const mobilisationFactorsV1: Instrument = {
  key: 'mobilisation_factors',
  version: 1,
  name: { fr: 'Mobilisation à chaque étape', en: 'Mobilisation at every stage' },
  modes: ['anonymous', 'group_consensus'],
  unit: 'respondent',
  neverForFunders: false,
  minutes: 4,
  scale: [
    { value: 0, fr: 'Pas du tout', en: 'Not at all' },
    { value: 1, fr: 'Un peu', en: 'A little' },
    { value: 2, fr: 'Moyennement', en: 'Somewhat' },
    { value: 3, fr: 'Beaucoup', en: 'A lot' },
    { value: 4, fr: 'Tout à fait', en: 'Fully' },
    { value: null, fr: 'Je ne sais pas', en: 'I don’t know' },
  ],
  dimensions: [
    { key: 'information', fr: 'Information', en: 'Information' },
    { key: 'communication', fr: 'Communication', en: 'Communication' },
    { key: 'motivation', fr: 'Motivation et appropriation', en: 'Motivation and ownership' },
    { key: 'resources', fr: 'Ressources', en: 'Resources' },
    { key: 'obstacles', fr: 'Ce qui nous freine', en: 'What holds us back' },
  ],
  items: [
    {
      code: 'M1.1',
      dimension: 'information',
      fr: 'À cette étape, j’ai des données assez complètes pour y croire.',
      en: 'At this stage, I have data complete enough to believe in it.',
    },
    {
      code: 'M1.2',
      dimension: 'information',
      fr: 'Je sais où trouver ce qui a été fait et décidé.',
      en: 'I know where to find what has been done and decided.',
    },
    { code: 'M1.3', dimension: 'information', fr: 'Ce que mon organisation sait est pris en compte.', en: 'What my organisation knows is taken into account.' },
    {
      code: 'M2.1',
      dimension: 'communication',
      fr: 'On m’explique clairement ce qu’on attend de moi à cette étape.',
      en: 'What is expected of me at this stage is clearly explained.',
    },
    {
      code: 'M2.2',
      dimension: 'communication',
      fr: 'Les messages me parviennent par un canal et à un moment qui me conviennent.',
      en: 'Messages reach me through a channel and at a time that suit me.',
    },
    { code: 'M2.3', dimension: 'communication', fr: 'Quand je pose une question, j’ai une réponse.', en: 'When I ask a question, I get an answer.' },
    {
      code: 'M3.1',
      dimension: 'motivation',
      fr: 'Je vois ce que mon organisation et la population y gagnent.',
      en: 'I see what my organisation and the population gain from it.',
    },
    { code: 'M3.2', dimension: 'motivation', fr: 'Cette action est aussi la mienne.', en: 'This action is mine too.' },
    {
      code: 'M3.3',
      dimension: 'motivation',
      fr: 'Mon organisation, et pas seulement moi, appuie cette action.',
      en: 'My organisation, and not only I, supports this action.',
    },
    { code: 'M4.1', dimension: 'resources', fr: 'J’ai le temps nécessaire pour faire ma part.', en: 'I have the time needed to do my part.' },
    { code: 'M4.2', dimension: 'resources', fr: 'Il y a de l’argent ou du personnel pour cette étape.', en: 'There is money or staff for this stage.' },
    { code: 'M4.3', dimension: 'resources', fr: 'Quelqu’un nous soutient quand nous bloquons.', en: 'Someone supports us when we are stuck.' },
    { code: 'obstacle.unfavourable_context', dimension: 'obstacles', scale: severity, fr: 'Conjoncture défavorable', en: 'Unfavourable context' },
    { code: 'obstacle.insufficient_resources', dimension: 'obstacles', scale: severity, fr: 'Ressources insuffisantes', en: 'Insufficient resources' },
    { code: 'obstacle.lack_of_time', dimension: 'obstacles', scale: severity, fr: 'Manque de temps', en: 'Lack of time' },
    { code: 'obstacle.lack_of_leadership', dimension: 'obstacles', scale: severity, fr: 'Absence de leadership', en: 'Lack of leadership' },
    { code: 'obstacle.staff_turnover', dimension: 'obstacles', scale: severity, fr: 'Roulement du personnel', en: 'Staff turnover' },
    { code: 'obstacle.poor_information', dimension: 'obstacles', scale: severity, fr: 'Information déficiente', en: 'Poor information' },
    { code: 'obstacle.partial_data', dimension: 'obstacles', scale: severity, fr: 'Données partielles', en: 'Partial data' },
    { code: 'obstacle.low_trust', dimension: 'obstacles', scale: severity, fr: 'Confiance fragile', en: 'Fragile trust' },
    { code: 'obstacle.silos', dimension: 'obstacles', scale: severity, fr: 'Travail en silo', en: 'Silos' },
  ],
}
