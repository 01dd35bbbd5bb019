import type { Instrument } from '../instrument.ts'

const severity = [
  { value: 0, fr: 'Aucun frein', en: 'Not at all' },
  { value: 1, fr: 'Un peu', en: 'A little' },
  { value: 2, fr: 'Beaucoup', en: 'A lot' },
  { value: 3, fr: 'Bloquant', en: 'Blocking' },
]

const ambition = [
  { value: 'same', fr: 'Le niveau actuel nous convient', en: 'The current level suits us' },
  { value: 1, fr: '1 · Échanger de l’information', en: '1 · Exchange information' },
  { value: 2, fr: '2 · Ajuster nos activités', en: '2 · Adjust our activities' },
  { value: 3, fr: '3 · Partager des ressources', en: '3 · Share resources' },
  { value: 4, fr: '4 · Se renforcer et porter ensemble', en: '4 · Strengthen each other and carry together' },
]

/** Collaboration ladder, version 1: words and expected levels of domain 2. */
export const collaborationLadderV1: Instrument = {
  key: 'collaboration_ladder',
  version: 1,
  name: { fr: 'Échelle de collaboration', en: 'Collaboration ladder' },
  modes: ['named'],
  unit: 'partner',
  neverForFunders: false,
  minutes: 10,
  scale: [
    { value: 1, fr: 'Oui', en: 'Yes' },
    { value: 0, fr: 'Non', en: 'No' },
    { value: null, fr: 'Je ne sais pas', en: 'I don’t know' },
  ],
  dimensions: [
    { key: 'behaviour', fr: 'Ce que nous faisons avec ce partenaire', en: 'What we do with this partner' },
    { key: 'barrier', fr: 'Ce qui nous freine', en: 'What holds us back' },
    { key: 'ambition', fr: 'Ce que nous souhaitons', en: 'What we want' },
  ],
  items: [
    {
      code: 'H1',
      dimension: 'behaviour',
      fr: 'Nous échangeons de l’information utile à l’un et à l’autre.',
      en: 'We exchange information useful to both of us.',
    },
    {
      code: 'H2',
      dimension: 'behaviour',
      fr: 'Nous avons modifié des activités pour nous accorder (horaires, références, territoire).',
      en: 'We have changed activities to fit together (schedules, referrals, territory).',
    },
    {
      code: 'H3',
      dimension: 'behaviour',
      fr: 'Nous partageons des ressources (personnes, locaux, argent, données).',
      en: 'We share resources (people, space, money, data).',
    },
    {
      code: 'H4',
      dimension: 'behaviour',
      fr: 'Chacun aide l’autre à devenir meilleur et nous portons ensemble risques, responsabilités et mérite.',
      en: 'Each helps the other get better, and we carry risks, responsibilities and credit together.',
    },
    { code: 'H5', dimension: 'barrier', scale: severity, fr: 'Manque de temps', en: 'Lack of time' },
    { code: 'H6', dimension: 'barrier', scale: severity, fr: 'Confiance insuffisante', en: 'Not enough trust' },
    { code: 'H7', dimension: 'barrier', scale: severity, fr: 'Travail en silo, protection de son territoire', en: 'Working in silos, guarding one’s turf' },
    { code: 'H8', dimension: 'ambition', scale: ambition, fr: 'Niveau qui nous conviendrait d’ici un an', en: 'Level that would suit us within a year' },
  ],
}
