/** Numbers, money, dates and plurals as Russian writes them. */

import { clockTime, dateParts, moscowClock } from '../clock'
import { readMoney } from '../money'

const NBSP = '\u00a0'
const MINUS = '\u2212'

/** 1284550 → «1 284 550», groups kept together on one line. */
export function formatNumber(value: number): string {
  const digits = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, NBSP)
  return value < 0 ? MINUS + digits : digits
}

/** Kopecks → «1 284,50 ₽»; a debt has the minus sign U+2212, never a hyphen. */
export function formatMoney(kopecks: number): string {
  return `${formatAmount(kopecks)}${NBSP}₽`
}

/** Kopecks → «1 284,50» without the currency, for fields and tables that name it once. */
export function formatAmount(kopecks: number): string {
  const abs = Math.abs(kopecks)
  const part = `${formatNumber(Math.floor(abs / 100))},${String(abs % 100).padStart(2, '0')}`
  return kopecks < 0 ? MINUS + part : part
}

/** What a person types as a sum → kopecks; `null` if it is not one. */
export const parseMoney = readMoney

/** `plural(5, 'день', 'дня', 'дней')` → «5 дней»; one, few, many. */
export function plural(n: number, one: string, few: string, many: string): string {
  return `${formatNumber(n)}${NBSP}${pluralWord(n, one, few, many)}`
}

export function pluralWord(n: number, one: string, few: string, many: string): string {
  const tens = Math.abs(n) % 100
  const ones = tens % 10
  if (tens > 10 && tens < 20) return many
  if (ones === 1) return one
  return ones > 1 && ones < 5 ? few : many
}

const MONTHS = [
  ['январь', 'января', 'янв'],
  ['февраль', 'февраля', 'фев'],
  ['март', 'марта', 'мар'],
  ['апрель', 'апреля', 'апр'],
  ['май', 'мая', 'май'],
  ['июнь', 'июня', 'июн'],
  ['июль', 'июля', 'июл'],
  ['август', 'августа', 'авг'],
  ['сентябрь', 'сентября', 'сен'],
  ['октябрь', 'октября', 'окт'],
  ['ноябрь', 'ноября', 'ноя'],
  ['декабрь', 'декабря', 'дек'],
] as const

const month = (number: number) => MONTHS[number - 1] ?? MONTHS[0]

/** «2026-11» or a date → «ноябрь 2026»: a month alone is in the nominative. */
export function formatMonth(period: string): string {
  const [y, m] = dateParts(period)
  return `${month(m)[0]}${NBSP}${y}`
}

/** «2026-11» → «ноябрь», the month alone. */
export const formatMonthName = (period: string): string => month(dateParts(period)[1])[0]

/** «2026-11» → «ноя», for the axis of a chart. */
export const formatMonthShort = (period: string): string => month(dateParts(period)[1])[2]

/** «2026-11-08» → «8 ноября», with the year unless it is this one. */
export function formatDate(date: string, now = new Date()): string {
  const [y, m, d] = dateParts(date)
  const day = `${d}${NBSP}${month(m)[1]}`
  return y === now.getFullYear() ? day : `${day} ${y}`
}

/** «2026-11-08» → «08.11.2026», for tables. */
export function formatDateShort(date: string): string {
  const [y, m, d] = dateParts(date)
  return `${String(d).padStart(2, '0')}.${String(m).padStart(2, '0')}.${y}`
}

/** RFC 3339 → «8 ноября, 14:05» by the clock of this device. */
export function formatDateTime(at: string): string {
  return `${formatDate(at)}, ${clockTime(at)}`
}

/** RFC 3339 → «8 ноября, 14:05 МСК», whatever the clock of this device. */
export function formatMoscow(at: string): string {
  const moscow = moscowClock(at)
  return `${formatDate(moscow.slice(0, 10))}, ${moscow.slice(11)}${NBSP}МСК`
}

/** The unit of gas. */
export const CUBIC_METRES: string = 'м³'

/** 4812 → «4 812 м³». */
export const formatVolume = (cubicMetres: number): string =>
  `${formatNumber(cubicMetres)}${NBSP}${CUBIC_METRES}`

/** «-465.5» → «−465,5»: a decimal as the server writes it, digit by digit. */
export function formatDecimal(text: string): string {
  const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = formatNumber(Number(whole)) + (part ? `,${part}` : '')
  return sign ? MINUS + digits : digits
}

/** 115 → «115 сек.», as the manual counts (4.1, figure 4). */
export const formatSeconds = (seconds: number): string => `${seconds}${NBSP}сек.`

/** A login as people read it: «+79123456789» → «+7 912 345-67-89»; an e-mail stays as it is. */
export const formatLogin = (login: string): string =>
  login.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, `+7${NBSP}$1${NBSP}$2-$3-$4`)

/** A wait told to a person: «40 секунд», «5 минут», «24 часа». */
export function formatWait(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'секунду', 'секунды', 'секунд')
  if (seconds < 5400) return plural(Math.ceil(seconds / 60), 'минуту', 'минуты', 'минут')
  return plural(Math.ceil(seconds / 3600), 'час', 'часа', 'часов')
}
