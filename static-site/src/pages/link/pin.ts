/** The request for a PIN as a first look sees it: a name, and one contact at least. */
import credentials from '$texts/credentials'
import t from '$texts/pin'
import type { PinRequest } from '../../api'
import { looksLikeEmail, looksLikePhone } from '../../app/credentials'
import type { FieldErrors } from '../../app/form.svelte'

export const NAME_MAX = 120

export function checkRequest({ name, email, phone }: PinRequest): FieldErrors<PinRequest> {
  const errors: FieldErrors<PinRequest> = {}
  if (!name.trim()) errors.name = t.nameMissing
  else if ([...name.trim()].length > NAME_MAX) errors.name = t.nameLong(NAME_MAX)
  if (!email.trim() && !phone.trim()) errors.email = t.contactMissing
  if (email.trim() && !looksLikeEmail(email)) errors.email = credentials.emailWrong
  if (phone.trim() && !looksLikePhone(phone)) errors.phone = credentials.phoneWrong
  return errors
}

/** The contact a person signs in with is most likely the one they would type. */
export const prefilled = (login: string): PinRequest =>
  login.includes('@')
    ? { name: '', email: login, phone: '' }
    : { name: '', email: '', phone: login }
