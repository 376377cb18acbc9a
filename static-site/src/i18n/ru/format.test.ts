import { describe, expect, it } from 'vitest'
import {
  formatDate,
  formatDateShort,
  formatDecimal,
  formatLogin,
  formatMoney,
  formatMonth,
  formatMoscow,
  formatNumber,
  formatWait,
  parseMoney,
  plural,
} from './format'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('money', () => {
  it('is written with a comma, groups of three and a no-break space', () => {
    expect(formatMoney(128450)).toBe('1\u00a0284,50\u00a0₽')
    expect(plain(formatMoney(5))).toBe('0,05 ₽')
    expect(plain(formatMoney(0))).toBe('0,00 ₽')
    expect(plain(formatMoney(123456789012))).toBe('1 234 567 890,12 ₽')
  })
  it('shows a debt with the minus sign, not a hyphen', () => {
    expect(plain(formatMoney(-589995))).toBe('\u22125 899,95 ₽')
    expect(plain(formatMoney(-7))).toBe('\u22120,07 ₽')
  })
  it.each([
    ['10', 1000],
    ['9.99', 999],
    ['15 000,01', 1500001],
    ['1\u00a0284,5', 128450],
    ['0,07', 7],
    ['314,72 ₽', 31472],
  ])('reads «%s» as %i kopecks', (text, kopecks) => expect(parseMoney(text)).toBe(kopecks))
  it.each(['', '-1', '1e3', '10.001', 'NaN', '1,2,3', '١٠', '0x10', '99999999999'])(
    'refuses «%s»',
    (text) => expect(parseMoney(text)).toBeNull(),
  )
})

describe('plurals', () => {
  it.each([
    [1, '1 день'],
    [2, '2 дня'],
    [5, '5 дней'],
    [11, '11 дней'],
    [21, '21 день'],
    [112, '112 дней'],
    [1000, '1 000 дней'],
  ])('of %i', (n, text) => expect(plain(plural(n, 'день', 'дня', 'дней'))).toBe(text))
})

describe('dates', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  it('puts a month alone in the nominative and with a day in the genitive', () => {
    expect(plain(formatMonth('2026-11'))).toBe('ноябрь 2026')
    expect(plain(formatDate('2026-11-08', now))).toBe('8 ноября')
  })
  it('names the year when it is not this one', () => {
    expect(plain(formatDate('2031-05-01', now))).toBe('1 мая 2031')
    expect(formatDateShort('2031-05-01')).toBe('01.05.2031')
  })
})

it('tells the time of a document by the clock of Moscow', () => {
  expect(formatMoscow('2025-12-31T21:30:00Z')).toMatch(/^1\u00a0января( 2026)?, 00:30\u00a0МСК$/)
})

it('groups digits of a large number and keeps its sign', () => {
  expect(plain(formatNumber(-1234567))).toBe('\u22121 234 567')
})

it.each([
  ['466', '466'],
  ['5.53740', '5,53740'],
  ['-1284.5', '\u22121 284,5'],
  ['0.05', '0,05'],
])('writes the decimal %s as it is, with a comma', (text, written) => {
  expect(plain(formatDecimal(text))).toBe(written)
})

it('writes a phone login in groups and leaves an e-mail alone', () => {
  expect(plain(formatLogin('+79123456789'))).toBe('+7 912 345-67-89')
  expect(formatLogin('anna@mail.ru')).toBe('anna@mail.ru')
})

it('tells a wait in the largest fitting unit', () => {
  expect(plain(formatWait(40))).toBe('40 секунд')
  expect(plain(formatWait(300))).toBe('5 минут')
  expect(plain(formatWait(86400))).toBe('24 часа')
})
