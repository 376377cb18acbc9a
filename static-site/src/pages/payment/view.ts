/** What the result page may honestly say: only the server ends a payment (payments.md §4, §8). */
import type { Payment } from '../../api'

export type View =
  | 'created'
  /** A saved card waits for the code we have sent. */
  | 'code'
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
      return payment.step_up ? 'code' : 'created'
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

/** Nothing more will come: no reason to ask again. A code is given on the page itself. */
export const settled = (shown: View): boolean =>
  shown === 'succeeded' || shown === 'canceled' || shown === 'failed'
