/** Logins, addresses and new passwords as a first look sees them: looser than the server, which decides. */
import t from '$texts/credentials'
import type { FieldErrors } from './form.svelte'

export const PASSWORD_MIN = 5
export const PASSWORD_MAX = 64

export function looksLikeEmail(text: string): boolean {
  const address = text.trim()
  return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(address) && address.length <= 254
}

/** A Russian mobile number in any spelling. */
export function looksLikePhone(text: string): boolean {
  return /^(?:[78]?9)\d{9}$/.test(text.trim().replace(/[\s()+.–—-]/g, ''))
}

/** An address with a domain, or a Russian mobile number. */
export const looksLikeLogin = (text: string): boolean =>
  text.includes('@') ? looksLikeEmail(text) : looksLikePhone(text)

export type Address = 'login' | 'email' | 'phone'

export function checkAddress(kind: Address, text: string): string | undefined {
  const looksRight = { login: looksLikeLogin, email: looksLikeEmail, phone: looksLikePhone }[kind]
  if (!text.trim()) return t[`${kind}Missing`]
  return looksRight(text) ? undefined : t[`${kind}Wrong`]
}

/** A password that is to be set, entered twice. */
export function checkNewPassword(
  password: string,
  repeat: string,
  login: string,
): FieldErrors<{ password: string; repeat: string }> {
  const errors: FieldErrors<{ password: string; repeat: string }> = {}
  // Characters as a person counts them, not UTF-16 halves of an emoji.
  const length = [...password].length
  if (length < PASSWORD_MIN) errors.password = t.passwordShort(PASSWORD_MIN)
  else if (length > PASSWORD_MAX) errors.password = t.passwordLong(PASSWORD_MAX)
  else if (password.toLowerCase() === login.trim().toLowerCase())
    errors.password = t.passwordIsLogin
  if (!errors.password && repeat !== password) errors.repeat = t.repeatDiffers
  return errors
}

export type NewCredentials = { login: string; password: string; repeat: string }

/** The form of registration and of recovery: every wrong field at once. */
export function checkCredentials(values: NewCredentials): FieldErrors<NewCredentials> {
  const errors: FieldErrors<NewCredentials> = checkNewPassword(
    values.password,
    values.repeat,
    values.login,
  )
  const login = checkAddress('login', values.login)
  return login === undefined ? errors : { login, ...errors }
}
