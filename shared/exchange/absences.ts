import { fold } from './text.ts'

/** What people write where no figure is available, in both languages. « n/a » is left out: it may also mean that none applies. */
const ABSENCES = new Set(['n d', 'nd', 'non disponible', 'non dispo', 'not available', 'manquant', 'manquante', 'missing', 'donnee manquante', 'a venir'])

/** Whether a text says that a figure is not available: « n.d. », « N/D », « à venir ». */
export const isAbsenceWord = (text: string): boolean => ABSENCES.has(fold(text))
