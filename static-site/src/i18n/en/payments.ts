import type { Texts } from '../catalogue'
import type ru from '../ru/payments'
import { formatDate, formatMoney, plural } from './format'

export default {
  title: 'Payments',
  note: 'Only payments made on this site are counted at once. Others appear when the gas company sends its data, which may take up to 5 working days.',
  limited:
    'These are the payments made on this site. Payments made at a bank, a post office and elsewhere are shown in the extended version.',
  limitedAction: 'Get the extended version',
  date: 'Date',
  place: 'Where it was paid',
  portal: 'This site',
  state: 'Status',
  amount: 'Amount',
  actions: 'Actions',
  details: 'Details',
  resume: 'Continue the payment',
  follow: 'See the result',
  services: (n: number) => plural(n, 'service', 'services'),
  refundOf: (date: string, amount: number) =>
    `Of the payment of ${formatMoney(amount)} on ${formatDate(date)}`,
  refundAlone: 'The money went back to the card',
  refunded: (amount: number) => `${formatMoney(amount)} refunded`,
  counted: 'Counted by the company',
  countedText: 'the regional gas company has got the payment and put it into its figures.',
  states: {
    processing: 'Processing',
    succeeded: 'Paid',
    review: 'Being checked',
    refund: 'Refund',
    canceled: 'Not paid',
  },
  none: 'No payments yet',
  noneText: 'A payment made on this site will appear here at once.',
  noneExtended: 'Others will appear when the gas company sends its data.',
  pay: 'Pay',
} satisfies Texts<typeof ru>
