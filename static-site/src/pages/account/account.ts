/** What the account page says at a glance, worked out of the server's figures. */
import type { AccountPage, Meter, MeterHistory, MonthlyConsumption, PaymentRow } from '../../api'

/** The sections this site has screens for. */
export const SCREENS = [
  'services',
  'meters',
  'payments',
  'subscriber',
  'settlements',
  'contracts',
  'acts',
] as const
export type Screen = (typeof SCREENS)[number]

const isScreen = (section: string): section is Screen =>
  (SCREENS as readonly string[]).includes(section)

export type AccountTab = { screen: Screen; locked: boolean }

/** The tabs of an account in the server's order; what only the extended version opens stands last, with a lock. */
export function tabs(page: AccountPage): AccountTab[] {
  const open = page.sections.filter(isScreen).map((screen) => ({ screen, locked: false }))
  const locked = page.locked_sections.filter(isScreen)
  return [...open, ...locked.map((screen) => ({ screen, locked: true }))]
}

export type Due = 'due' | 'overpaid' | 'nothing'

/** A debt is asked for; an overpayment or nothing is said calmly. */
export function dueState({ due }: AccountPage): Due {
  if (due.amount > 0) return 'due'
  return due.balance > 0 ? 'overpaid' : 'nothing'
}

/**
 * Months are digits, «2026-11»: their characters tell which is earlier. `localeCompare` would first load the collation
 * of a language, which blocks a phone for a fifth of a second.
 */
export const oldestFirst = (a: { month: string }, b: { month: string }): number =>
  a.month < b.month ? -1 : Number(a.month > b.month)

/** Consumption of all meters together, month by month, oldest first. */
export function sumMonths(lists: MonthlyConsumption[][]): { month: string; value: number }[] {
  const sums = new Map<string, number>()
  for (const { month, consumption } of lists.flat()) {
    sums.set(month, (sums.get(month) ?? 0) + consumption)
  }
  return [...sums].map(([month, value]) => ({ month, value })).sort(oldestFirst)
}

export type Volume = { month: string; value: number; change: number | null }

/**
 * The last whole month against the same month a year before; `change` in per cent. The running month is not over:
 * its nothing is no saving.
 */
export function lastVolume(histories: MeterHistory[], today = new Date()): Volume | null {
  const running = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}`
  const months = sumMonths(histories.map((h) => h.months)).filter((m) => m.month < running)
  const last = months[months.length - 1]
  if (!last) return null
  const [year, month] = last.month.split('-')
  const before = sumMonths(histories.map((h) => h.previous_year)).find(
    (m) => m.month === `${Number(year) - 1}-${month}`,
  )
  const change =
    before && before.value > 0
      ? Math.round(((last.value - before.value) * 100) / before.value)
      : null
  return { ...last, change }
}

/** The latest payment that took money; what is still on its way or given back is not «последний платёж». */
export const lastPayment = (payments: PaymentRow[]): PaymentRow | undefined =>
  payments.find((p) => p.kind === 'payment' && p.state === 'succeeded')

/** Meters that stand and count, the ones a person thinks of. */
export const active = (meters: Meter[]): Meter[] => meters.filter((m) => m.state === 'active')

/** The meter whose verification needs a word, the worst first. */
export function verificationTrouble(meters: Meter[]): 'expired' | 'soon' | null {
  const statuses = active(meters).map((m) => m.verification.status)
  if (statuses.includes('expired')) return 'expired'
  return statuses.includes('soon') ? 'soon' : null
}
