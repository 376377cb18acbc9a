/** How states of readings and payments look: the word, the colour, the icon. */
import t from '$texts/meters'
import payment from '$texts/payment'
import p from '$texts/payments'
import type { FiscalReceipt, PaymentRow, ReadingStatus } from '../../api'
import type { IconName } from '../../ui/icons'

export type Label = {
  text: string
  kind: 'plain' | 'good' | 'warn' | 'bad' | 'info'
  icon: IconName
}

export const readingLabel = (status: ReadingStatus): Label =>
  ({
    accepted: { text: t.status.accepted, kind: 'good', icon: 'check' },
    pending: { text: t.status.pending, kind: 'info', icon: 'clock' },
    rejected: { text: t.status.rejected, kind: 'bad', icon: 'error' },
  })[status] as Label

/** What a row of «Платежи» says. A sum given back is a row of its own, negative. */
export function paymentLabel({ kind, state }: Pick<PaymentRow, 'kind' | 'state'>): Label {
  if (kind === 'refund') return { text: p.states.refund, kind: 'info', icon: 'refresh' }
  switch (state) {
    case 'succeeded':
      return { text: p.states.succeeded, kind: 'good', icon: 'check' }
    case 'review':
      return { text: p.states.review, kind: 'warn', icon: 'search' }
    case 'canceled':
    case 'failed':
      return { text: p.states.canceled, kind: 'plain', icon: 'close' }
    default:
      return { text: p.states.processing, kind: 'info', icon: 'clock' }
  }
}

/** The cheque of 54-ФЗ, which the bank registers on its own; nothing is said where there is none. */
export function fiscalLabel(state: FiscalReceipt): Label | null {
  switch (state) {
    case 'succeeded':
      return { text: payment.fiscalStates.succeeded, kind: 'good', icon: 'check' }
    case 'pending':
      return { text: payment.fiscalStates.pending, kind: 'info', icon: 'clock' }
    case 'canceled':
      return { text: payment.fiscalStates.canceled, kind: 'warn', icon: 'warning' }
    default:
      return null
  }
}
