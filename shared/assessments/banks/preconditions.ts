import type { Instrument } from '../instrument.ts'

/** Preconditions check, version 1: words and expected levels of domain 2. */
export const preconditionsV1: Instrument = {
  key: 'preconditions',
  version: 1,
  name: { fr: 'Vérification des préalables', en: 'Preconditions check' },
  modes: ['group_consensus'],
  unit: 'partner',
  neverForFunders: false,
  minutes: 15,
  scale: [
    { value: 0, fr: 'Non', en: 'No' },
    { value: 1, fr: 'En partie', en: 'Partly' },
    { value: 2, fr: 'Oui', en: 'Yes' },
  ],
  dimensions: [
    { key: 'champion', fr: 'Des personnes influentes qui rassemblent', en: 'Influential champions' },
    { key: 'resources', fr: 'Des ressources suffisantes', en: 'Adequate resources' },
    { key: 'urgency', fr: 'Un sentiment d’urgence', en: 'Sense of urgency' },
    { key: 'fit', fr: 'Une affaire de coalition', en: 'A matter for a coalition' },
  ],
  items: [
    {
      code: 'P1.1',
      dimension: 'champion',
      fr: 'Au moins une personne respectée par plusieurs secteurs est prête à ouvrir des portes et à garder les gens à la table.',
      en: 'At least one person respected across sectors is ready to open doors and keep people at the table.',
    },
    {
      code: 'P1.2',
      dimension: 'champion',
      fr: 'Cette personne laisse le groupe trouver ses réponses et ne cherche pas à s’attribuer le mérite.',
      en: 'That person lets the group find its own answers and does not seek the credit.',
    },
    {
      code: 'P1.3',
      dimension: 'champion',
      fr: 'La démarche ne dépend pas d’un seul individu : une relève existe.',
      en: 'The initiative does not hang on one individual: someone can take over.',
    },
    {
      code: 'P2.1',
      dimension: 'resources',
      fr: 'La coordination est financée pour au moins deux à trois ans.',
      en: 'Coordination is funded for at least two to three years.',
    },
    {
      code: 'P2.2',
      dimension: 'resources',
      fr: 'Au moins un bailleur s’est engagé tôt et accepte que le plan évolue.',
      en: 'At least one funder committed early and accepts that the plan will evolve.',
    },
    {
      code: 'P2.3',
      dimension: 'resources',
      fr: 'Les partenaires apportent aussi du temps, des locaux ou de l’expertise.',
      en: 'Partners also bring time, space or expertise.',
    },
    { code: 'P3.1', dimension: 'urgency', fr: 'Des données locales montrent qu’il faut agir maintenant.', en: 'Local data show that action is needed now.' },
    {
      code: 'P3.2',
      dimension: 'urgency',
      fr: 'Les personnes concernées et les organisations disent que les façons actuelles ne suffisent plus.',
      en: 'The people concerned and the organisations say that current ways no longer suffice.',
    },
    {
      code: 'P3.3',
      dimension: 'urgency',
      fr: 'Une occasion favorable peut être saisie dans l’année.',
      en: 'A favourable opening can be seized within the year.',
    },
    { code: 'P4.1', dimension: 'fit', fr: 'Aucune organisation ne pourrait y arriver seule.', en: 'No single organisation could achieve it alone.' },
    {
      code: 'P4.2',
      dimension: 'fit',
      fr: 'Une première étape utile est atteignable d’ici un à trois ans.',
      en: 'A useful first step is reachable within one to three years.',
    },
    {
      code: 'P4.3',
      dimension: 'fit',
      fr: 'Au moins trois partenaires se connaissent déjà autrement que par une demande d’appui.',
      en: 'At least three partners already know each other beyond a request for support.',
    },
  ],
}
