import type { SubmitFunction } from '$app/forms'

/** Keeps what was typed: the form is not reset after an answer, since refused rows hold the person's text. */
export const withoutBase: SubmitFunction = () => async ({ update }) => {
  await update({ reset: false })
}
