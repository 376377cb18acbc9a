import type { Texts } from '../catalogue'
import type ru from '../ru/settlements'
import { CUBIC_METRES, formatDate, formatDecimal, formatMoney } from './format'

const volume = (cubic: string) => `${formatDecimal(cubic)}\u00a0${CUBIC_METRES}`

export default {
  title: 'Settlements',
  lead: 'Charges and payments by month. Open a month to see how its sums came about.',
  services: 'Services',
  year: 'Year',
  earlier: 'Previous year',
  later: 'Next year',
  none: 'No settlements yet',
  noneText: 'Charges and payments appear here once the gas company sends them.',
  totals: {
    charged: 'Charged in the year',
    paid: 'Paid in the year',
    benefits: 'Benefits',
    correction: 'Corrections',
    closing: (lastDay: string) => `As of ${formatDate(lastDay)}`,
  },
  debt: '(owed)',
  overpaid: '(in credit)',
  columns: {
    period: 'Period',
    opening: 'Balance at the start of the period',
    charged: 'Charged',
    paid: 'Paid',
    benefits: 'Benefits',
    correction: 'Correction',
    closing: 'Balance at the end of the period',
  },
  short: { opening: 'At the start', closing: 'At the end' },
  charge: (kopecks: number, cubic: string) => `${formatMoney(kopecks)} (${volume(cubic)})`,
  volume,
  open: 'month not closed',
  openWhy:
    'The month is not closed: the gas company has not sent its final figures, so the balance at the end of the period is not shown.',
  differs: (expected: number) =>
    `The figures add up to ${formatMoney(expected)}. The balance is shown as the gas company sent it: ask the company where the difference comes from.`,
  why: {
    title: 'How this sum came about',
    charge: 'Charge',
    balance: 'Balance',
    volume: 'Volume',
    tariff: 'Tariff',
    perUnit: (tariff: string) => `${formatDecimal(tariff)}\u00a0₽ per\u00a0m³`,
    product: 'Volume × tariff',
    other: 'Other charges',
    otherHint: 'Not by volume: a standard rate, a fixed part or an adjustment by the company.',
    charged: 'Charged',
    negative:
      'A charge below zero lowers the debt: usually the volume of earlier months was adjusted.',
    noTariff:
      'The company has not sent the tariff of this month, so the volume cannot be multiplied by it.',
    noVolume:
      'No volume and tariff are given: the service is not charged by volume, or was charged at a standard rate.',
    opening: 'At the start of the period',
    paid: 'Paid',
    benefits: 'Benefits',
    correction: 'Correction',
    closing: 'At the end of the period',
    expected: 'Comes to as of today',
  },
  chart: {
    title: 'Charged and paid',
    all: 'Charged and paid, all services together',
    charged: 'Charged',
    paid: 'Paid',
  },
} satisfies Texts<typeof ru>
