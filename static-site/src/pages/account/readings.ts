/**
 * The rules of a reading as the person types it, for an answer at once (manual 4.3.2.2; R-096…R-099). The server
 * decides: what only it can know (a dial gone through zero, the exact limit) is told here but never blocks.
 */
import t from '$texts/readings'
import type { AccountPage, Meter, ReadingToSend } from '../../api'

export type Rules = AccountPage['readings']

export type Entry = {
  /** The flag: the reading of this meter is sent. */
  on: boolean
  text: string
  /** The person says the dial has gone through zero; only asked after the server did. */
  rollover: boolean
}

export type Verdict =
  | { kind: 'empty' }
  /** Not a reading at all: it is not sent. */
  | { kind: 'wrong'; message: string }
  | { kind: 'unchanged'; value: number }
  /** A reading; `doubt` is what the server will most likely say against it. */
  | { kind: 'reading'; value: number; consumption: number | null; doubt: string | null }

/** What the new reading is compared with: the last one sent, unless the company refused it. */
export function previous(meter: Meter): number | null {
  const last = meter.last_reading
  if (last && last.status !== 'rejected') return last.value
  return meter.last_accepted?.value ?? null
}

const months = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

/** Largest believable consumption since the company last counted a reading, m³. */
function limit(meter: Meter, rules: Rules, now: Date): number {
  const since = meter.last_accepted?.date
  if (!since) return rules.max_monthly
  const passed = now.getFullYear() * 12 + now.getMonth() + 1 - months(since)
  return rules.max_monthly * Math.max(1, passed)
}

export function judge(meter: Meter, text: string, rules: Rules, now = new Date()): Verdict {
  const typed = text.trim()
  if (typed === '') return { kind: 'empty' }
  if (/^[-\u2212]\s*\d/.test(typed)) return { kind: 'wrong', message: t.rules.negative }
  if (/^\d+[.,]\d*$/.test(typed)) return { kind: 'wrong', message: t.rules.fraction }
  if (!/^\d+$/.test(typed)) return { kind: 'wrong', message: t.rules.notInteger }
  const digits = typed.replace(/^0+(?=\d)/, '')
  if (digits.length > meter.digits) return { kind: 'wrong', message: t.rules.digits(meter.digits) }
  const value = Number(digits)
  const before = previous(meter)
  if (before === null) return { kind: 'reading', value, consumption: null, doubt: null }
  if (value === before) return { kind: 'unchanged', value }
  const consumption = value - before
  if (consumption < 0) {
    return { kind: 'reading', value, consumption: null, doubt: t.rules.below(before) }
  }
  const counted = value - (meter.last_accepted?.value ?? before)
  const max = limit(meter, rules, now)
  const doubt = counted > max ? t.rules.over(counted, max) : null
  return { kind: 'reading', value, consumption, doubt }
}

export type Plan = {
  /** Messages of meters whose entry is not a reading. */
  errors: Record<string, string>
  /** Flagged meters whose reading is the previous one: asked about before sending (C-03, C-10). */
  unchanged: Meter[]
  readings: ReadingToSend[]
}

/**
 * What pressing «Передать» means. A flagged meter is sent whether it changed or not, as the manual says: left empty
 * it stands for the previous reading, which is then asked about.
 */
export function plan(
  meters: Meter[],
  entries: Record<string, Entry>,
  rules: Rules,
  confirmed: ReadonlySet<string>,
): Plan {
  const result: Plan = { errors: {}, unchanged: [], readings: [] }
  for (const meter of meters) {
    const entry = entries[meter.id]
    if (!entry?.on) continue
    const verdict = judge(meter, entry.text, rules)
    const before = previous(meter)
    if (verdict.kind === 'wrong') {
      result.errors[meter.id] = verdict.message
    } else if (verdict.kind === 'reading') {
      const rollover = entry.rollover ? { rollover_confirmed: true } : {}
      result.readings.push({ meter: meter.id, value: verdict.value, ...rollover })
    } else if (verdict.kind === 'empty' && (before === null || !rules.allow_zero)) {
      result.errors[meter.id] = t.empty
    } else if (!rules.allow_zero) {
      result.errors[meter.id] = t.rules.zeroOff
    } else {
      if (!confirmed.has(meter.id)) result.unchanged.push(meter)
      result.readings.push({ meter: meter.id, value: before ?? 0, unchanged_confirmed: true })
    }
  }
  return result
}
