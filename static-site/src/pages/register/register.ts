/** Rules of the registration form, and what of it survives a reload. */
import t from '$texts/register'
import type { Flow } from '../../api'
import type { FieldErrors } from '../../app/form.svelte'

export const PASSWORD_MIN = 5
export const PASSWORD_MAX = 64

export type RegistrationValues = { login: string; password: string; repeat: string }

/**
 * A first look at a login, looser than the server's rule: an address with a domain, or a Russian
 * mobile number in any spelling.
 */
export function looksLikeLogin(text: string): boolean {
  const login = text.trim()
  if (login.includes('@'))
    return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(login) && login.length <= 254
  const digits = login.replace(/[\s()+.–—-]/g, '')
  return /^(?:[78]?9)\d{9}$/.test(digits)
}

export function checkRegistration(values: RegistrationValues): FieldErrors<RegistrationValues> {
  const { login, password, repeat } = values
  const errors: FieldErrors<RegistrationValues> = {}
  if (!login.trim()) errors.login = t.loginMissing
  else if (!looksLikeLogin(login)) errors.login = t.loginWrong
  // Characters as a person counts them, not UTF-16 halves of an emoji.
  const length = [...password].length
  if (length < PASSWORD_MIN) errors.password = t.passwordShort(PASSWORD_MIN)
  else if (length > PASSWORD_MAX) errors.password = t.passwordLong(PASSWORD_MAX)
  else if (password.toLowerCase() === login.trim().toLowerCase())
    errors.password = t.passwordIsLogin
  if (!errors.password && repeat !== password) errors.repeat = t.repeatDiffers
  return errors
}

/** A flow with moments instead of seconds left, so that a reload goes on counting. */
export type RunningFlow = Omit<Flow, 'expires_in' | 'resend_in'> & {
  expiresAt: number
  resendAt: number
}

export function running(flow: Flow, now: number): RunningFlow {
  const { expires_in, resend_in, ...rest } = flow
  return { ...rest, expiresAt: now + expires_in * 1000, resendAt: now + resend_in * 1000 }
}
