import type { Texts } from '../catalogue'
import type ru from '../ru/contracts'
import { formatDate } from './format'

export default {
  title: 'Contracts',
  lead: 'Contracts with the gas company, for viewing only.',
  archive: 'Archive',
  contract: 'Contract',
  term: 'Term',
  from: (date: string) => `from ${formatDate(date)}`,
  to: (date: string) => `to ${formatDate(date)}`,
  endless: 'No end date',
  active: 'In force',
  finished: 'Finished',
  none: 'No contracts in force',
  noneText: 'If you have a contract and it is not here, contact the gas company.',
  noneFinished: 'No finished contracts',
} satisfies Texts<typeof ru>
