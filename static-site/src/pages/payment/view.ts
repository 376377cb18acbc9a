/** What the result page may honestly say: only the server ends a payment (payments.md §4, §8). */
import type { Payment } from '../../api'

export type View =
  | 'created'
  | 'awaiting'
  /** The bank's page is closed for good, the outcome not known yet. */
  | 'link_over'
  | 'processing'
  | 'succeeded'
  | 'canceled'
  | 'failed'
  | 'review'

export function view(payment: Payment, now: number): View {
  switch (payment.state) {
    case 'succeeded':
    case 'canceled':
    case 'failed':
    case 'review':
      return payment.state
    case 'created':
    case 'submitting':
      return 'created'
    case 'awaiting_user': {
      if (!payment.confirmation_url) return 'processing'
      const over = payment.expires_at && Date.parse(payment.expires_at) <= now
      return over ? 'link_over' : 'awaiting'
    }
    default:
      return 'processing'
  }
}

/** Nothing more will come: no reason to ask again. */
export const settled = (shown: View): boolean =>
  shown === 'succeeded' || shown === 'canceled' || shown === 'failed'

const PAUSES = [1500, 2000, 3000, 5000, 8000, 13_000, 20_000]
const LONGEST = 30_000

/** Milliseconds before the next question: soon at first, then ever more rarely. */
export const pauseAfter = (asked: number): number => PAUSES[asked] ?? LONGEST
