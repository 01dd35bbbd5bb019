/** What a partnership agreement says (S27), in its order. */
export const AGREEMENT_SECTIONS = ['purpose', 'roles', 'decisions', 'data_sharing', 'credit', 'conflict', 'leaving'] as const
export type AgreementSectionName = (typeof AGREEMENT_SECTIONS)[number]

export interface SectionText {
  readonly section: AgreementSectionName
  readonly bodyFr: string | null
  readonly bodyEn: string | null
}

/** Sections that say nothing yet, in any language. */
export function agreementGaps(sections: readonly SectionText[]): AgreementSectionName[] {
  const written = (text: string | null | undefined) => (text ?? '').trim() !== ''
  return AGREEMENT_SECTIONS.filter((name) => {
    const section = sections.find((one) => one.section === name)
    return !written(section?.bodyFr) && !written(section?.bodyEn)
  })
}

/** The day of a review has come. */
export function isReviewDue(reviewOn: string | null, day: string): boolean {
  return reviewOn !== null && reviewOn <= day
}
