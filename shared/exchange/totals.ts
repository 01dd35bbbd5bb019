import { fold } from './text.ts'

/** What people call a line that adds up the others, in both languages, without case, accents nor punctuation. */
const TOTALS = new Set([
  'total',
  'totaux',
  'totals',
  'total general',
  'totaux generaux',
  'grand total',
  'grand totals',
  'sous total',
  'sous totaux',
  'subtotal',
  'subtotals',
  'sub total',
  'ensemble',
  'somme',
  'sum',
  'total global',
  'general total',
  'overall',
  'overall total',
  'tous les partenaires',
  'tous les organismes',
  'all partners',
  'all organizations',
  'all organisations',
])

/** Whether a text names the sum of other lines: « TOTAL : », « Sous-total ». Whoever really has a place or a partner of that name is found first. */
export const isTotalWord = (text: string): boolean => TOTALS.has(fold(text))
