/** A code under way, as the pages keep it. */
import type { Flow } from '../../api'

/** With moments instead of seconds left, so that a reload goes on counting. */
export type RunningFlow = Omit<Flow, 'expires_in' | 'resend_in'> & {
  expiresAt: number
  resendAt: number
}

export function running(flow: Flow, now: number): RunningFlow {
  const { expires_in, resend_in, ...rest } = flow
  return { ...rest, expiresAt: now + expires_in * 1000, resendAt: now + resend_in * 1000 }
}

/** What the code step says of its own use; everything else is the same wherever a code is asked for. */
export type CodeTexts = {
  title: string
  email: string
  sms: string
  /** Before the address; a recovery must not tell whether anything was sent to it. */
  sentTo: string
  again: string
  close: string
  /** The button; «Подтвердить» unless told. */
  submit?: string
}
