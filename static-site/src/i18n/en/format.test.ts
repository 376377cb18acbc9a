import { describe, expect, it } from 'vitest'
import * as russian from '../ru/format'
import * as english from './format'

const {
  formatDate,
  formatDateShort,
  formatDecimal,
  formatLogin,
  formatMoney,
  formatMonth,
  formatMonthShort,
  formatNumber,
  formatVolume,
  formatWait,
  ordinal,
  parseMoney,
  plural,
} = english

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

it('has whatever a page may ask of the format', () => {
  const same: typeof russian = english
  expect(Object.keys(same)).toEqual(expect.arrayContaining(Object.keys(russian)))
})

describe('money', () => {
  it('is written with a point, commas between thousands, and the rouble after it', () => {
    expect(formatMoney(128450)).toBe('1,284.50\u00a0₽')
    expect(plain(formatMoney(5))).toBe('0.05 ₽')
    expect(plain(formatMoney(123456789012))).toBe('1,234,567,890.12 ₽')
  })
  it('shows a debt with the minus sign, not a hyphen', () => {
    expect(plain(formatMoney(-589995))).toBe('\u22125,899.95 ₽')
    expect(plain(formatMoney(-7))).toBe('\u22120.07 ₽')
  })
  it.each([
    ['10', 1000],
    ['9.99', 999],
    ['9,99', 999],
    ['1,284', 128400],
    ['1,284.5', 128450],
    ['1,284,500.07', 128450007],
    ['15 000,01', 1500001],
    ['314.72 ₽', 31472],
    ['314.72 roubles', 31472],
  ])('reads «%s» as %i kopecks', (text, kopecks) => expect(parseMoney(text)).toBe(kopecks))
  it.each(['', '-1', '1e3', '10.001', '0,123', '1,2,3', '1,23,456', '12,3456', '1.284,50', 'NaN'])(
    'refuses «%s»',
    (text) => expect(parseMoney(text)).toBeNull(),
  )
  it('survives a change of the language in a draft', () => {
    for (const kopecks of [7, 128450, 123456789]) {
      expect(parseMoney(russian.formatAmount(kopecks))).toBe(kopecks)
      expect(russian.parseMoney(english.formatAmount(kopecks))).toBe(kopecks)
    }
  })
})

it('knows one and many', () => {
  const days = (n: number) => plain(plural(n, 'day', 'days'))
  expect([1, 2, 0, 21, 1000].map(days)).toEqual([
    '1 day',
    '2 days',
    '0 days',
    '21 days',
    '1,000 days',
  ])
})

it('counts the days of a month in order', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 20, 21, 22, 23, 31].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 20th 21st 22nd 23rd 31st'.split(' '),
  )
})

describe('dates', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  it('puts the day before the month, and the year when it is not this one', () => {
    expect(plain(formatDate('2026-11-08', now))).toBe('8 November')
    expect(plain(formatDate('2031-05-01', now))).toBe('1 May 2031')
    expect(plain(formatDateShort('2031-05-01'))).toBe('1 May 2031')
    expect(plain(formatDateShort('2026-11-08'))).toBe('8 Nov 2026')
  })
  it('names a month', () => {
    expect(plain(formatMonth('2026-11'))).toBe('November 2026')
    expect(formatMonthShort('2026-06')).toBe('Jun')
  })
})

it('groups digits, keeps the sign, and names the unit of gas', () => {
  expect(formatNumber(-1234567)).toBe('\u22121,234,567')
  expect(plain(formatVolume(4812))).toBe('4,812 m³')
  expect(formatDecimal('-12465.5')).toBe('\u221212,465.5')
})

it('writes a phone login in groups', () => {
  expect(plain(formatLogin('+79123456789'))).toBe('+7 912 345-67-89')
})

it('tells a wait in the largest fitting unit', () => {
  expect([40, 300, 86400].map((s) => plain(formatWait(s)))).toEqual([
    '40 seconds',
    '5 minutes',
    '24 hours',
  ])
})
