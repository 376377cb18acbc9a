/**
 * Numbers, money, dates and plurals as British English writes them. The rouble stands after its sum, as on the bank's
 * page, in bills and in the fields of this site: one sum looks the same wherever a person meets it.
 */

import { clockTime, dateParts, moscowClock } from '../clock'
import { readMoney } from '../money'

const NBSP = '\u00a0'
const MINUS = '\u2212'

/** 1284550 → «1,284,550». */
export function formatNumber(value: number): string {
  const digits = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, ',')
  return value < 0 ? MINUS + digits : digits
}

/** Kopecks → «1,284.50 ₽»; a debt has the minus sign U+2212, never a hyphen. */
export function formatMoney(kopecks: number): string {
  return `${formatAmount(kopecks)}${NBSP}₽`
}

/** Kopecks → «1,284.50» without the currency, for fields and tables that name it once. */
export function formatAmount(kopecks: number): string {
  const abs = Math.abs(kopecks)
  const part = `${formatNumber(Math.floor(abs / 100))}.${String(abs % 100).padStart(2, '0')}`
  return kopecks < 0 ? MINUS + part : part
}

/** What a person types as a sum → kopecks; `null` if it is not one. «1,284» parts thousands, «1,28» kopecks. */
export function parseMoney(text: string): number | null {
  const grouped = /^[1-9]\d{0,2}(?:,\d{3}){1,2}(?:\.\d{1,2})?$/.test(text.trim())
  return readMoney(grouped ? text.replaceAll(',', '') : text)
}

/** `plural(5, 'day', 'days')` → «5 days». */
export function plural(n: number, one: string, many: string): string {
  return `${formatNumber(n)}${NBSP}${pluralWord(n, one, many)}`
}

export const pluralWord = (n: number, one: string, many: string): string =>
  Math.abs(n) === 1 ? one : many

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const month = (number: number): string => MONTHS[number - 1] ?? MONTHS[0]

/** «2026-11» or a date → «November 2026». */
export function formatMonth(period: string): string {
  const [y, m] = dateParts(period)
  return `${month(m)}${NBSP}${y}`
}

/** «2026-11» → «November», the month alone. */
export const formatMonthName = (period: string): string => month(dateParts(period)[1])

/** «2026-11» → «Nov», for the axis of a chart. */
export const formatMonthShort = (period: string): string => formatMonthName(period).slice(0, 3)

/** «2026-11-08» → «8 November», with the year unless it is this one. */
export function formatDate(date: string, now = new Date()): string {
  const [y, m, d] = dateParts(date)
  const day = `${d}${NBSP}${month(m)}`
  return y === now.getFullYear() ? day : `${day} ${y}`
}

/** «2026-11-08» → «8 Nov 2026», for tables: digits alone are read differently on two shores. */
export function formatDateShort(date: string): string {
  const [y, m, d] = dateParts(date)
  return `${d}${NBSP}${month(m).slice(0, 3)}${NBSP}${y}`
}

/** RFC 3339 → «8 November, 14:05» by the clock of this device. */
export const formatDateTime = (at: string): string => `${formatDate(at)}, ${clockTime(at)}`

/** RFC 3339 → «8 November, 14:05 MSK», whatever the clock of this device. */
export function formatMoscow(at: string): string {
  const moscow = moscowClock(at)
  return `${formatDate(moscow.slice(0, 10))}, ${moscow.slice(11)}${NBSP}MSK`
}

/** The unit of gas. */
export const CUBIC_METRES: string = 'm³'

/** 4812 → «4,812 m³». */
export const formatVolume = (cubicMetres: number): string =>
  `${formatNumber(cubicMetres)}${NBSP}${CUBIC_METRES}`

/** «-465.5» → «−465.5»: a decimal as the server writes it, digit by digit. */
export function formatDecimal(text: string): string {
  const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = formatNumber(Number(whole)) + (part ? `.${part}` : '')
  return sign ? MINUS + digits : digits
}

/** 3 → «3rd», a day of the month. */
export function ordinal(day: number): string {
  const teen = day % 100 > 10 && day % 100 < 14
  return day + ((!teen && ['th', 'st', 'nd', 'rd'][day % 10]) || 'th')
}

/** 115 → «115 seconds». */
export const formatSeconds = (seconds: number): string => plural(seconds, 'second', 'seconds')

/** A login as people read it: «+79123456789» → «+7 912 345-67-89»; an e-mail stays as it is. */
export const formatLogin = (login: string): string =>
  login.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, `+7${NBSP}$1${NBSP}$2-$3-$4`)

/** A wait told to a person: «40 seconds», «5 minutes», «24 hours». */
export function formatWait(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'second', 'seconds')
  if (seconds < 5400) return plural(Math.ceil(seconds / 60), 'minute', 'minutes')
  return plural(Math.ceil(seconds / 3600), 'hour', 'hours')
}
