/**
 * Texts that stand for one that nobody has written yet: an import needs a definition and a purpose to create an indicator, and says that
 * they are to be written. They are told to whoever may write them, never to funders or the public.
 */
const STAND_INS: readonly RegExp[] = [
  /^Créé à l’import de .*\. Définition à écrire\.$/s,
  /^Created by the import of .*\. Definition to be written\.$/s,
  /^À préciser\s*: (que ferons-nous de cette information\s*\?|repris de .*\.)$/s,
  /^(To be decided: what will we do with this information\?|To be said: taken over from .*\.)$/s,
]

/** Whether a text is missing: empty, or one that an import left to be written. */
export function isUnwritten(text: string | null | undefined): boolean {
  const plain = (text ?? '').trim()
  return plain === '' || STAND_INS.some((standIn) => standIn.test(plain))
}

interface Texts {
  readonly definitionFr: string
  readonly definitionEn: string | null
  readonly purposeFr: string
  readonly purposeEn: string | null
}

/** A version as readers outside the circle are told it: what is not written is empty. */
export function withoutStandIns<Version extends Texts>(version: Version): Version {
  const [definitionFr, purposeFr] = [version.definitionFr, version.purposeFr].map((text) => (isUnwritten(text) ? '' : text)) as [string, string]
  const [definitionEn, purposeEn] = [version.definitionEn, version.purposeEn].map((text) => (isUnwritten(text) ? null : text)) as [string | null, string | null]
  return { ...version, definitionFr, definitionEn, purposeFr, purposeEn }
}
