import type { Texts } from '../catalogue'
import type ru from '../ru/acts'

export default {
  title: 'Work reports',
  lead: 'Work done under your contracts, for viewing only.',
  works: 'Work done',
  line: 'Service and equipment',
  amount: 'Amount',
  total: 'Total',
  none: 'No work reports yet',
  noneText: 'A report appears here after work under a contract, once the gas company sends it.',
} satisfies Texts<typeof ru>
