/** What a year of settlements adds up to, and the steps that lead to each sum (manual 4.3.1.2, R-060). */
import { formatAmount } from '$texts/format'
import type { ServiceSettlements, SettlementMonth, Settlements } from '../../../api'
import { oldestFirst } from '../account'

export type MonthSum = { month: string; charged: number; paid: number }

/** All services together, month by month, oldest first. */
export function byMonth(services: ServiceSettlements[]): MonthSum[] {
  const sums = new Map<string, MonthSum>()
  for (const { period, charged, paid } of services.flatMap((s) => s.months)) {
    const sum = sums.get(period) ?? { month: period, charged: 0, paid: 0 }
    sums.set(period, {
      month: period,
      charged: sum.charged + charged,
      paid: sum.paid + paid,
    })
  }
  return [...sums.values()].sort(oldestFirst)
}

export type Totals = {
  charged: number
  paid: number
  benefits: number
  correction: number
  /** The last month that is closed for every service, and what it left. */
  closed: { period: string; balance: number } | null
}

export function totals({ services }: Settlements): Totals {
  const months = services.flatMap((s) => s.months)
  const sum = (of: (month: SettlementMonth) => number) => months.reduce((n, m) => n + of(m), 0)
  return {
    charged: sum((m) => m.charged),
    paid: sum((m) => m.paid),
    benefits: sum((m) => m.benefits),
    correction: sum((m) => m.correction),
    closed: lastClosed(services),
  }
}

function lastClosed(services: ServiceSettlements[]): Totals['closed'] {
  const periods = [...new Set(services.flatMap((s) => s.months.map((m) => m.period)))].sort()
  for (const period of periods.reverse()) {
    const closings = services.map((s) => s.months.find((m) => m.period === period)?.closing)
    if (closings.every((c): c is number => typeof c === 'number')) {
      return { period, balance: closings.reduce((sum, c) => sum + c, 0) }
    }
  }
  return null
}

export type StepName = 'opening' | 'charged' | 'paid' | 'benefits' | 'correction'
export type Step = { name: StepName; sign: '' | '−' | '+'; kopecks: number }

/** From the opening to the closing balance, each with the sign it has in the sum: a charge below zero adds. */
export function steps(month: SettlementMonth): Step[] {
  const moves: [StepName, number, '−' | '+'][] = [
    ['charged', -month.charged, '−'],
    ['paid', month.paid, '+'],
    ['benefits', month.benefits, '+'],
    ['correction', month.correction, '+'],
  ]
  const signed = moves.map(([name, effect, zero]): Step => {
    const sign = effect === 0 ? zero : effect < 0 ? '−' : '+'
    return { name, sign, kopecks: Math.abs(effect) }
  })
  return [{ name: 'opening', sign: '', kopecks: month.opening }, ...signed]
}

/** «−3 319,52 − 2 580,43 + 0,00 = −5 899,95», as the manual checks it; what is nothing beside them is left out. */
export function formula(month: SettlementMonth): string {
  const term = (kopecks: number) =>
    kopecks < 0 ? `(${formatAmount(kopecks)})` : formatAmount(kopecks)
  const more = [month.benefits, month.correction].filter((k) => k !== 0).map((k) => ` + ${term(k)}`)
  return `${formatAmount(month.opening)} − ${term(month.charged)} + ${term(month.paid)}${more.join('')} = ${formatAmount(month.expected)}`
}

/** The company's own closing balance is another than its figures add up to. */
export const differs = (month: SettlementMonth): boolean =>
  typeof month.closing === 'number' && month.closing !== month.expected

/** «2026-02» → «2026-02-28». */
export function lastDay(period: string): string {
  const [year, month] = period.split('-').map(Number) as [number, number]
  return `${period}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`
}
