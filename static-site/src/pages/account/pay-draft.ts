/** What a payment keeps for later, in this tab: the form until it is paid, what is left to pay, the readings sent. */
import type { Kopecks, Payment } from '../../api'
import { Draft } from '../../app/draft.svelte'
import { type Intent, noIntent } from '../../app/intent'
import type { Choice, Line, Part } from './pay'

export const NEW_CARD = 'new_card'

/** `card`: an id, or the bank's page; `null` until the person chooses. */
export type PayForm = { choices: Record<string, Choice>; card: string | null; intent: Intent }

export const payDraft = (account: string): string => `pay:${account}`
export const payForm = (account: string): Draft<PayForm> =>
  new Draft<PayForm>(payDraft(account), { choices: {}, card: null, intent: noIntent })

export const paidReadings = (payment: string): string => `paid-readings:${payment}`

/** Once `after` is paid, the next payment: what it is, and the form that it opens with. */
export type Rest = {
  after: string
  next: { payee: string; amount: Kopecks } | null
  choices: Record<string, Choice>
}
export const restDraft = (account: string): Draft<Rest> =>
  new Draft<Rest>(`pay-rest:${account}`, { after: '', next: null, choices: {} })

/** Keeps what is left when the first part of several has been started; nothing is left of a single one. */
export function keepRest(payment: Payment, all: Line[], paid: Part[]): void {
  const draft = restDraft(payment.account)
  const [, next, ...others] = paid
  if (!next) {
    draft.clear()
    return
  }
  const left = new Set([next, ...others].flatMap((part) => part.lines))
  draft.value = {
    after: payment.id,
    next: { payee: next.payee, amount: next.amount },
    choices: Object.fromEntries(
      all.map((line) => [
        line.service.code,
        left.has(line) ? { on: true, text: line.text } : { on: false },
      ]),
    ),
  }
  draft.save()
}
