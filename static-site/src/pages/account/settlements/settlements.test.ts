import { describe, expect, it } from 'vitest'
import type { SettlementMonth } from '../../../api'
import { axis } from './axis'
import { byMonth, differs, formula, lastDay, steps, totals } from './settlements'

const month = (over: Partial<SettlementMonth> = {}): SettlementMonth => ({
  period: '2019-08',
  opening: -331_952,
  charged: 258_043,
  volume: '466',
  tariff: null,
  paid: 0,
  benefits: 0,
  correction: 0,
  closing: -589_995,
  open: false,
  expected: -589_995,
  explanation: null,
  ...over,
})
const september = month({
  period: '2019-09',
  opening: -589_995,
  charged: -257_490,
  volume: '-465',
  closing: null,
  open: true,
  expected: -332_505,
})
const july = month({
  period: '2019-07',
  opening: -272_807,
  charged: 331_952,
  volume: '600',
  paid: 272_807,
  closing: -331_952,
  expected: -331_952,
})
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2212', '-')
const figure22 = {
  years: [2019],
  year: 2019,
  services: [
    { code: 'gas', name: 'Газоснабжение природным газом', months: [september, month(), july] },
  ],
}

describe('the arithmetic of a month (R-060…R-062)', () => {
  it('is written as the manual checks it', () => {
    expect(plain(formula(month()))).toBe('-3 319,52 - 2 580,43 + 0,00 = -5 899,95')
    expect(plain(formula(july))).toBe('-2 728,07 - 3 319,52 + 2 728,07 = -3 319,52')
  })
  it('puts a charge below zero in brackets (R-057)', () => {
    expect(plain(formula(september))).toBe('-5 899,95 - (-2 574,90) + 0,00 = -3 325,05')
  })
  it('names benefits and corrections where there are any', () => {
    const rich = month({ benefits: 10_000, correction: -1_843, expected: -581_838 })
    expect(plain(formula(rich))).toBe('-3 319,52 - 2 580,43 + 0,00 + 100,00 + (-18,43) = -5 818,38')
  })
  it.each([july, month(), september])('step by step comes to what is expected', (one) => {
    const sum = steps(one).reduce(
      (s, { sign, kopecks }) => s + (sign === '−' ? -kopecks : kopecks),
      0,
    )
    expect(sum).toBe(one.expected)
  })
  it('shows a charge below zero as what it does to the debt', () => {
    expect(steps(september)[1]).toEqual({ name: 'charged', sign: '+', kopecks: 257_490 })
    expect(steps(month())[1]).toEqual({ name: 'charged', sign: '−', kopecks: 258_043 })
  })
  it('says when the closing balance is another than the figures add up to', () => {
    expect(differs(month())).toBe(false)
    expect(differs(month({ closing: -589_994 }))).toBe(true)
    expect(differs(september)).toBe(false)
  })
})

describe('a year', () => {
  it('adds up, and closes with its last closed month (R-059)', () => {
    expect(totals(figure22)).toEqual({
      charged: 332_505,
      paid: 272_807,
      benefits: 0,
      correction: 0,
      closed: { period: '2019-08', balance: -589_995 },
    })
  })
  it('of several services closes with a month that all of them closed', () => {
    const maintenance = { code: 'to', name: 'Техобслуживание', months: [{ ...july, closing: 100 }] }
    const both = { ...figure22, services: [...figure22.services, maintenance] }
    expect(totals(both).closed).toEqual({ period: '2019-07', balance: -331_852 })
    expect(
      totals({ ...figure22, services: [{ ...maintenance, months: [september] }] }).closed,
    ).toBeNull()
  })
  it('is drawn oldest month first, services together', () => {
    expect(byMonth([...figure22.services, ...figure22.services])).toEqual([
      { month: '2019-07', charged: 663_904, paid: 545_614 },
      { month: '2019-08', charged: 516_086, paid: 0 },
      { month: '2019-09', charged: -514_980, paid: 0 },
    ])
  })
})

it.each([
  [-2574.9, 3319.52, [-3000, -1500, 0, 1500, 3000, 4500]],
  [0, 5899.95, [0, 2000, 4000, 6000]],
  [0, 0, [0, 1]],
  [-120, 0, [-120, -80, -40, 0, 40]],
])('an axis from %d to %d goes through zero', (low, high, lines) =>
  expect(axis(low, high)).toEqual(lines),
)

it('a month ends on its last day', () => {
  expect(lastDay('2024-02')).toBe('2024-02-29')
  expect(lastDay('2019-12')).toBe('2019-12-31')
})
