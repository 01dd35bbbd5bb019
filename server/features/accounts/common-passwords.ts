/** Passwords that guessing tools try first, and shapes they are made of. */
const COMMON = new Set([
  'motdepasse123',
  'motdepasse1234',
  'motdepasse12345',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'azertyuiop12',
  'azertyuiop123',
  'qwertyuiop12',
  'qwertyuiop123',
  '123456789012',
  '1234567890123',
  '0123456789012',
  'abcdefghijkl',
  'bonjourbonjour',
  'administrateur',
  'administrator',
  'maillagemaillage',
  'maillage12345',
  'iloveyouiloveyou',
  'changezmoi123',
  'changeme12345',
])

/** True for a password of a common list, one repeated sign or a plain run of digits or letters. */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase()
  if (COMMON.has(folded)) return true
  if (new Set(folded).size < 4) return true
  const steps = [...folded].slice(1).map((sign, index) => (sign.codePointAt(0) ?? 0) - (folded.codePointAt(index) ?? 0))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}
