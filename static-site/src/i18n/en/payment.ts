import type { Texts } from '../catalogue'
import type ru from '../ru/payment'

export default {
  title: 'Details of the payment',
  print: 'Print document',
  receipt: 'Receipt as PDF',
  services: 'What for',
  total: 'Total',
  refunded: 'Refunded',
  payment: 'Payment',
  number: 'Payment number',
  paidAt: 'Date and time',
  startedAt: 'Started',
  account: 'Account',
  company: 'Company',
  place: 'Where it was paid',
  portal: 'This site',
  card: 'Card',
  fiscal: 'Fiscal receipt',
  fiscalStates: {
    pending: 'Receipt is being made',
    succeeded: 'Receipt sent',
    canceled: 'Receipt not made',
  },
  refunds: 'Refunds',
  refundStates: {
    pending: 'The bank is processing the refund',
    succeeded: 'The money went back to the card',
    canceled: 'The refund did not go through',
  },
  refundNote: 'The bank credits a refund to the same card, usually within a few working days.',
} satisfies Texts<typeof ru>
