import type { Texts } from '../catalogue'
import type ru from '../ru/meters'
import { formatDate, formatMonth, ordinal, plural } from './format'

export default {
  title: 'Meters',
  send: 'Submit readings',
  history: 'History',
  window: (from: number, to: number) =>
    `Readings are taken from the ${ordinal(from)} to the ${ordinal(to)} of the month.`,
  counts: (period: string) => `Those submitted today count for ${formatMonth(period)}.`,
  serial: (serial: string) => `Serial number ${serial}`,
  serialHint: 'Part of the number is hidden: the extended version shows all of it.',
  state: { active: 'In use', inactive: 'Not in use' },
  place: 'Installed in',
  seal: 'Sealed on',
  last: 'Last reading',
  noReading: 'No readings yet',
  average: 'Average use a month',
  averageNone: 'Not calculated yet',
  source: {
    subscriber: 'Submitted by subscriber',
    inspector: 'Company inspector',
    calculated: 'Estimated',
    portal: 'This site',
  },
  status: { accepted: 'Accepted', pending: 'Awaiting acceptance', rejected: 'Rejected' },
  verification: {
    label: 'Next verification',
    unknown: 'No data',
    soon: (date: string) => `Verification is due by ${formatDate(date)}`,
    soonText:
      'Book it in good time: after that date readings may not be accepted, and charges will follow the standard rate.',
    expired: (date: string) => `Verification expired on ${formatDate(date)}`,
    expiredNoDate: 'Verification has expired',
    blocks: 'Readings of this meter are not accepted. Book a verification with the gas company.',
    warns: 'Readings will be sent, but they will not be accepted until the meter is verified.',
  },
  call: (phone: string) => `Call ${phone}`,
  note: 'Details of the meters come from the supplier. If a meter is missing or its details are wrong, contact the supplier.',
  none: 'No meters',
  noneText:
    'The supplier has sent no details of meters for this account. If a meter is installed, contact the supplier.',
  sendOff: 'The gas company does not take readings through this site.',
  sendLimited: 'Submitting readings for this account is available in the extended version.',
  noneAccept: 'No meter takes readings at the moment: the reason is shown at each.',
  chart: 'Gas used',
  chartAll: (n: number) => `Gas used, ${plural(n, 'meter', 'meters')} together`,
  chartNone: 'Gas used by month will appear when the company has counted your readings.',
  dial: (value: string, digits: number) =>
    `${value}, ${plural(digits, 'digit', 'digits')} on the dial`,
  historyTitle: (name: string) => `Readings of ${name}`,
  historyLead: 'Over the last year',
  table: {
    date: 'Date',
    value: 'Reading',
    consumption: 'Used',
    source: 'Source',
    status: 'Status',
  },
  historyNone: 'No history yet',
  historyNoneText:
    'Readings of the last year will appear here when they are submitted or accepted.',
  close: 'Close',
} satisfies Texts<typeof ru>
