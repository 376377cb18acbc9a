/** Rules of the sign-in form: what is checked before asking, and how refusals are told. */
import t from '$texts/sign-in'
import type { ApiError } from '../../api/error'
import type { FieldErrors, Form } from '../../app/form.svelte'

export type SignInValues = { login: string; password: string }

/** The server alone says whether they are right; here only that both are there. */
export function checkSignIn({ login, password }: SignInValues): FieldErrors<SignInValues> {
  return {
    login: login.trim() ? undefined : t.loginMissing,
    password: password ? undefined : t.passwordMissing,
  }
}

/** The pause that no waiting ends. */
export const passwordIsOff = (error: ApiError): boolean =>
  error.code === 'sign_in_paused' && error.retryAfter === undefined

/** Tells how long a throttled person waits; every other refusal keeps the server's own words. */
export function refusedSignIn<T extends Record<string, unknown>>(
  form: Form<T>,
  error: ApiError,
): boolean {
  if (error.status !== 429 || !error.retryAfter) return false
  form.message = t.tooMany(error.retryAfter)
  return true
}
