import type { Texts } from '../catalogue'
import type ru from '../ru/acts'

export default {
  title: 'Work reports',
  lead: 'Works done under your contracts, to look at only.',
  works: 'Works done',
  line: 'Service and equipment',
  amount: 'Sum',
  total: 'TOTAL',
  none: 'No work reports yet',
  noneText: 'A report appears here after works under a contract, once the gas company sends it.',
} satisfies Texts<typeof ru>
